using System.Collections.Generic;
using System.Text.Json;

namespace Center.Projections.Audit;

/// <summary>What a replay found.</summary>
/// <param name="Events">Events read.</param>
/// <param name="Seconds">How long it took, without the pauses of a run that was resumed.</param>
/// <param name="Positions">The stretch of the log that was replayed.</param>
/// <param name="Views">What became of each view, sorted by name.</param>
/// <param name="DifferenceCount">Rows that differ, all of them.</param>
/// <param name="Differences">The first of the differing members, at most <see cref="Replay.MostDifferences"/>.</param>
public sealed record ReplayReport(
    long Events,
    decimal Seconds,
    PositionRange Positions,
    IReadOnlyList<ReplayedView> Views,
    long DifferenceCount,
    IReadOnlyList<Difference> Differences
);

/// <summary>A stretch of a log.</summary>
/// <param name="From">First position, inclusive.</param>
/// <param name="To">Last position, inclusive; 0 when the log is empty. Positions may have gaps.</param>
public sealed record PositionRange(long From, long To);

/// <summary>What became of one view.</summary>
/// <param name="View">Its name.</param>
/// <param name="Position">The position at which it was compared, or up to which it was replayed.</param>
/// <param name="Events">Events up to there.</param>
/// <param name="Rows">Rows that came out.</param>
/// <param name="Seconds">How long applying and comparing took.</param>
/// <param name="DifferenceCount">Rows that differ; null when nothing was compared.</param>
/// <param name="Digest">
/// Only as of a position: SHA-256 in hex over the rows by type and id, each as the RFC 8785 form of
/// <c>{"id":…,"row":…,"type":…}</c> and a line feed. Equal rows have equal digests.
/// </param>
public sealed record ReplayedView(
    string View,
    long Position,
    long Events,
    long Rows,
    decimal Seconds,
    long? DifferenceCount,
    string? Digest
);

/// <summary>One member that is stored otherwise than the events say.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Key">Row type and id, <c>BookingRow/0190…</c>.</param>
/// <param name="Field">JSON path in the row; <c>$</c> when the row itself is missing or was invented.</param>
/// <param name="Stored">What the live row holds; null when it holds no such thing.</param>
/// <param name="Replayed">What the events give; null when they give no such thing.</param>
/// <param name="Events">Positions of the events that touched the row, the newest <see cref="Replay.MostEvents"/>.</param>
/// <param name="EventCount">How many events touched the row.</param>
public sealed record Difference(
    string View,
    string Key,
    string Field,
    JsonElement Stored,
    JsonElement Replayed,
    IReadOnlyList<long> Events,
    long EventCount
);

/// <summary>How far a replay has come.</summary>
/// <param name="Position">Last position applied.</param>
/// <param name="To">Last position to apply.</param>
/// <param name="ResumedFrom">
/// Position from which it went on the last time, when it was stopped before; 0 when the first pass had to be done again.
/// Absent when it began with a copy of the live rows of its own.
/// </param>
public sealed record ReplayProgress(long Position, long To, long? ResumedFrom = null);
