using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

public sealed partial record CentreBook
{
    /// <summary>When a bookable is open on a local date: by its facility's hours, else its site's, else the centre's.</summary>
    /// <param name="bookable">From this book.</param>
    /// <param name="date">Local date.</param>
    /// <returns>UTC windows in order; those that touch are one.</returns>
    public ValueList<TimeWindow> OpenWindows(Bookable bookable, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(bookable);
        var hours = FindFacility(bookable.Facility)?.Hours ?? FindSite(bookable.Site)?.Hours ?? Centre?.OpeningHours;

        // The first and last years of the calendar have instants outside of what can be said in UTC.
        if (hours is null || date.Year is 1 or 9999)
        {
            return [];
        }

        var windows = new List<TimeWindow>();
        foreach (var range in hours.On(date, HolidayCalendar.IsHoliday(date)))
        {
            if (TimeWindow.TryMake(InstantOf(date, range.From), InstantOf(date, range.To)) is { } window)
            {
                Join(windows, window);
            }
        }

        return windows.ToValueList();
    }

    /// <summary>Whether a closure stands on a unit of the bookable at some time of the claim.</summary>
    /// <param name="bookable">From this book.</param>
    /// <param name="claim">Time for which its units would be held.</param>
    public bool IsClosed(Bookable bookable, TimeWindow claim)
    {
        ArgumentNullException.ThrowIfNull(bookable);
        return FindFacility(bookable.Facility) is { } facility
            && facility.Closures.Any(closure =>
                closure.Window.Overlaps(claim) && closure.UnitsOf(facility).Intersect(bookable.UnitCodes).Any()
            );
    }

    /// <summary>Whether a window lies wholly inside opening hours, day by day when it goes over midnight.</summary>
    /// <param name="bookable">From this book.</param>
    /// <param name="window">Any window.</param>
    public bool IsOpen(Bookable bookable, TimeWindow window)
    {
        var reached = window.Start;
        for (var date = Zone.DateOf(window.Start); ; date = date.AddDays(1))
        {
            foreach (var open in OpenWindows(bookable, date))
            {
                reached = open.Contains(reached) ? open.End : reached;
            }

            if (reached >= window.End)
            {
                return true;
            }

            if (date.Year is 1 or 9999 || reached < Zone.DayOf(date).End)
            {
                return false;
            }
        }
    }

    private DateTimeOffset InstantOf(DateOnly date, int minute) =>
        minute == OpenRange.DayLength
            ? Zone.InstantOf(date.AddDays(1), TimeOnly.MinValue)
            : Zone.InstantOf(date, new TimeOnly(minute / 60, minute % 60));

    private static void Join(List<TimeWindow> windows, TimeWindow next)
    {
        if (windows.Count > 0 && next.Start <= windows[^1].End)
        {
            var last = windows[^1];
            windows[^1] = new TimeWindow(last.Start, next.End > last.End ? next.End : last.End);
            return;
        }

        windows.Add(next);
    }
}
