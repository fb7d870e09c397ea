using System;
using Center.Domain.Facilities;

namespace Center.Api.Attendance;

/// <summary>The house rule for scans.</summary>
internal static class HouseRule
{
    private const int UsualRepeatSeconds = 120;

    /// <summary>How long after a scan the same one again is a repeat.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="day">Local day of the scans.</param>
    public static TimeSpan RepeatWithin(CentreBook book, DateOnly day) =>
        TimeSpan.FromSeconds(book.ServiceTimeRulesOn(day)?.RepeatScanSeconds ?? UsualRepeatSeconds);

    /// <summary>Version of the rules in force, or null when none were ever adopted.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="now">The instant.</param>
    public static string? VersionToday(CentreBook book, DateTimeOffset now) =>
        book.ServiceTimeRulesOn(book.Zone.DateOf(now))?.Version;
}
