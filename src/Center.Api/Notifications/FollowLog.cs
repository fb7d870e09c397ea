using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Center.Api.Notifications;

/// <summary>
/// Wakes those who wait on this node for the log to grow: one look per centre for all of them, and none when nobody waits.
/// </summary>
/// <param name="ends">How far the logs are final.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class FollowLog(FinalPositions ends, ILogger<FollowLog> logger) : BackgroundService
{
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<Waiter> _waiters = [];

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count;
            }
        }
    }

    /// <summary>Waits until the log is final beyond a position.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="position">What is known.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="gone">Nobody waits any longer.</param>
    /// <returns>False when it was waited for in vain.</returns>
    public async Task<bool> WaitAsync(string centre, long position, TimeSpan patience, CancellationToken gone)
    {
        var waiter = new Waiter(centre, position);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(gone);
        limit.CancelAfter(patience);
        lock (_gate)
        {
            _waiters.Add(waiter);
        }

        await using var end = limit.Token.Register(() => waiter.Woken.TrySetResult(false));
        try
        {
            return await waiter.Woken.Task;
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WakeAsync(stoppingToken);
            }
            catch (Exception lost) when (DatabaseFailure.In(lost) is not null)
            {
                LogLost(lost);
                await Task.Delay(_pause, stoppingToken);
            }
        }
    }

    private async Task WakeAsync(CancellationToken stopping)
    {
        foreach (var centre in WaitersNow().Select(waiter => waiter.Centre).Distinct())
        {
            var final = await ends.NowAsync(centre, stopping);
            foreach (var waiter in WaitersNow().Where(one => one.Centre == centre && one.Position < final))
            {
                waiter.Woken.TrySetResult(true);
            }
        }
    }

    private List<Waiter> WaitersNow()
    {
        lock (_gate)
        {
            return [.. _waiters];
        }
    }

    [LoggerMessage(LogLevel.Warning, "Those who wait for changes cannot be woken: the log cannot be read")]
    private partial void LogLost(Exception lost);

    private sealed class Waiter(string centre, long position)
    {
        public string Centre { get; } = centre;

        public long Position { get; } = position;

        public TaskCompletionSource<bool> Woken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
