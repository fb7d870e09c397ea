using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.FrontDesk;

/// <summary>A place that whoever stands there may take at once.</summary>
/// <param name="Number">Its number on the desk: the same one as long as the places are the same, so that hands learn it.</param>
/// <param name="Place">The place.</param>
/// <param name="Window">The time that is given, from the slot that has begun; null when there is none now.</param>
/// <param name="Free">Number of units free for all of it.</param>
public sealed record WalkInPlace(int Number, Bookable Place, TimeWindow? Window, int Free)
{
    private const int UsualMinutes = 120;

    /// <summary>The places of a site whose rules allow walk-ins, in the order of their codes.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="site">Code of the site.</param>
    /// <param name="busy">What is held today.</param>
    /// <param name="now">The instant.</param>
    public static IReadOnlyList<WalkInPlace> Of(
        CentreBook book,
        string site,
        IReadOnlyCollection<BusyUnit> busy,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(book);
        var today = book.Zone.DateOf(now);
        return
        [
            .. book.Bookables(withParts: false)
                .Where(place => place.Site == site && place.Kind != FacilityKind.Equipment)
                .Where(place => book.RulesFor(place, today).WalkIn)
                .Select((place, index) => Look(index + 1, place, book, busy, now)),
        ];
    }

    private static WalkInPlace Look(
        int number,
        Bookable place,
        CentreBook book,
        IReadOnlyCollection<BusyUnit> busy,
        DateTimeOffset now
    )
    {
        var rules = book.RulesFor(place, book.Zone.DateOf(now));
        var local = book.Zone.LocalOf(now);
        var start = now.AddTicks(-(local.TimeOfDay.Ticks % TimeSpan.FromMinutes(rules.Grid).Ticks));
        var usual = Math.Min(UsualMinutes, rules.Longest);
        for (var minutes = usual - (usual % rules.Grid); minutes >= rules.Shortest; minutes -= rules.Grid)
        {
            var window = new TimeWindow(start, start.AddMinutes(minutes));
            var claim = Admission.ClaimOf(window, rules);
            var free = FreeTime.FreeUnits(place, claim, busy);
            if (free > 0 && book.IsOpen(place, window) && !book.IsClosed(place, claim))
            {
                return new WalkInPlace(number, place, window, free);
            }
        }

        return new WalkInPlace(number, place, null, 0);
    }
}
