using System;
using System.Linq;
using Center.Domain.Facilities;

namespace Center.Api.Statistics;

/// <summary>How long facilities are open, by the opening hours as they are defined today.</summary>
internal static class OpenTime
{
    /// <summary>Open minutes times units.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="facility">From this book.</param>
    /// <param name="period">Some local days.</param>
    public static long UnitMinutes(CentreBook book, Bookable facility, FigurePeriod period) =>
        Enumerable
            .Range(0, period.Days)
            .SelectMany(day => book.OpenWindows(facility, period.From.AddDays(day)))
            .Sum(window => window.Duration.Ticks / TimeSpan.TicksPerMinute) * facility.UnitCodes.Count;
}
