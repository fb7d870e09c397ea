using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.Extensions.Hosting;

namespace Center.Api.Plumbing;

/// <summary>
/// Does something at a steady pace as long as the service runs. A failure that passes, of the database unless said
/// otherwise, is told, and the next turn comes after a pause; any other ends the service.
/// </summary>
/// <param name="pace">Time between two turns, and before the first.</param>
/// <param name="pause">Time to wait after a failure.</param>
internal abstract class PacedService(TimeSpan pace, TimeSpan pause) : BackgroundService
{
    /// <summary>Does it once.</summary>
    protected abstract Task TurnAsync(CancellationToken stopping);

    /// <summary>Whether the next turn may succeed where this one failed.</summary>
    protected virtual bool IsPassing(Exception failure) => DatabaseFailure.In(failure) is not null;

    /// <summary>Tells that a turn failed.</summary>
    protected abstract void LogLost(Exception lost);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception lost) when (IsPassing(lost))
            {
                LogLost(lost);
                await Task.Delay(pause, stoppingToken);
            }
        }
    }
}
