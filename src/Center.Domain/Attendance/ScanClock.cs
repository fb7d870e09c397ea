using System;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>The three times of a scan and what they say about the clock.</summary>
/// <param name="OccurredAt">What the device's clock said, UTC.</param>
/// <param name="ReceivedAt">When the centre heard of it, UTC.</param>
/// <param name="EffectiveAt">When it happened, UTC.</param>
/// <param name="Flag">What is odd about the times, or null.</param>
public sealed record ScanTimes(
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset EffectiveAt,
    ScanFlag? Flag
)
{
    /// <summary>
    /// The local day for which the scan counts. One whose time cannot be right is filed on the day when it arrived,
    /// where somebody will look.
    /// </summary>
    /// <param name="zone">The centre's zone.</param>
    public DateOnly DayIn(CentreZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.DateOf(Flag == ScanFlag.NeedsPerson ? ReceivedAt : EffectiveAt);
    }
}

/// <summary>
/// Judges the clock of a device. Only a time ahead of the centre's own shows a wrong clock; one behind it is how an
/// offline scan looks when it is uploaded, so it is late and not skewed.
/// </summary>
public static class ScanClock
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan OnTime = TimeSpan.FromMinutes(15);

    // A clock whose battery died starts at 1970 or 2000; no device stays offline for a year.
    private static readonly TimeSpan Believable = TimeSpan.FromDays(366);

    /// <summary>Works the times of a scan out; all are cut to the microseconds that PostgreSQL keeps.</summary>
    /// <param name="occurredAt">What the device's clock said.</param>
    /// <param name="offset">What to add to the device's clock.</param>
    /// <param name="receivedAt">When the centre heard of it.</param>
    public static ScanTimes Read(DateTimeOffset occurredAt, TimeSpan offset, DateTimeOffset receivedAt)
    {
        var occurred = Cut(occurredAt.UtcDateTime.Ticks);
        var received = Cut(receivedAt.UtcDateTime.Ticks);
        var corrected = Math.Clamp(occurred.Ticks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        var effective = Cut(corrected);
        var ahead = effective - received;
        ScanFlag? flag =
            ahead > Bearable || -ahead > Believable ? ScanFlag.NeedsPerson
            : ahead > Tolerated ? ScanFlag.ClockSkew
            : -ahead > OnTime ? ScanFlag.Late
            : null;
        return new ScanTimes(occurred, received, effective, flag);
    }

    private static DateTimeOffset Cut(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
