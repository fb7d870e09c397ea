using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Center.Api.Statistics;

/// <summary>
/// The log as Server-Sent Events. The id of each event is its log position, so a client that comes back with
/// <c>Last-Event-ID</c> misses nothing. A stream ends after a while, so that rights are looked at again.
/// </summary>
internal static class LiveStream
{
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _comeBack = TimeSpan.FromSeconds(2);

    /// <summary>Everything: <c>position</c>, <c>booking</c>, <c>figures</c>, <c>reset</c>.</summary>
    public static IResult Api(HttpContext context, LiveFeed feed, LiveLog log, IHostApplicationLifetime life)
    {
        var query = new QueryParameters(context.Request, "after");
        var after = query.Position("after") ?? LastSeen(context);
        return Stream(context, life, stopping => AllAsync(feed, log, Caller.Of(context).Centre, after, stopping));
    }

    /// <summary>For the board: only that something changed, at most once in a short while.</summary>
    public static IResult Board(HttpContext context, string centre, LiveFeed feed, IHostApplicationLifetime life) =>
        Stream(context, life, stopping => BoardAsync(feed, centre, stopping));

    private static IResult Stream(
        HttpContext context,
        IHostApplicationLifetime life,
        Func<CancellationToken, IAsyncEnumerable<SseItem<string>>> items
    )
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        limit.CancelAfter(_longest);
        context.Response.RegisterForDispose(limit);
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(items(limit.Token));
    }

    private static async IAsyncEnumerable<SseItem<string>> AllAsync(
        LiveFeed feed,
        LiveLog log,
        string centre,
        long? after,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        using var subscription = await feed.SubscribeAsync(centre, stopping);
        var missed =
            after is { } seen && seen < subscription.Position
                ? await log.ReadAsync(centre, seen, subscription.Position, stopping)
                : [LiveMessage.Of(subscription.Position, "position")];
        foreach (var message in missed)
        {
            yield return ItemOf(message);
        }

        while (await subscription.NextAsync(_heartbeat, stopping) is var message && message != LiveMessage.End)
        {
            yield return message is null ? Heartbeat() : ItemOf(message);
        }
    }

    private static async IAsyncEnumerable<SseItem<string>> BoardAsync(
        LiveFeed feed,
        string centre,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        using var subscription = await feed.SubscribeAsync(centre, stopping);
        yield return ItemOf(LiveMessage.Of(subscription.Position, "board"));
        while (await subscription.NextAsync(_heartbeat, stopping) is var message && message != LiveMessage.End)
        {
            if (message is null)
            {
                yield return Heartbeat();
                continue;
            }

            await Task.Delay(_breath, CancellationToken.None);
            yield return ItemOf(LiveMessage.Of(subscription.Newest(message).Position, "board"));
        }
    }

    private static SseItem<string> ItemOf(LiveMessage message) =>
        new(message.Data, message.Type)
        {
            EventId = message.Position.ToString(CultureInfo.InvariantCulture),
            ReconnectionInterval = _comeBack,
        };

    private static SseItem<string> Heartbeat() => new("{}", "heartbeat");

    private static long? LastSeen(HttpContext context) =>
        long.TryParse(
            context.Request.Headers["Last-Event-ID"].ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var position
        )
            ? position
            : null;
}
