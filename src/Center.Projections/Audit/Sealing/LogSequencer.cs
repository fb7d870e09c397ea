using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>What came of one turn of the sequencer.</summary>
public enum SealingOutcome
{
    /// <summary>Every final position is covered by a leaf, and the tree is signed.</summary>
    Published,

    /// <summary>Another node is at it.</summary>
    Elsewhere,

    /// <summary>Appends were under way for longer than the sequencer may hold up others; come again.</summary>
    Busy,

    /// <summary>Nothing may be added or signed; see the reason.</summary>
    Halted,
}

/// <summary>What came of one turn of the sequencer.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Halt">Why nothing may be added, when it is halted.</param>
/// <param name="Leaves">Leaves that were added.</param>
public sealed record SealingTurn(SealingOutcome Outcome, LogHalt? Halt = null, long Leaves = 0);

/// <summary>
/// Seals and signs the public log: one node at a time, by an advisory lock that lives as long as the one connection that
/// everything is written by. Events are read as raw rows. A leaf is never changed, and nothing is signed that does not
/// continue what the side of the key signed before.
/// </summary>
/// <param name="source">Connections to the database.</param>
/// <param name="key">The key's side.</param>
public sealed class LogSequencer(NpgsqlDataSource source, ILogKeySide key)
{
    private const string EventsOfPage = $"""
        select {StoredEvent.Columns} from center.mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3 order by seq_id limit 1000
        """;

    private const string LateEvents = $"""
        select {StoredEvent.Columns} from center.mt_events e join center.log_gap g
          on g.centre = e.tenant_id and e.seq_id between g.first and g.last
        where e.tenant_id = $1
          and not exists (select 1 from center.log_leaf l where l.centre = e.tenant_id and l.position = e.seq_id)
        order by seq_id limit 1000
        """;

    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _lookedIntoGaps = new(StringComparer.Ordinal);

    /// <summary>Seals what is final, and signs the tree.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up between two transactions.</param>
    public async Task<SealingTurn> RunAsync(string centre, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        if (!await LockAsync(connection, "pg_try_advisory_lock", centre, stopping))
        {
            return new SealingTurn(SealingOutcome.Elsewhere);
        }

        try
        {
            return await RunAloneAsync(connection, centre, stopping);
        }
        finally
        {
            await LockAsync(connection, "pg_advisory_unlock", centre, CancellationToken.None);
        }
    }

    private async Task<SealingTurn> RunAloneAsync(
        NpgsqlConnection connection,
        string centre,
        CancellationToken stopping
    )
    {
        var guard = new LogGuard(key, connection, centre);
        if (await guard.ExamineAsync(stopping) is { } halt)
        {
            return new SealingTurn(SealingOutcome.Halted, halt);
        }

        if (await LogEnd.TryFinalPositionAsync(connection, centre, _patience, stopping) is not { } final)
        {
            return new SealingTurn(SealingOutcome.Busy);
        }

        var leaves = 0L;
        while (await SealPageAsync(connection, centre, final, stopping) is > 0 and var added)
        {
            leaves += added;
        }

        leaves += await SealLateAsync(connection, centre, stopping);
        var refused = await new LogSigning(key, connection, centre).SignAsync(stopping);
        return new SealingTurn(refused is null ? SealingOutcome.Published : SealingOutcome.Halted, refused, leaves);
    }

    private static async Task<long> SealPageAsync(
        NpgsqlConnection connection,
        string centre,
        long final,
        CancellationToken stopping
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var state = (await LogState.ReadAsync(connection, centre, hold: true, stopping))!;
        var events = await ReadAsync(connection, EventsOfPage, stopping, centre, state.Position, final);
        if (events.Count == 0)
        {
            return 0;
        }

        var page = new LogPage(centre, state);
        page.Add(events);
        await page.WriteAsync(connection, events[^1].Position, stopping);
        await transaction.CommitAsync(stopping);
        return events.Count;
    }

    // Only where a gap was sealed can an event still appear, so only there is looked for one, now and then.
    private async Task<long> SealLateAsync(NpgsqlConnection connection, string centre, CancellationToken stopping)
    {
        if (_lookedIntoGaps.TryGetValue(centre, out var looked) && Stopwatch.GetElapsedTime(looked) < _betweenLooks)
        {
            return 0;
        }

        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var state = (await LogState.ReadAsync(connection, centre, hold: true, stopping))!;
        var events = await ReadAsync(connection, LateEvents, stopping, centre);
        if (events.Count > 0)
        {
            var page = new LogPage(centre, state);
            page.AddLate(events);
            await page.WriteAsync(connection, state.Position, stopping);
        }

        await transaction.CommitAsync(stopping);
        _lookedIntoGaps[centre] = Stopwatch.GetTimestamp();
        return events.Count;
    }

    private static async Task<List<StoredEvent>> ReadAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken stopping,
        params object[] parameters
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(stopping);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(stopping))
        {
            events.Add(StoredEvent.Read(reader));
        }

        return events;
    }

    private static async Task<bool> LockAsync(
        NpgsqlConnection connection,
        string function,
        string centre,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {function}({AdvisoryLocks.Sequencer}, hashtext($1))";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }
}
