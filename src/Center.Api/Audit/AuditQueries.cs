using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
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

    private static async Task<IResult> Stream(string key, HttpContext context, StreamHistory history, PastReads past)
    {
        var query = new QueryParameters(context.Request, PastReads.AsOf);
        var events = await history.StoredAsync(Caller.Of(context).Centre, key, context.RequestAborted);
        if (events.Count == 0)
        {
            throw new RefusedException("not-found", "There is no such stream.");
        }

        var cut = await CutAsync(context, query, events, past);
        var shown = events.Where(e => cut.Includes(e.Version, e.Position)).ToList();
        var position = cut.Position ?? events[^1].Position;
        PastReads.Tell(context, new LogMoment(position, cut.At));
        var answer = StreamAnswer.Of(key, position, shown);
        return new JsonAnswer(answer, answer.Version);
    }

    private static async Task<StreamCut> CutAsync(
        HttpContext context,
        QueryParameters query,
        IReadOnlyList<StoredEvent> events,
        PastReads past
    )
    {
        if (query.Text(PastReads.AsOf) is ['v', .. var digits])
        {
            if (!WholeNumbers.TryRead(digits, out var version) || version > events[^1].Version)
            {
                throw QueryParameters.Wrong(PastReads.AsOf, $"is a version up to v{events[^1].Version}");
            }

            var last = events.LastOrDefault(e => e.Version <= version);
            return new StreamCut(version, last?.Position ?? events[0].Position - 1, last?.At);
        }

        return await past.MomentAsync(context, query) is { } moment
            ? new StreamCut(Position: moment.Position, At: moment.At)
            : new StreamCut();
    }

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
/// <param name="Position">Position of the log that <c>asOf</c> became; without it, that of the last event.</param>
/// <param name="Items">Its events by version.</param>
/// <param name="State">
/// What they come to, by the fold that decisions are made with; absent before the first event, and when this version of the
/// service cannot read one of them.
/// </param>
internal sealed record StreamAnswer(
    string Stream,
    long Version,
    long Position,
    IReadOnlyList<HistoryItem> Items,
    JsonElement? State
)
{
    public static StreamAnswer Of(string key, long position, IReadOnlyList<StoredEvent> events) =>
        new(
            key,
            events.Count == 0 ? 0 : events[^1].Version,
            position,
            [.. events.Select(HistoryItem.Of)],
            events.Count > 0 && StreamFold.JsonOf(key, events) is { } state
                ? JsonSerializer.Deserialize<JsonElement>(state)
                : null
        );
}
