using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Microsoft.Extensions.Logging;

namespace Center.Api.Notifications;

/// <summary>
/// Wakes those who wait on this node for the log to grow: one look per centre for all of them, and none when nobody waits.
/// </summary>
/// <param name="ends">How far the logs are final.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class FollowLog(FinalPositions ends, ILogger<FollowLog> logger)
    : PacedService(TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(2))
{
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
    /// <returns>The final position, beyond the known one; null when it was waited for in vain.</returns>
    public async Task<long?> WaitAsync(string centre, long position, TimeSpan patience, CancellationToken gone)
    {
        var waiter = new Waiter(centre, position);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(gone);
        limit.CancelAfter(patience);
        lock (_gate)
        {
            _waiters.Add(waiter);
        }

        await using var end = limit.Token.Register(() => waiter.Woken.TrySetResult(null));
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

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var centre in WaitersNow().Select(waiter => waiter.Centre).Distinct())
        {
            var final = await ends.NowAsync(centre, stopping);
            foreach (var waiter in WaitersNow().Where(one => one.Centre == centre && one.Position < final))
            {
                waiter.Woken.TrySetResult(final);
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
    protected override partial void LogLost(Exception lost);

    private sealed class Waiter(string centre, long position)
    {
        public string Centre { get; } = centre;

        public long Position { get; } = position;

        public TaskCompletionSource<long?> Woken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
