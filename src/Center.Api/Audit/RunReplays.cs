using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Center.Api.Audit;

/// <summary>
/// Runs the replays that were asked for, one at a time on each node; goes on with those that other nodes did not end.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="replay">Runs one.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class RunReplays(ReplayQueue queue, Replay replay, ILogger<RunReplays> log) : BackgroundService
{
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _betweenSweeps = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _asked = new(0);

    private long? _swept;

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
                await queue.BuryAsync(stoppingToken);
                while (await queue.TakeAsync(stoppingToken) is { } run)
                {
                    await RunAsync(run, stoppingToken);
                }

                await SweepAsync(stoppingToken);
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
        var beating = BeatAsync(run, () => progress, giveUp, over.Token);
        try
        {
            var request = new ReplayRequest(run.Id, run.Centre, run.View, run.AsOf, IsResumable: true);
            var report = await Task.Run(
                () => replay.RunAsync(request, advanced => progress = advanced, giveUp.Token),
                giveUp.Token
            );
            await queue.FinishAsync(run, progress, ReplayState.Done, report, null, CancellationToken.None);
        }
        catch (ReplayHeldException)
        {
            await queue.ReturnAsync(run, CancellationToken.None);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await queue.LeaveAsync(run, progress, CancellationToken.None);
        }
        catch (Exception) when (giveUp.IsCancellationRequested)
        {
            await queue.FinishAsync(run, progress, ReplayState.Cancelled, null, null, CancellationToken.None);
        }
        catch (Exception wrong) when (!DatabaseFailure.IsPassing(wrong))
        {
            LogFailed(wrong, run.Id);
            await queue.FinishAsync(run, progress, ReplayState.Failed, null, wrong.Message, CancellationToken.None);
        }
        finally
        {
            await over.CancelAsync();
            await beating;
        }
    }

    private async Task BeatAsync(
        ReplayRun run,
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
                if (!await IsToGoOnAsync(run, progress(), over))
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
    }

    // A run whose beat is lost for a while is not over: when another node has taken it by then, the next beat says so.
    private async Task<bool> IsToGoOnAsync(ReplayRun run, ReplayProgress? progress, CancellationToken over)
    {
        try
        {
            return await queue.BeatAsync(run, progress, over);
        }
        catch (Exception lost) when (DatabaseFailure.In(lost) is not null)
        {
            LogLost(lost);
            await Task.Delay(_idle, over);
            return true;
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        if (_swept is not { } swept || Stopwatch.GetElapsedTime(swept) > _betweenSweeps)
        {
            await replay.DropLeftoversAsync(stopping);
            _swept = Stopwatch.GetTimestamp();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue of replays cannot be read now")]
    private partial void LogLost(Exception lost);

    [LoggerMessage(LogLevel.Error, "The replay {Run} failed")]
    private partial void LogFailed(Exception wrong, Guid run);
}
