using System;
using System.Collections.Generic;
using Center.Projections.Audit;

namespace Center.Api.Audit;

/// <summary>A replay, as clients see it.</summary>
/// <param name="Id">The run.</param>
/// <param name="State">Where it stands.</param>
/// <param name="View">Name of the view, or all.</param>
/// <param name="AsOf">Position that was asked for, or absent.</param>
/// <param name="RequestedBy">Subject that asked.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="StartedAt">When it first began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Progress">How far it has come, and from where it goes on when it was stopped before.</param>
/// <param name="Events">Events read, once done.</param>
/// <param name="Seconds">How long it took without its pauses, once done.</param>
/// <param name="Positions">Stretch of the log, once done.</param>
/// <param name="Views">Each view, once done.</param>
/// <param name="DifferenceCount">Rows that differ, once done.</param>
/// <param name="Differences">What differs, the first hundred members, once done.</param>
internal sealed record ReplayAnswer(
    Guid Id,
    ReplayState State,
    string View,
    long? AsOf,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Reason,
    ReplayProgress? Progress,
    long? Events,
    decimal? Seconds,
    PositionRange? Positions,
    IReadOnlyList<ReplayedView>? Views,
    long? DifferenceCount,
    IReadOnlyList<Difference>? Differences
)
{
    public static ReplayAnswer Of(ReplayRun run) =>
        new(
            run.Id,
            run.State,
            run.View,
            run.AsOf,
            run.RequestedBy,
            run.RequestedAt,
            run.StartedAt,
            run.FinishedAt,
            run.Reason,
            run.Progress,
            run.Report?.Events,
            run.Report?.Seconds,
            run.Report?.Positions,
            run.Report?.Views,
            run.Report?.DifferenceCount,
            run.Report?.Differences
        );
}
