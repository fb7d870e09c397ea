using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Public holidays and make-up working days of one announcement of the State Council.</summary>
/// <param name="Year">The year announced; its dates may lie in the last days of the year before.</param>
/// <param name="Holidays">Days off, in order.</param>
/// <param name="MakeUpWorkingDays">Weekend days that are worked instead, in order.</param>
public sealed record HolidayYear(int Year, ValueList<DateOnly> Holidays, ValueList<DateOnly> MakeUpWorkingDays);

/// <summary>Which local dates are working days: Monday to Friday, save what was announced otherwise.</summary>
/// <param name="Years">Announcements by rising year.</param>
public sealed record HolidayCalendar(ValueList<HolidayYear> Years)
{
    /// <summary>Nothing announced: Monday to Friday are working days.</summary>
    public static HolidayCalendar Empty { get; } = new([]);

    /// <summary>Whether the date is an announced public holiday.</summary>
    /// <param name="date">Local date.</param>
    public bool IsHoliday(DateOnly date) => Announced(date) == false;

    /// <summary>Whether the date is a working day.</summary>
    /// <param name="date">Local date.</param>
    public bool IsWorkingDay(DateOnly date) =>
        Announced(date) ?? date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Whether nothing was announced yet for the date's year, so that its working days are a guess.</summary>
    /// <param name="date">Local date.</param>
    public bool IsProvisional(DateOnly date) => Announcement(date.Year) is null;

    /// <summary>Number of working days after one date up to and including another; 0 when that is not later.</summary>
    /// <param name="from">Local date, not counted.</param>
    /// <param name="to">Local date, counted.</param>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        var days = 0;
        for (var date = from; date < to; )
        {
            date = date.AddDays(1);
            days += IsWorkingDay(date) ? 1 : 0;
        }

        return days;
    }

    /// <summary>The calendar with announcements added; one for a year replaces what stood there.</summary>
    /// <param name="years">Announcements.</param>
    public HolidayCalendar With(ValueList<HolidayYear> years) =>
        new(
            Years
                .Where(year => years.All(other => other.Year != year.Year))
                .Concat(years)
                .OrderBy(year => year.Year)
                .ToValueList()
        );

    /// <summary>Announcements of this calendar that another does not hold in the same words.</summary>
    /// <param name="other">The other calendar.</param>
    public ValueList<HolidayYear> NotIn(HolidayCalendar other) => Years.Except(other.Years).ToValueList();

    private HolidayYear? Announcement(int year) => Years.FirstOrDefault(item => item.Year == year);

    // The announcement of the next year comes later than this year's and may move its last days (2018-12-29 was).
    private bool? Announced(DateOnly date) =>
        In(Announcement(date.Year + 1), date) ?? In(Announcement(date.Year), date);

    private static bool? In(HolidayYear? year, DateOnly date) =>
        year is null ? null
        : year.MakeUpWorkingDays.Contains(date) ? true
        : year.Holidays.Contains(date) ? false
        : null;
}
