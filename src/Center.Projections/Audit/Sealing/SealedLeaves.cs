using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>A leaf with what it stands for, as the database has it now.</summary>
/// <param name="Index">Index of the leaf.</param>
/// <param name="Leaf">The leaf as it was sealed.</param>
/// <param name="Event">The event, or null for gaps and when it is gone.</param>
/// <param name="Gaps">The gaps, for a leaf of gaps.</param>
public sealed record SealedLeaf(long Index, LogLeaf Leaf, StoredEvent? Event, IReadOnlyList<PositionGap> Gaps)
{
    /// <summary>The salt that opens the commitment; null when it is gone.</summary>
    public byte[]? Salt => Leaf.Salt ?? (Event is null ? null : LogLeaf.SaltOf(Event));

    /// <summary>The canonical text as the rows have it now; null when the event is gone.</summary>
    /// <param name="centre">The centre (tenant).</param>
    public byte[]? Canonical(string centre) =>
        Leaf.Kind == LeafKind.Gap ? LogLeaf.CanonicalOf(centre, Gaps)
        : Event is null ? null
        : LogLeaf.CanonicalOf(centre, Event).Canonical;

    /// <summary>Whether salt and text are still those that were sealed.</summary>
    /// <param name="centre">The centre (tenant).</param>
    public bool Holds(string centre) =>
        Salt is { } salt
        && Canonical(centre) is { } canonical
        && Leaf.Commitment.Span.SequenceEqual(EventLeaf.Commitment(salt, canonical));
}

/// <summary>Reads leaves together with what they stand for.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class SealedLeaves(NpgsqlDataSource source)
{
    private const int LeafColumns = 7;

    private static readonly string _select = $"""
        select l.leaf, l.kind, l.position, l.event, l.commitment, l.salt, l.late, {StoredEvent.Columns}
        from center.log_leaf l left join center.mt_events e on e.tenant_id = l.centre and e.seq_id = l.position
        where l.centre = $1
        """;

    /// <summary>The leaf of an event; null when it has none.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="id">Id of the event, as it was sealed.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<SealedLeaf?> OfEventAsync(string centre, Guid id, CancellationToken stopping) =>
        await QueryAsync("and l.event = $2 order by l.leaf limit 1", stopping, centre, id) is [var leaf] ? leaf : null;

    /// <summary>The leaf at an index; null when there is none yet.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="index">The index.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<SealedLeaf?> AtAsync(string centre, long index, CancellationToken stopping) =>
        await PageAsync(centre, index, 1, stopping) is [var leaf] && leaf.Index == index ? leaf : null;

    /// <summary>Leaves by index.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First index.</param>
    /// <param name="limit">Most leaves.</param>
    /// <param name="stopping">Gives up.</param>
    public Task<IReadOnlyList<SealedLeaf>> PageAsync(string centre, long from, int limit, CancellationToken stopping) =>
        QueryAsync("and l.leaf >= $2 order by l.leaf limit $3", stopping, centre, from, limit);

    /// <summary>Whether an event lies in the store that no leaf covers yet.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="id">Id of the event.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<bool> WaitsAsync(string centre, Guid id, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            """
            select 1 from center.mt_events where tenant_id = $1 and id = $2
              and seq_id > coalesce((select position from center.log_state where centre = $1), 0)
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        return await command.ExecuteScalarAsync(stopping) is not null;
    }

    private async Task<IReadOnlyList<SealedLeaf>> QueryAsync(
        string which,
        CancellationToken stopping,
        params object[] parameters
    )
    {
        var leaves = new List<SealedLeaf>();
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using (var command = new NpgsqlCommand($"{_select} {which}", connection))
        {
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            }

            await using var reader = await command.ExecuteReaderAsync(stopping);
            while (await reader.ReadAsync(stopping))
            {
                leaves.Add(Read(reader));
            }
        }

        for (var i = 0; i < leaves.Count; i++)
        {
            if (leaves[i].Leaf.Kind == LeafKind.Gap)
            {
                var gaps = await GapsAsync(connection, (string)parameters[0], leaves[i].Index, stopping);
                leaves[i] = leaves[i] with { Gaps = gaps };
            }
        }

        return leaves;
    }

    private static SealedLeaf Read(NpgsqlDataReader reader)
    {
        var leaf = new LogLeaf(
            Kinds.Read(reader.GetString(1)),
            reader.IsDBNull(2) ? null : reader.GetInt64(2),
            reader.IsDBNull(3) ? null : reader.GetGuid(3),
            reader.GetFieldValue<byte[]>(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
            reader.GetBoolean(6)
        );
        var e = reader.IsDBNull(LeafColumns) ? null : StoredEvent.Read(reader, LeafColumns);
        return new SealedLeaf(reader.GetInt64(0), leaf, e, []);
    }

    private static async Task<IReadOnlyList<PositionGap>> GapsAsync(
        NpgsqlConnection connection,
        string centre,
        long leaf,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select first, last from center.log_gap where centre = $1 and leaf = $2 order by first";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = leaf });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var gaps = new List<PositionGap>();
        while (await reader.ReadAsync(stopping))
        {
            gaps.Add(new PositionGap(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return gaps;
    }
}
