using System;

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
    /// <param name="allowed">Working days allowed.</param>
    /// <param name="isWorkingDay">The adopted holiday calendar.</param>
    public static int WorkingDaysLate(DateOnly day, DateOnly recordedOn, int allowed, Func<DateOnly, bool> isWorkingDay)
    {
        ArgumentNullException.ThrowIfNull(isWorkingDay);
        var passed = 0;
        for (var date = day.AddDays(1); date <= recordedOn; date = date.AddDays(1))
        {
            passed += isWorkingDay(date) ? 1 : 0;
        }

        return Math.Max(0, passed - allowed);
    }
}
