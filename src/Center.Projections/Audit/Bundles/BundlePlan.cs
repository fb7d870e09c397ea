using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Npgsql;

namespace Center.Projections.Audit.Bundles;

/// <summary>Everything that is decided about a bundle before its first byte.</summary>
/// <param name="Head">What it covers.</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
/// <param name="Key">Key of the log.</param>
/// <param name="Figures">The figures that it states, or null.</param>
public sealed record BundlePlan(
    BundleHead Head,
    PublishedCheckpoint Checkpoint,
    VerifierKey Key,
    StatedFigures? Figures
);

/// <summary>Finds the leaves of a stretch of positions.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class BundleRanges(NpgsqlDataSource source)
{
    // An event behind a gap is sealed before the leaf that lists the gap, and leaves of events rise with positions: so the
    // first event at or after the first position is the first leaf. Late events stand where they were found, far behind.
    private static readonly string _leaves = $"""
        select
          least(
            (select leaf from center.log_leaf where centre = $1 and position >= $2 and not late order by position limit 1),
            {LogEntries.IndexInStretch("$1", "$2")},
            (select leaf from center.log_stretch where centre = $1 and position >= $2 order by position limit 1)),
          greatest(
            (select leaf from center.log_leaf where centre = $1 and position between $2 and $3 and not late
             order by position desc limit 1),
            (select s.leaf + least($3 - s.position, {LogEntries.Count} - 1) from center.log_stretch s
             where centre = $1 and position <= $3 and position + {LogEntries.Count} > $2 order by position desc limit 1),
            (select max(leaf) from center.log_gap where centre = $1 and first <= $3 and last >= $2))
        """;

    private static readonly string _count = $"""
        select (select count(*) from center.log_leaf where centre = $1 and leaf >= $2 and leaf < $3)
          + (select coalesce(sum(least(s.leaf + {LogEntries.Count}, $3) - greatest(s.leaf, $2)), 0)::bigint
             from center.log_stretch s
             where s.centre = $1 and s.leaf >= $2 - $2 % 256 and s.leaf < $3 and s.leaf + {LogEntries.Count} > $2)
        """;

    /// <summary>The stretch with its leaves.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First position, at least 1.</param>
    /// <param name="to">Last position, inclusive; published.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="LogDamagedException">Leaves are missing.</exception>
    public async Task<BundleHead> FindAsync(string centre, long from, long to, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var command = Command(connection, _leaves, centre, from, to);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        await reader.ReadAsync(stopping);
        if (reader.IsDBNull(0) || reader.IsDBNull(1))
        {
            throw new LogDamagedException($"No leaf covers the positions {from} to {to}.");
        }

        var head = new BundleHead(centre, from, to, reader.GetInt64(0), reader.GetInt64(1) + 1);
        await reader.DisposeAsync();
        await using var counting = Command(connection, _count, centre, head.FirstLeaf, head.EndLeaf);
        var count = (long)(await counting.ExecuteScalarAsync(stopping))!;
        return count == head.EndLeaf - head.FirstLeaf && head.IsSound()
            ? head
            : throw new LogDamagedException(
                $"Of the leaves {head.FirstLeaf} to {head.EndLeaf - 1} only {count} are there."
            );
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
