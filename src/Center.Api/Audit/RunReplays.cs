using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Center.Api.Audit;

/// <summary>Runs the replays that were asked for, one at a time on each node.</summary>
/// <param name="runs">The queue.</param>
/// <param name="replay">Runs one.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class RunReplays(ReplayRuns runs, Replay replay, ILogger<RunReplays> log) : BackgroundService
{
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>Says that a replay was asked for here; those asked for elsewhere are found within seconds.</summary>
    public void Wake() => _asked.Release();

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await runs.BuryAsync(stoppingToken);
                while (await runs.TakeAsync(stoppingToken) is { } run)
                {
                    await RunAsync(run, stoppingToken);
                }

                await _asked.WaitAsync(_idle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost) when (DatabaseFailure.In(lost) is not null)
            {
                LogLost(lost);
                await Task.Delay(_idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(ReplayRun run, CancellationToken stopping)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ReplayProgress? progress = null;
        var beating = BeatAsync(run.Id, () => progress, giveUp, over.Token);
        try
        {
            var request = new ReplayRequest(run.Id, run.Centre, run.View, run.AsOf);
            var report = await Task.Run(
                () => replay.RunAsync(request, advanced => progress = advanced, giveUp.Token),
                giveUp.Token
            );
            await FinishAsync(run.Id, ReplayState.Done, report, null);
        }
        catch (OperationCanceledException)
        {
            var (state, reason) = stopping.IsCancellationRequested
                ? (ReplayState.Failed, "The node that ran it was stopped; ask again.")
                : (ReplayState.Cancelled, null);
            await FinishAsync(run.Id, state, null, reason);
        }
        catch (Exception wrong) when (!DatabaseFailure.IsPassing(wrong))
        {
            LogFailed(wrong, run.Id);
            await FinishAsync(run.Id, ReplayState.Failed, null, wrong.Message);
        }
        finally
        {
            await over.CancelAsync();
            await beating;
        }
    }

    private async Task BeatAsync(
        Guid id,
        Func<ReplayProgress?> progress,
        CancellationTokenSource giveUp,
        CancellationToken over
    )
    {
        using var timer = new PeriodicTimer(_beat);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (!await runs.BeatAsync(id, progress(), over))
                {
                    await giveUp.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (Exception lost) when (DatabaseFailure.In(lost) is not null)
        {
            LogLost(lost);
        }
    }

    private Task FinishAsync(Guid id, ReplayState state, ReplayReport? report, string? reason) =>
        runs.FinishAsync(id, state, report, reason, CancellationToken.None);

    [LoggerMessage(LogLevel.Warning, "The queue of replays cannot be read now")]
    private partial void LogLost(Exception lost);

    [LoggerMessage(LogLevel.Error, "The replay {Run} failed")]
    private partial void LogFailed(Exception wrong, Guid run);
}
