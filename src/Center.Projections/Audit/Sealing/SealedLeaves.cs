using System;
using System.Collections.Generic;
using System.Linq;
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
    public byte[]? Salt => Leaf.Salt ?? Event?.Salt;

    /// <summary>The canonical text as the rows have it now; null when the event is gone.</summary>
    /// <param name="centre">The centre (tenant).</param>
    public byte[]? Canonical(string centre) =>
        Leaf.Kind == LeafKind.Gap ? LogLeaf.CanonicalOf(centre, Gaps)
        : Event is null ? null
        : LogLeaf.CanonicalOf(centre, Event).Canonical;

    /// <summary>Whether salt and text are those that were sealed, and the event does not say that it committed to others.</summary>
    /// <param name="centre">The centre (tenant).</param>
    public bool Holds(string centre) =>
        Salt is { } salt
        && (Event?.Commitment is not { } committed || Leaf.Commitment.Span.SequenceEqual(committed))
        && Canonical(centre) is { } canonical
        && Leaf.Commitment.Span.SequenceEqual(EventLeaf.Commitment(salt, canonical));
}

/// <summary>Reads leaves together with what they stand for.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class SealedLeaves(NpgsqlDataSource source)
{
    // By its index where the leaf has a row of its own; otherwise in every row of the centre, whose ids have none.
    private const string IndexOfOddEvent = """
        select leaf from center.log_leaf where centre = $1 and event = $2 order by leaf limit 1
        """;

    private const string IndexOfOrdinaryEvent = """
        select leaf + array_position(events, $2) - 1 from center.log_stretch
        where centre = $1 and $2 = any(events) order by leaf limit 1
        """;

    private static readonly string _events = $"""
        select {StoredEvent.Columns} from center.mt_events where tenant_id = $1 and seq_id = any($2)
        """;

    /// <summary>The leaf of an event; null when it has none.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="id">Id of the event, as it was sealed.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<SealedLeaf?> OfEventAsync(string centre, Guid id, CancellationToken stopping)
    {
        var index = await IndexAsync(IndexOfOddEvent, centre, id, stopping);
        index ??= await IndexAsync(IndexOfOrdinaryEvent, centre, id, stopping);
        return index is null ? null : await AtAsync(centre, index.Value, stopping);
    }

    /// <summary>The leaf at an index; null when there is none yet.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="index">The index.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<SealedLeaf?> AtAsync(string centre, long index, CancellationToken stopping) =>
        await PageAsync(centre, index, 1, stopping) is [var leaf, ..] ? leaf : null;

    /// <summary>Leaves by index.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First index.</param>
    /// <param name="count">Number of leaves.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Those of them that are there.</returns>
    public async Task<IReadOnlyList<SealedLeaf>> PageAsync(
        string centre,
        long from,
        int count,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        var page = await LogEntries.LeavesAsync(connection, centre, from, from + count, stopping).ToListAsync(stopping);
        var positions = page.Select(row => row.Leaf.Position).OfType<long>().ToArray();
        var events = await EventsAsync(connection, centre, positions, stopping);
        var leaves = new List<SealedLeaf>(page.Count);
        foreach (var (index, leaf) in page)
        {
            var e = leaf.Position is { } position ? events.GetValueOrDefault(position) : null;
            var gaps = leaf.Kind == LeafKind.Gap ? await GapsAsync(connection, centre, index, stopping) : [];
            leaves.Add(new SealedLeaf(index, leaf, e, gaps));
        }

        return leaves;
    }

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

    private async Task<long?> IndexAsync(string sql, string centre, Guid id, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        return await command.ExecuteScalarAsync(stopping) as long?;
    }

    private static async Task<Dictionary<long, StoredEvent>> EventsAsync(
        NpgsqlConnection connection,
        string centre,
        long[] positions,
        CancellationToken stopping
    )
    {
        await using var command = new NpgsqlCommand(_events, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = positions });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var events = new Dictionary<long, StoredEvent>(positions.Length);
        while (await reader.ReadAsync(stopping))
        {
            var e = StoredEvent.Read(reader);
            events[e.Position] = e;
        }

        return events;
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
