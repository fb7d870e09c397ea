using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Reads the log as it is stored, and what replays found.</summary>
internal static class AuditQueries
{
    private const int MostEvents = 10_000;
    private const int EventsOtherwise = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/audit/events", Events)
            .Requires(Permission.ReadEvents)
            .AnswersAs("application/x-ndjson", "application/json", CloudEvents.MediaType);
        api.MapGet("/audit/streams/{**key}", Stream).Requires(Permission.ReadEvents);
        api.MapGet("/audit/replays", Replays).Requires(Permission.Replay);
        api.MapGet("/audit/replays/{id:guid}", Run).Requires(Permission.Replay);
    }

    // Only what is final: whoever goes on after the last position that was sent must never have passed one by that was
    // drawn earlier and committed later.
    private static async Task<IResult> Events(
        HttpContext context,
        EventLog log,
        FinalPositions ends,
        LogSettings settings
    )
    {
        var query = new QueryParameters(context.Request, "after", "limit", "stream", "type", "actor", "from", "to");
        var filter = new EventFilter
        {
            After = query.Position("after") ?? 0,
            Stream = query.Text("stream"),
            Type = query.Text("type"),
            Actor = query.Text("actor"),
            From = query.Instant("from"),
            Until = query.Instant("to"),
        };
        var limit = query.Integer("limit", 1, MostEvents) ?? EventsOtherwise;
        var centre = Caller.Of(context).Centre;
        var final = await ends.NowAsync(centre, context.RequestAborted);
        PastReads.Tell(context, new LogMoment(final, null));
        var events = log.ReadAsync(centre, filter with { To = final }, limit, context.RequestAborted);
        return CloudEvents.AreAskedFor(context.Request)
            ? new CloudEvents(events, $"//{settings.Origin}/{centre}")
            : new EventLines(events);
    }

    private static async Task<IResult> Stream(string key, HttpContext context, StreamHistory history)
    {
        var query = new QueryParameters(context.Request, "asOf");
        var asOf = Cut(query);
        var events = await history.ReadAsync(Caller.Of(context).Centre, key, context.RequestAborted);
        if (events.Count == 0)
        {
            throw new RefusedException("not-found", "There is no such stream.");
        }

        var items = events.Where(item => asOf.Includes(item.Version, item.Position, item.At)).ToList();
        var last = items.Count == 0 ? null : items[^1];
        return new JsonAnswer(
            new StreamAnswer(key, last?.Version ?? 0, last?.Position ?? 0, items),
            last?.Version ?? 0
        );
    }

    private static StreamCut Cut(QueryParameters query) =>
        query.Text("asOf") is not { } text ? StreamCut.None
        : StreamCut.TryRead(text.Replace(' ', '+'), out var cut) ? cut
        : throw QueryParameters.Wrong("asOf", "is a version such as v3, a position, or RFC 3339 with an offset");

    private static async Task<IResult> Replays(HttpContext context, ReplayRuns runs)
    {
        var paging = Paging.Of(new QueryParameters(context.Request, "limit", "cursor"));
        Guid? before = null;
        if (paging.After is { } after)
        {
            before = Guid.TryParseExact(after, "D", out var id)
                ? id
                : throw new RefusedException("invalid-value", "The cursor is none that was given out.", "cursor");
        }

        var found = await runs.ListAsync(Caller.Of(context).Centre, before, paging.Limit + 1, context.RequestAborted);
        return new JsonAnswer(paging.Cut(found.ConvertAll(ReplayAnswer.Of), run => run.Id.ToString()));
    }

    private static async Task<IResult> Run(Guid id, HttpContext context, ReplayRuns runs) =>
        await runs.FindAsync(Caller.Of(context).Centre, id, context.RequestAborted) is { } run
            ? new JsonAnswer(ReplayAnswer.Of(run))
            : throw new RefusedException("not-found", "There is no such replay.");
}

/// <summary>A stream up to a point.</summary>
/// <param name="Stream">Its key.</param>
/// <param name="Version">Version that it had there; 0 before its first event.</param>
/// <param name="Position">Position of the last of these events; 0 when there are none.</param>
/// <param name="Items">Its events by version.</param>
internal sealed record StreamAnswer(string Stream, long Version, long Position, IReadOnlyList<HistoryItem> Items);
