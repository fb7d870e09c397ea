using System;
using System.Collections.Generic;
using System.Linq;

namespace Center.Projections.Audit;

/// <summary>
/// Where a replay stands: up to which position each view is replayed, decided once when the live rows are copied, and how
/// far its pass has come. Kept in the scratch schema, so that whoever opens the schema again can go on.
/// </summary>
/// <param name="Position">Last position applied; 0 before the first event.</param>
/// <param name="Events">Events read up to there.</param>
/// <param name="Spent">Time spent until then, without the pauses.</param>
/// <param name="Views">The views, by name.</param>
/// <param name="IsExplaining">
/// Whether a second pass has begun, for which rows of the first were thrown away: then only a new pass can follow.
/// </param>
internal sealed record ReplayStand(
    long Position,
    long Events,
    TimeSpan Spent,
    IReadOnlyList<ViewStand> Views,
    bool IsExplaining = false
)
{
    /// <summary>Before the first event.</summary>
    public static ReplayStand Before(IEnumerable<ReplayCut> cuts) =>
        new(0, 0, TimeSpan.Zero, [.. cuts.Select(cut => new ViewStand(cut.View.Name, cut.Position, 0, TimeSpan.Zero))]);

    /// <summary>Before the first event once more, to the same positions. The time is spent all the same.</summary>
    public ReplayStand Again() =>
        this with
        {
            Position = 0,
            Events = 0,
            Views = [.. Views.Select(view => view with { Events = 0 })],
            IsExplaining = false,
        };

    /// <summary>The views themselves, each with its position.</summary>
    public IReadOnlyList<ReplayCut> ToCuts() =>
        [.. Views.Select(view => new ReplayCut(Replay.Find(view.View)!, view.Position))];
}

/// <summary>Where one view stands in a replay.</summary>
/// <param name="View">Its name.</param>
/// <param name="Position">Up to where it is replayed.</param>
/// <param name="Events">Events that it was given so far.</param>
/// <param name="Spent">How long it took to apply them.</param>
internal sealed record ViewStand(string View, long Position, long Events, TimeSpan Spent);
