using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>A time that could be booked.</summary>
/// <param name="Window">The time, on the place's grid.</param>
/// <param name="Units">Number of units free for all of it; of a room 1.</param>
/// <param name="NeedsApproval">Whether staff must approve, since it goes beyond opening hours.</param>
public readonly record struct Slot(TimeWindow Window, int Units, bool NeedsApproval = false);

/// <summary>Finds times of a wanted length within notice and grid: within opening hours, or one beyond them.</summary>
public static class SlotSearch
{
    /// <summary>Every start on the grid at which the place is free for so long, in order of time.</summary>
    /// <param name="place">The place.</param>
    /// <param name="range">Where to look; a slot lies wholly inside.</param>
    /// <param name="length">Wanted length.</param>
    /// <param name="book">The centre's definition.</param>
    /// <param name="busy">What is held within <see cref="CentreBook.Reach"/> of the range.</param>
    /// <param name="now">The instant; starts without the notice asked for are passed over.</param>
    public static IEnumerable<Slot> Slots(
        Bookable place,
        TimeWindow range,
        TimeSpan length,
        CentreBook book,
        IReadOnlyCollection<BusyUnit> busy,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(book);
        var zone = book.Zone;
        var codes = place.UnitCodes.ToHashSet(StringComparer.Ordinal);
        var own = busy.Where(held => codes.Contains(held.Unit)).ToList();
        for (var date = zone.DateOf(range.Start); zone.DayOf(date).Start < range.End; date = date.AddDays(1))
        {
            var rules = book.RulesFor(place, date);
            if (!Fits(length, rules) || date > zone.DateOf(now).AddDays(rules.EarliestDaysAhead))
            {
                continue;
            }

            foreach (var open in book.OpenWindows(place, date))
            {
                foreach (var slot in InOpenTime(place, open, range, length, rules, own, zone, now))
                {
                    yield return slot;
                }
            }
        }
    }

    /// <summary>
    /// The time itself where it goes beyond opening hours and the house rules do not refuse that: it waits for approval, or
    /// is taken like any other, as they say. Null when it lies within opening hours, is not free, or cannot be approved in
    /// time.
    /// </summary>
    /// <param name="place">The place.</param>
    /// <param name="window">The time asked for.</param>
    /// <param name="book">The centre's definition.</param>
    /// <param name="busy">What is held at that time.</param>
    /// <param name="now">The instant.</param>
    public static Slot? Beyond(
        Bookable place,
        TimeWindow window,
        CentreBook book,
        IReadOnlyCollection<BusyUnit> busy,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(book);
        var date = book.Zone.DateOf(window.Start);
        var rules = book.RulesFor(place, date);
        if (
            rules.OutsideOpeningHours == OutsideHours.Refuse
            || !Fits(window.Duration, rules)
            || OnGrid(window.Start, TimeSpan.FromMinutes(rules.Grid), book.Zone) != window.Start
            || window.Start < now.AddMinutes(rules.LatestBeforeStart)
            || date > book.Zone.DateOf(now).AddDays(rules.EarliestDaysAhead)
            || book.IsOpen(place, window)
        )
        {
            return null;
        }

        var needsApproval = rules.OutsideOpeningHours == OutsideHours.Approval;
        var units = FreeTime.FreeUnits(place, Admission.ClaimOf(window, rules), busy);
        return units == 0 || (needsApproval && HouseRules.RequestLapsesAt(window, now, rules) <= now)
            ? null
            : new Slot(window, units, needsApproval);
    }

    private static bool Fits(TimeSpan length, BookingRules rules) =>
        !rules.OnlyWithABooking
        && length >= TimeSpan.FromMinutes(rules.Shortest)
        && length <= TimeSpan.FromMinutes(rules.Longest)
        && length.Ticks % TimeSpan.FromMinutes(rules.Grid).Ticks == 0;

    private static IEnumerable<Slot> InOpenTime(
        Bookable place,
        TimeWindow open,
        TimeWindow range,
        TimeSpan length,
        BookingRules rules,
        List<BusyUnit> busy,
        CentreZone zone,
        DateTimeOffset now
    )
    {
        var grid = TimeSpan.FromMinutes(rules.Grid);
        var earliest = now.AddMinutes(rules.LatestBeforeStart);
        var reach = Admission.ClaimOf(open, rules);
        var near = busy.FindAll(held => held.Claim.Overlaps(reach));
        for (var start = OnGrid(open.Start, grid, zone); start + length <= open.End; start += grid)
        {
            var window = new TimeWindow(start, start + length);
            if (start < earliest || !range.Contains(window))
            {
                continue;
            }

            var units = FreeTime.FreeUnits(place, Admission.ClaimOf(window, rules), near);
            if (units > 0)
            {
                yield return new Slot(window, units);
            }
        }
    }

    private static DateTimeOffset OnGrid(DateTimeOffset instant, TimeSpan grid, CentreZone zone)
    {
        var past = zone.LocalOf(instant).TimeOfDay.Ticks % grid.Ticks;
        return past == 0 ? instant : instant.AddTicks(grid.Ticks - past);
    }
}
