using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.Access;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>
/// Seals and signs the public logs, centre after centre. Every node tries; the sequencer lets one do it at a time.
/// </summary>
/// <param name="sequencer">Does one turn for one centre.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="credentials">Which centres there are.</param>
/// <param name="settings">How often.</param>
/// <param name="watch">Told what came of it.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class SealLog(
    LogSequencer sequencer,
    NpgsqlDataSource source,
    Credentials credentials,
    LogSettings settings,
    LogWatch watch,
    ILogger<SealLog> log
) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    // Now and then every log is looked at, even one that seems complete: an event may have appeared in a gap.
    private static readonly TimeSpan _betweenRounds = TimeSpan.FromMinutes(1);

    private long? _lastRound;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Pace);
        try
        {
            do
            {
                await TurnAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was begun is finished by the next turn, here or elsewhere.
        }
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var centre in await CentresAsync(stopping))
            {
                await TurnAsync(centre, stopping);
            }
        }
        catch (Exception lost) when (DatabaseFailure.In(lost) is not null)
        {
            LogLost(lost);
            await Task.Delay(_pause, stopping);
        }
    }

    private async Task TurnAsync(string centre, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var turn = await sequencer.RunAsync(centre, stopping);
            if (watch.Note(centre, turn, Stopwatch.GetElapsedTime(started)) && turn.Halt is { } halt)
            {
                LogHalted(centre, halt);
            }

            watch.Note(await LogLevels.ReadAsync(source, centre, stopping));
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException && !DatabaseFailure.IsOutOfReach(wrong))
        {
            // One centre's trouble (a full disk beside the key, a row that the database refuses) must not keep the others from
            // being sealed.
            LogFailed(wrong, centre);
        }
    }

    private async Task<IReadOnlyList<string>> CentresAsync(CancellationToken stopping)
    {
        if (_lastRound is { } last && Stopwatch.GetElapsedTime(last) < _betweenRounds)
        {
            return await LogLevels.BehindAsync(source, stopping);
        }

        var all = await credentials.CentresAsync(stopping);
        _lastRound = Stopwatch.GetTimestamp();
        return all;
    }

    [LoggerMessage(LogLevel.Warning, "The public log cannot be sealed now")]
    private partial void LogLost(Exception lost);

    [LoggerMessage(LogLevel.Error, "The public log of {Centre} was not sealed")]
    private partial void LogFailed(Exception wrong, string centre);

    [LoggerMessage(
        LogLevel.Error,
        "The public log of {Centre} is halted on this node ({Halt}); see the guide of the public log before opening an epoch"
    )]
    private partial void LogHalted(string centre, LogHalt halt);
}
