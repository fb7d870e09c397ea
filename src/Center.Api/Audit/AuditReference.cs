using System;
using System.Collections.Generic;
using System.Text.Json;
using Center.Api.Plumbing.Reference;
using Center.Domain.Audit;

namespace Center.Api.Audit;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class AuditReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote
            .Get("/audit/events", "Stored events, by position")
            .Answers<EventLine>(media: "application/x-ndjson")
            .Asks("after", "limit", "stream", "type", "actor", "from", "to")
            .Says(
                "One event a line, sent while they are read, up to the final position and no further (`Center-Position`): "
                    + "whoever goes on `after` the last one misses nothing. `malformed` marks a row that was written past the "
                    + "service, and only then `headers` shows its metadata as they are. With `Accept: application/cloudevents-batch+json` the same "
                    + "events as CloudEvents 1.0, with `sequence` (the position), `recordedtime` and `correlationid`."
            ),
        RouteNote
            .Get("/audit/streams/{**key}", "A stream up to a point")
            .Answers<StreamAnswer>()
            .Asks("asOf")
            .Says(
                "Its events, and the `state` that they come to. `asOf` is a log position, an instant, or a version such as `v3`; "
                    + "`position` and `Center-Position` say which position it became. 400 beyond the final position or the last "
                    + "version, in the future, and before the first event of the log."
            ),
        RouteNote
            .Get("/audit/views", "Views and how far they have followed the log")
            .Answers<ViewsAnswer>()
            .Says("`kept`: `following` the log, `with-events` in their transaction, or a plain `table` kept so."),
        RouteNote
            .Get("/audit/views/{view}", "Rows of a view as they stood at a moment")
            .Answers<ViewRows>()
            .Asks("asOf", "after", "limit")
            .Says(
                "Folded from the events up to `asOf`, a log position or an instant; the final position when left out. `after` is "
                    + "the `next` of the page before; ask further pages with its `position`. Items are RFC 8785 as they stand. "
                    + "`limit` is at most 1000, 200 when left out. The SHA-256 of all of them, each with a line "
                    + "feed, is the digest of a replay as of the position. "
                    + "400 beyond the final position and before the first event, 503 while others do the same."
            ),
        RouteNote
            .Post("/audit/samples", "Draw a sample of the log")
            .Answers<SampleAnswer>(201)
            .Says(
                "By the seed alone: drawn are the events with the smallest SHA-256 of seed, line feed and event id, so that "
                    + "anybody who has the events draws the same again. `size` is 1 to 500. The draw is an event."
            ),
        RouteNote.Get("/audit/samples/{id:guid}", "A sample that was drawn").Answers<SampleAnswer>(),
        RouteNote
            .Post("/audit/findings", "Report what was found")
            .Answers<FindingAnswer>(201)
            .Says(
                $"About a sample, a position or a stream. `code` is one of {string.Join(", ", FindingCodes.All)}. The text lies in "
                    + "the vault."
            ),
        RouteNote
            .Get("/audit/findings", "What was found, the oldest first")
            .AnswersPage<FindingAnswer>()
            .Says("Texts only for those who write findings."),
        RouteNote
            .Get("/audit/rights", "Who could do a thing at a moment")
            .Answers<RightsAnswer>()
            .Asks("permission", "scope", "asOf", "limit", "cursor")
            .Says(
                "Folded from the events up to `asOf`, a log position or an instant; the final position when left out. A right "
                    + "counts in `scope` when it was held there or in the whole centre; without `scope`, anywhere. Which roles "
                    + "allow a thing is the table of this version of the service, told in `roles`."
            ),
        RouteNote.Get("/audit/replays", "Replays, newest first").AnswersPage<ReplayAnswer>(),
        RouteNote.Post("/audit/replays", "Replay views and compare them").Answers<ReplayAnswer>(202),
        RouteNote.Get("/audit/replays/{id:guid}", "A replay").Answers<ReplayAnswer>(),
        RouteNote.Post("/audit/replays/{id:guid}/cancel", "Give a replay up").Answers<ReplayAnswer>(),
        RouteNote
            .Post("/audit/replays/{id:guid}/resume", "Let a replay go on where it stopped")
            .Answers<ReplayAnswer>()
            .Says(
                "A replay that was given up or failed waits again and goes on after the page of events where it stopped; "
                    + "`progress.resumedFrom` says from where. It still compares with the rows as they were when it began. What "
                    + "it made is kept for a day; later it begins anew. A replay whose node was stopped or died goes on by "
                    + "itself. 409 while it waits or runs, and when it is done."
            ),
        RouteNote
            .Post("/audit/exports", "Take a stretch of the log away as a bundle")
            .Answers<string>(media: BundleAnswer.MediaType)
            .Says(
                "Positions `from` (default 1) to `to` (default the last published). A tar that is checked offline: see the README in it."
            ),
    ];
}

/// <summary>A stored event.</summary>
/// <param name="Position">Place in the centre's log.</param>
/// <param name="Id">Id of the event.</param>
/// <param name="Stream">Stream key.</param>
/// <param name="Version">Place in its stream, from 1.</param>
/// <param name="Type">Name of the event.</param>
/// <param name="SchemaVersion">Version of the event's shape.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Actor">Subject that acted.</param>
/// <param name="Role">Role under which the actor acted.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="OnBehalfOf">For whom the actor acted, or absent.</param>
/// <param name="Policy">Version of the rules it was decided by, or absent.</param>
/// <param name="Correlation">What belongs together.</param>
/// <param name="Causation">What it came from.</param>
/// <param name="Data">Body.</param>
/// <param name="Malformed">True for a row that was written past the service, or absent.</param>
/// <param name="Headers">Its metadata as they are, or absent.</param>
internal sealed record EventLine(
    long Position,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    int SchemaVersion,
    DateTimeOffset At,
    string? Actor,
    string? Role,
    string? Channel,
    string? OnBehalfOf,
    string? Policy,
    string? Correlation,
    string? Causation,
    JsonElement Data,
    bool? Malformed,
    JsonElement? Headers
);

/// <summary>Rows of a view at a moment.</summary>
/// <param name="View">Its name.</param>
/// <param name="Position">Position that <c>asOf</c> became.</param>
/// <param name="At">The instant asked for, or when the last event up to the position was decided.</param>
/// <param name="Items">Rows by type and id.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; absent at the end.</param>
internal sealed record ViewRows(
    string View,
    long Position,
    DateTimeOffset? At,
    IReadOnlyList<ViewRow> Items,
    string? Next
);

/// <summary>A row of a view; it names people by id alone.</summary>
/// <param name="Id">Its key among those of its type.</param>
/// <param name="Row">What it holds.</param>
/// <param name="Type">Its type.</param>
internal sealed record ViewRow(string Id, JsonElement Row, string Type);
