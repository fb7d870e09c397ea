using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// The leaves of a log in one order, wherever they are stored: each in a row of its own, or many ordinary ones in a row of
/// <c>center.log_stretch</c>. Nothing that reads leaves by index looks into these tables by itself.
/// </summary>
internal static class LogEntries
{
    /// <summary>How many leaves a row s of <c>center.log_stretch</c> has, in SQL.</summary>
    public const string Count = "octet_length(s.commitments) / 32";

    // Of $1 from $2, inclusive, to $3, exclusive. A row ends with the tile in which it begins, so the leaf asked for is in none
    // that begins before its tile.
    private const string Odd = "from center.log_leaf where centre = $1 and leaf >= $2 and leaf < $3";
    private const string Stretches = """
        from center.log_stretch s where centre = $1 and leaf >= $2 - $2 % 256 and leaf < $3
        """;

    private const string Commitments =
        $"select leaf, commitment {Odd} union all select leaf, commitments {Stretches} order by leaf";

    // The ids are left out where they are not one for each commitment.
    private const string Leaves = $"""
        select leaf, kind, position, event, commitment, salt, late, null::uuid[] {Odd}
        union all
        select leaf, null, position, null, commitments, null, false,
          case when array_ndims(events) = 1 and array_lower(events, 1) = 1 and array_position(events, null) is null
            and octet_length(commitments) = 32 * cardinality(events) and leaf % 256 + cardinality(events) <= 256 then events end
        {Stretches}
        order by leaf
        """;

    /// <summary>The index of the leaf that an event has, in SQL; null when it has none.</summary>
    /// <param name="centre">SQL of the centre (tenant).</param>
    /// <param name="position">SQL of the position.</param>
    public static string IndexOf(string centre, string position) =>
        $"""
            coalesce(
              (select leaf from center.log_leaf where centre = {centre} and position = {position}),
              {IndexInStretch(centre, position)})
            """;

    /// <summary>The same of ordinary leaves alone.</summary>
    /// <param name="centre">SQL of the centre (tenant).</param>
    /// <param name="position">SQL of the position.</param>
    public static string IndexInStretch(string centre, string position) =>
        $"""
            (select case when {position} < s.position + {Count} then s.leaf + {position} - s.position end
             from center.log_stretch s where s.centre = {centre} and s.position <= {position}
             order by s.position desc limit 1)
            """;

    /// <summary>Reads commitments, many at a time.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First leaf.</param>
    /// <param name="to">Last leaf, exclusive.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Whole commitments, 32 bytes each, of all these leaves one after another.</returns>
    /// <exception cref="LogDamagedException">Leaves are missing, or are there twice.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> CommitmentsAsync(
        NpgsqlConnection connection,
        string centre,
        long from,
        long to,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        await using var command = Command(connection, Commitments, centre, from, to);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var next = from;
        while (await reader.ReadAsync(stopping))
        {
            var (first, bytes) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
            var end = first + (bytes.Length / TreeHash.Length);
            if (!IsWhole(first, bytes) || (end > from && Math.Max(first, from) != next))
            {
                throw new LogDamagedException($"The leaves {from} to {to - 1} are not whole at {first}.");
            }

            if (end <= from)
            {
                continue;
            }

            var piece = bytes.AsMemory((int)(next - first) * TreeHash.Length);
            yield return piece[..(int)Math.Min(piece.Length, (to - next) * TreeHash.Length)];
            next = Math.Min(end, to);
        }

        if (next != to)
        {
            throw new LogDamagedException($"Of the leaves {from} to {to - 1} only {next - from} are there.");
        }
    }

    /// <summary>Reads leaves.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First leaf.</param>
    /// <param name="to">Last leaf, exclusive.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Those that are there, by index; none of a row in which anything is missing.</returns>
    public static async IAsyncEnumerable<(long Index, LogLeaf Leaf)> LeavesAsync(
        NpgsqlConnection connection,
        string centre,
        long from,
        long to,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        await using var command = Command(connection, Leaves, centre, from, to);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            foreach (var leaf in reader.IsDBNull(1) ? Stretch(reader, from, to) : [(reader.GetInt64(0), Leaf(reader))])
            {
                yield return leaf;
            }
        }
    }

    private static bool IsWhole(long first, byte[] commitments) =>
        commitments.Length > 0
        && commitments.Length % TreeHash.Length == 0
        && (first % TileAddress.FullWidth) + (commitments.Length / TreeHash.Length) <= TileAddress.FullWidth;

    private static IEnumerable<(long Index, LogLeaf Leaf)> Stretch(NpgsqlDataReader reader, long from, long to)
    {
        if (reader.IsDBNull(7))
        {
            yield break;
        }

        var (first, position) = (reader.GetInt64(0), reader.GetInt64(2));
        var (commitments, events) = (reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<Guid[]>(7));
        for (var i = (int)Math.Max(0, from - first); i < events.Length && first + i < to; i++)
        {
            var commitment = commitments.AsMemory(i * TreeHash.Length, TreeHash.Length);
            yield return (first + i, new LogLeaf(LeafKind.Event, position + i, events[i], commitment, null, false));
        }
    }

    private static LogLeaf Leaf(NpgsqlDataReader reader) =>
        new(
            Kinds.Read(reader.GetString(1)),
            reader.IsDBNull(2) ? null : reader.GetInt64(2),
            reader.IsDBNull(3) ? null : reader.GetGuid(3),
            reader.GetFieldValue<byte[]>(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
            reader.GetBoolean(6)
        );

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string centre, long from, long to)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = from });
        command.Parameters.Add(new NpgsqlParameter { Value = to });
        return command;
    }
}
