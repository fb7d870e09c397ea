using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Microsoft.Extensions.Logging;

namespace Center.Api.Statistics;

/// <summary>
/// Follows the log for everybody who watches on this node: one look at the views' progress per centre, however many
/// watch, and none when nobody does. Every node follows by itself, since a view runs on one node only.
/// </summary>
/// <param name="log">What the log says.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class LiveFeed(LiveLog log, ILogger<LiveFeed> logger)
    : PacedService(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2))
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watched> _centres = new(StringComparer.Ordinal);

    /// <summary>Begins to watch a centre.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<LiveSubscription> SubscribeAsync(string centre, CancellationToken stopping)
    {
        var position = await log.PositionAsync(centre, stopping);
        lock (_gate)
        {
            if (!_centres.TryGetValue(centre, out var watched))
            {
                _centres[centre] = watched = new Watched(position);
            }

            var subscription = new LiveSubscription(watched.Position, gone => Remove(centre, gone));
            watched.Subscriptions.Add(subscription);
            return subscription;
        }
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var (centre, from) in Centres())
        {
            var position = await log.PositionAsync(centre, stopping);
            if (position > from)
            {
                Publish(centre, position, await log.ReadAsync(centre, from, position, stopping));
            }
        }
    }

    private List<(string Centre, long Position)> Centres()
    {
        lock (_gate)
        {
            return [.. _centres.Select(pair => (pair.Key, pair.Value.Position))];
        }
    }

    private void Publish(string centre, long position, IReadOnlyList<LiveMessage> messages)
    {
        lock (_gate)
        {
            if (!_centres.TryGetValue(centre, out var watched))
            {
                return;
            }

            watched.Position = position;
            foreach (var subscription in watched.Subscriptions)
            {
                subscription.Offer(messages);
            }
        }
    }

    private void Remove(string centre, LiveSubscription subscription)
    {
        lock (_gate)
        {
            if (
                _centres.TryGetValue(centre, out var watched)
                && watched.Subscriptions.Remove(subscription)
                && watched.Subscriptions.Count == 0
            )
            {
                _centres.Remove(centre);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The live stream cannot read the log")]
    protected override partial void LogLost(Exception lost);

    private sealed class Watched(long position)
    {
        public long Position { get; set; } = position;

        public List<LiveSubscription> Subscriptions { get; } = [];
    }
}

/// <summary>One who watches. Who falls too far behind is cut off and comes back with the position it had.</summary>
/// <param name="position">Everything after this position is delivered.</param>
/// <param name="remove">Ends the subscription.</param>
internal sealed class LiveSubscription(long position, Action<LiveSubscription> remove) : IDisposable
{
    private const int MostWaiting = 2000;

    private readonly Channel<LiveMessage> _waiting = Channel.CreateBounded<LiveMessage>(MostWaiting);

    public long Position { get; } = position;

    public void Offer(IEnumerable<LiveMessage> messages)
    {
        if (!messages.All(_waiting.Writer.TryWrite))
        {
            _waiting.Writer.TryComplete();
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>The message; null after waiting in vain; <see cref="LiveMessage.End"/> when there will be none.</returns>
    public async Task<LiveMessage?> NextAsync(TimeSpan patience, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(patience);
        try
        {
            return await _waiting.Reader.WaitToReadAsync(limit.Token) && _waiting.Reader.TryRead(out var message)
                ? message
                : LiveMessage.End;
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested ? LiveMessage.End : null;
        }
    }

    /// <summary>Takes what waits already and gives the newest.</summary>
    /// <param name="message">What was read before.</param>
    public LiveMessage Newest(LiveMessage message)
    {
        while (_waiting.Reader.TryRead(out var newer))
        {
            message = newer;
        }

        return message;
    }

    public void Dispose() => remove(this);
}
