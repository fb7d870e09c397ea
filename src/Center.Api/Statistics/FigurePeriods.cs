using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Api.Statistics;

/// <summary>How long one figure's time is.</summary>
internal enum FigureGrain
{
    /// <summary>A local hour; only of what is counted by the hour.</summary>
    Hour,

    /// <summary>A local day.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A quarter.</summary>
    Quarter,

    /// <summary>A year.</summary>
    Year,
}

/// <summary>A stretch of local days, or an hour of one; cut off where the question begins or ends.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last.</param>
/// <param name="Name">2026-11-28T09, 2026-11-28, 2026-W48, 2026-11, 2026-Q4, 2026, or null for the whole.</param>
/// <param name="Hour">The local hour, 0 to 23; null for whole days.</param>
internal sealed record FigurePeriod(DateOnly From, DateOnly To, string? Name, int? Hour = null)
{
    private const int HoursOfDay = 24;

    public int Days => To.DayNumber - From.DayNumber;

    /// <summary>Cuts a range into periods.</summary>
    public static IReadOnlyList<FigurePeriod> Of(DateOnly from, DateOnly to, FigureGrain? grain)
    {
        if (grain is not { } length)
        {
            return [new FigurePeriod(from, to, null)];
        }

        if (length == FigureGrain.Hour)
        {
            return [.. DaysOf(from, to).SelectMany(day => Enumerable.Range(0, HoursOfDay), OfHour)];
        }

        var periods = new List<FigurePeriod>();
        for (var start = from; start < to; start = periods[^1].To)
        {
            var next = NextOf(start, length);
            periods.Add(new FigurePeriod(start, next < to ? next : to, NameOf(start, length)));
        }

        return periods;
    }

    /// <summary>One hour of a day.</summary>
    /// <param name="day">The local day.</param>
    /// <param name="hour">The local hour.</param>
    public static FigurePeriod OfHour(DateOnly day, int hour) =>
        new(day, day.AddDays(1), string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{hour:00}"), hour);

    private static IEnumerable<DateOnly> DaysOf(DateOnly from, DateOnly to) =>
        Enumerable.Range(0, to.DayNumber - from.DayNumber).Select(from.AddDays);

    private static DateOnly NextOf(DateOnly day, FigureGrain grain) =>
        grain switch
        {
            FigureGrain.Day => day.AddDays(1),
            FigureGrain.Week => CentreZone.MondayOf(day).AddDays(7),
            FigureGrain.Month => new DateOnly(day.Year, day.Month, 1).AddMonths(1),
            FigureGrain.Quarter => new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1).AddMonths(3),
            _ => new DateOnly(day.Year, 1, 1).AddYears(1),
        };

    private static string NameOf(DateOnly day, FigureGrain grain)
    {
        var date = day.ToDateTime(TimeOnly.MinValue);
        return grain switch
        {
            FigureGrain.Day => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FigureGrain.Week => string.Create(
                CultureInfo.InvariantCulture,
                $"{ISOWeek.GetYear(date)}-W{ISOWeek.GetWeekOfYear(date):00}"
            ),
            FigureGrain.Month => date.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            FigureGrain.Quarter => string.Create(
                CultureInfo.InvariantCulture,
                $"{day.Year}-Q{((day.Month - 1) / 3) + 1}"
            ),
            _ => day.Year.ToString(CultureInfo.InvariantCulture),
        };
    }
}
