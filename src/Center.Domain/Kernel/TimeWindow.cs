using System;
using System.Text.Json.Serialization;

namespace Center.Domain.Kernel;

/// <summary>
/// A half-open stretch of time: the start belongs to it, the end does not, so back-to-back windows never overlap.
/// Instants are UTC with microsecond precision (what PostgreSQL keeps).
/// </summary>
public readonly record struct TimeWindow
{
    /// <summary>Makes a window.</summary>
    /// <param name="start">First instant, inclusive; converted to UTC and cut to microseconds.</param>
    /// <param name="end">End, exclusive; must lie after the start.</param>
    /// <exception cref="ArgumentException">The end does not lie after the start.</exception>
    [JsonConstructor]
    public TimeWindow(DateTimeOffset start, DateTimeOffset end)
    {
        Start = Cut(start);
        End = Cut(end);
        if (End <= Start)
        {
            throw new ArgumentException("A window ends after it starts.", nameof(end));
        }
    }

    /// <summary>First instant, inclusive, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>End, exclusive, UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Length of the window, positive.</summary>
    [JsonIgnore]
    public TimeSpan Duration => End - Start;

    /// <summary>Whether both share at least one instant.</summary>
    /// <param name="other">The other window.</param>
    public bool Overlaps(TimeWindow other) => Start < other.End && other.Start < End;

    /// <summary>Whether the instant lies in [start, end).</summary>
    /// <param name="instant">Any instant.</param>
    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;

    /// <summary>Whether the other window lies wholly inside this one.</summary>
    /// <param name="other">The other window.</param>
    public bool Contains(TimeWindow other) => Start <= other.Start && other.End <= End;

    /// <summary>The window with set-up and tear-down time around it.</summary>
    /// <param name="before">Time before the start, not negative.</param>
    /// <param name="after">Time after the end, not negative.</param>
    public TimeWindow Widen(TimeSpan before, TimeSpan after) => new(Start - before, End + after);

    /// <summary>What both have in common, or null.</summary>
    /// <param name="other">The other window.</param>
    public TimeWindow? Intersect(TimeWindow other)
    {
        var start = Start > other.Start ? Start : other.Start;
        var end = End < other.End ? End : other.End;
        return start < end ? new TimeWindow(start, end) : null;
    }

    /// <summary>Makes a window, or null when the end does not lie after the start.</summary>
    /// <param name="start">First instant, inclusive.</param>
    /// <param name="end">End, exclusive.</param>
    public static TimeWindow? TryMake(DateTimeOffset start, DateTimeOffset end) =>
        Cut(end) > Cut(start) ? new TimeWindow(start, end) : null;

    private static DateTimeOffset Cut(DateTimeOffset instant)
    {
        // Most windows are made of others, which are cut already.
        if (instant.Offset == TimeSpan.Zero && instant.Ticks % TimeSpan.TicksPerMicrosecond == 0)
        {
            return instant;
        }

        var utc = instant.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
