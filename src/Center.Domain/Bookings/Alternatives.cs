using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>What kind of way out an alternative is.</summary>
public enum AlternativeKind
{
    /// <summary>The same place at another time of the same length.</summary>
    OtherTime,

    /// <summary>Another place of the same kind at the same time.</summary>
    OtherRoom,

    /// <summary>The same place at nearly the same time, but shorter.</summary>
    Shorter,
}

/// <summary>A way out for somebody whose wish was refused.</summary>
/// <param name="Facility">Code of the place.</param>
/// <param name="Start">Start, inclusive.</param>
/// <param name="End">End, exclusive.</param>
/// <param name="Kind">What is different.</param>
public sealed record Alternative(string Facility, DateTimeOffset Start, DateTimeOffset End, AlternativeKind Kind);

/// <summary>Finds the nearest alternatives to a wish: other times that week, other rooms at that time, a shorter time.</summary>
public static class Alternatives
{
    private const int DaysAround = 3;

    /// <summary>The stretch of time that has to be known to find alternatives.</summary>
    /// <param name="window">The window asked for.</param>
    /// <param name="zone">The centre's zone.</param>
    public static TimeWindow Horizon(TimeWindow window, CentreZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var date = zone.DateOf(window.Start);
        return new TimeWindow(zone.DayOf(date.AddDays(-DaysAround)).Start, zone.DayOf(date.AddDays(DaysAround)).End);
    }

    /// <summary>At most six alternatives, nearest first: three other times, two other rooms, one shorter.</summary>
    /// <param name="wish">What was refused.</param>
    /// <param name="book">The centre's definition.</param>
    /// <param name="busy">What is held within the <see cref="Horizon"/>.</param>
    /// <param name="now">The instant; nothing earlier is offered.</param>
    public static IReadOnlyList<Alternative> Find(
        BookingWish wish,
        CentreBook book,
        IReadOnlyCollection<BusyUnit> busy,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(book);
        var search = new Search(wish, book, busy, now);
        return [.. search.OtherTimes().Take(3), .. search.OtherRooms().Take(2), .. search.Shorter().Take(1)];
    }

    private sealed record Search(
        BookingWish Wish,
        CentreBook Book,
        IReadOnlyCollection<BusyUnit> Busy,
        DateTimeOffset Now
    )
    {
        public IEnumerable<Alternative> OtherTimes() =>
            SlotSearch
                .Slots(Wish.Place, Horizon(Wish.Window, Book.Zone), Wish.Window.Duration, Book, Busy, Now)
                .Where(slot => UnitChoice.Suffices(Wish, slot.Units) && slot.Window != Wish.Window)
                .OrderBy(slot => (slot.Window.Start - Wish.Window.Start).Duration())
                .ThenBy(slot => slot.Window.Start)
                .Select(slot => Of(Wish.Place, slot.Window, AlternativeKind.OtherTime));

        public IEnumerable<Alternative> OtherRooms() =>
            Book.Bookables(withParts: true)
                .Where(place =>
                    place.Kind == Wish.Place.Kind && place.Code != Wish.Place.Code && place.Holds(Wish.People)
                )
                .OrderByDescending(place => place.Site == Wish.Place.Site)
                .ThenByDescending(place => place.ServiceLine == Wish.Place.ServiceLine)
                .ThenByDescending(place => place.Features.Intersect(Wish.Place.Features).Count())
                .ThenBy(place => place.Capacity)
                .ThenBy(place => place.Code, StringComparer.Ordinal)
                .Where(IsFreeAtThatTime)
                .Select(place => Of(place, Wish.Window, AlternativeKind.OtherRoom));

        public IEnumerable<Alternative> Shorter()
        {
            var rules = Book.RulesFor(Wish.Place, Book.Zone.DateOf(Wish.Window.Start));
            var shortest = TimeSpan.FromMinutes(rules.Shortest);
            var grid = TimeSpan.FromMinutes(rules.Grid);
            for (var length = Wish.Window.Duration - grid; length >= shortest; length -= grid)
            {
                var fits = SlotSearch
                    .Slots(Wish.Place, Wish.Window, length, Book, Busy, Now)
                    .Where(slot => Wish.Window.Contains(slot.Window) && UnitChoice.Suffices(Wish, slot.Units))
                    .Take(1)
                    .Select(slot => Of(Wish.Place, slot.Window, AlternativeKind.Shorter))
                    .ToList();
                if (fits.Count > 0)
                {
                    return fits;
                }
            }

            return [];
        }

        private bool IsFreeAtThatTime(Bookable place)
        {
            var rules = Book.RulesFor(place, Book.Zone.DateOf(Wish.Window.Start));
            var units = FreeTime.FreeUnits(place, Admission.ClaimOf(Wish.Window, rules), Busy);
            return Book.IsOpen(place, Wish.Window)
                && units > 0
                && (
                    place.Kind == FacilityKind.Room || units >= Math.Min(place.UnitCodes.Count, UnitChoice.Wanted(Wish))
                );
        }

        private static Alternative Of(Bookable place, TimeWindow window, AlternativeKind kind) =>
            new(place.Code, window.Start, window.End, kind);
    }
}
