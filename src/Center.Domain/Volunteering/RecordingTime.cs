using System;
using Center.Domain.Facilities;

namespace Center.Domain.Volunteering;

/// <summary>
/// Recording in time: within so many working days after the activity (10 by Order 67 of the Ministry of Civil Affairs,
/// 2020). Late records are taken all the same and say how late they are.
/// </summary>
public static class RecordingTime
{
    /// <summary>Working days past the time allowed; 0 when in time.</summary>
    /// <param name="day">Local date of the activity; it does not count itself.</param>
    /// <param name="recordedOn">Local date of the recording; it counts.</param>
    /// <param name="rules">Rules in force on the day of the activity.</param>
    /// <param name="calendar">The adopted holiday calendar.</param>
    public static int WorkingDaysLate(
        DateOnly day,
        DateOnly recordedOn,
        ServiceTimeRules rules,
        HolidayCalendar calendar
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(calendar);
        return Math.Max(0, calendar.WorkingDaysBetween(day, recordedOn) - rules.RecordWithinWorkingDays);
    }
}
