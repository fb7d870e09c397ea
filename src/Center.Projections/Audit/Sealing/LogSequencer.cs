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
    // Gap by gap, however few of them the database expects: it would rather read the whole log.
    private const string LateEvents = $"""
        select late.* from center.log_gap g cross join lateral (
          select {StoredEvent.Columns} from center.mt_events e
          where e.tenant_id = $1 and e.seq_id between g.first and g.last
            and not exists (select 1 from center.log_leaf l where l.centre = $1 and l.position = e.seq_id)
          order by seq_id limit 1000
        ) late
        where g.centre = $1 order by late.seq_id limit 1000
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

        using var added = new AddedLeaves();
        var leaves = await SealFinalAsync(connection, centre, final, added, stopping);
        leaves += await SealLateAsync(connection, centre, added, stopping);
        var refused = await new LogSigning(key, connection, centre, added).SignAsync(stopping);
        return new SealingTurn(refused is null ? SealingOutcome.Published : SealingOutcome.Halted, refused, leaves);
    }

    // A page is written only where the log is what it was made of; otherwise all that was made is made anew.
    private async Task<long> SealFinalAsync(
        NpgsqlConnection connection,
        string centre,
        long final,
        AddedLeaves added,
        CancellationToken stopping
    )
    {
        var leaves = 0L;
        while (true)
        {
            var state = (await LogState.ReadAsync(connection, centre, hold: false, stopping))!;
            var isOvertaken = false;
            if (state.Position < final)
            {
                await using var ahead = new LogAhead(source, centre, state, final, stopping);
                while (!isOvertaken && await ahead.NextAsync(stopping) is { } page)
                {
                    isOvertaken = !await page.TryWriteAsync(connection, added, stopping);
                    leaves += isOvertaken ? 0 : page.Events;
                }
            }

            if (!isOvertaken)
            {
                return leaves;
            }
        }
    }

    // Only where a gap was sealed can an event still appear, so only there is looked for one, now and then.
    private async Task<long> SealLateAsync(
        NpgsqlConnection connection,
        string centre,
        AddedLeaves added,
        CancellationToken stopping
    )
    {
        if (_lookedIntoGaps.TryGetValue(centre, out var looked) && Stopwatch.GetElapsedTime(looked) < _betweenLooks)
        {
            return 0;
        }

        var state = (await LogState.ReadAsync(connection, centre, hold: false, stopping))!;
        var events = await LateAsync(connection, centre, stopping);
        if (events.Count > 0)
        {
            var page = new LogPage(centre, state, events.Count);
            page.AddLate(events);
            if (!await page.TryWriteAsync(connection, added, stopping))
            {
                return 0;
            }
        }

        _lookedIntoGaps[centre] = Stopwatch.GetTimestamp();
        return events.Count;
    }

    private static async Task<List<StoredEvent>> LateAsync(
        NpgsqlConnection connection,
        string centre,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = LateEvents;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
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
