using System;
using System.Collections.Generic;
using Center.Api.Plumbing.Reference;

namespace Center.Api.Statistics;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class StatisticsReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote
            .Get("/figures", "Figures of the centre")
            .Answers<FiguresAnswer>()
            .Asks("measure", "by", "from", "to", "grain", "level", "asOf")
            .Says(
                "`from` and `to` are local days; the last 30 days when left out. What is missing says why and is not 0. "
                    + "`asOf`: a log position or an instant, and the figures are those of then, by the definition of then, "
                    + "folded from the events; not for `refusals`. 400 beyond the final position, 503 while others do so. "
                    + "Only `refusals` are answered by `grain=hour` (the local hour wished for) and by `by=rule,facility`."
            ),
        RouteNote
            .Get("/figures.csv", "Figures as CSV")
            .Answers<string>(media: "text/csv")
            .Asks("measure", "by", "from", "to", "grain", "level", "asOf"),
        RouteNote
            .Get("/live", "What happens, as it happens")
            .Answers<string>(media: "text/event-stream")
            .Asks("after")
            .Says(
                "Server-sent events `position`, `booking`, `figures` and `reset`; the id of each is its log position, "
                    + "so `Last-Event-ID` misses nothing."
            ),
    ];
}

/// <summary>Figures of one measure.</summary>
/// <param name="Measure">Its code.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Definition">What is counted.</param>
/// <param name="By">The cut.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Local day after the last.</param>
/// <param name="Items">By period, then key.</param>
/// <param name="Position">Log position of the answer; with <c>asOf</c> the one that it became.</param>
/// <param name="AsOf">
/// Only with <c>asOf</c>: the instant asked for, or when the last event up to the position was decided.
/// </param>
internal sealed record FiguresAnswer(
    string Measure,
    string Unit,
    string Definition,
    string By,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<FigureItem> Items,
    long Position,
    DateTimeOffset? AsOf
);

/// <summary>One figure; its key stands in the member named by the cut (<c>site</c>, <c>facility</c>, …, <c>total</c>).</summary>
/// <param name="Period">Name of the period; absent without a grain.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Local day after the last.</param>
/// <param name="Value">The figure; absent when it is missing.</param>
/// <param name="MissingReason">Why it is missing.</param>
/// <param name="Numerator">First of a ratio.</param>
/// <param name="Denominator">Second of a ratio.</param>
internal sealed record FigureItem(
    string? Period,
    DateOnly From,
    DateOnly To,
    long? Value,
    string? MissingReason,
    long? Numerator,
    long? Denominator
);
