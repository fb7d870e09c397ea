using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;

namespace Center.Domain.Tests.Bookings;

/// <summary>What cannot be shared, as the clerk counts it.</summary>
internal sealed partial class Clerk
{
    /// <summary>What is wrong with units that were chosen; null when they are as they must be.</summary>
    /// <param name="wish">What was asked for.</param>
    /// <param name="terms">What was agreed.</param>
    /// <param name="itself">The booking.</param>
    public string? WrongChoice(BookingWish wish, BookingTerms terms, int itself)
    {
        var others = Bookings.Where(pair => pair.Key != itself).Select(pair => pair.Value).ToList();
        var taken = Taken(others, terms.Claim.Start, terms.Claim.End);
        var all = terms.Units.Concat(terms.Extras.SelectMany(extra => extra.Units)).ToList();
        var free = UnitsOf(wish.Place.Code).Except(taken).ToList();
        return all.Distinct().Count() != all.Count ? "a unit is taken twice"
            : all.Exists(taken.Contains) ? "a unit is somebody else's"
            : terms.Units.Except(UnitsOf(wish.Place.Code)).Any() ? "a unit is of another place"
            : terms.Units.Count != Wanted(wish) ? "the number of units is wrong"
            : !IsARow(terms.Units, wish) && HasARow(free, terms.Units.Count, wish) ? "they are not side by side"
            : wish.Extras.Any(extra => !terms.Extras.Any(lent => IsLent(extra, lent))) ? "an extra is missing"
            : terms.Extras.Count != wish.Extras.Count ? "there are other extras"
            : null;
    }

    private bool IsLent(ExtraWish extra, Extra lent) =>
        lent.Code == extra.Equipment.Code
        && lent.Units.Count == extra.Units
        && !lent.Units.Except(UnitsOf(extra.Equipment.Code)).Any();

    private bool HasRoom(BookingWish wish, DateTimeOffset from, DateTimeOffset to, List<ClerkBooking> others)
    {
        var taken = Taken(others, from, to);
        var wanted = wish
            .Extras.Select(extra => (extra.Equipment.Code, extra.Units))
            .Append((wish.Place.Code, Wanted(wish)))
            .GroupBy(one => one.Code, one => one.Item2);
        return wanted.All(one => UnitsOf(one.Key).Count(unit => !taken.Contains(unit)) >= one.Sum());
    }

    private bool IsClosed(BookingWish wish, DateTimeOffset since, DateTimeOffset until)
    {
        var units = wish.Extras.SelectMany(extra => UnitsOf(extra.Equipment.Code)).Concat(UnitsOf(wish.Place.Code));
        return (
            from facility in Book.Facilities
            from closure in facility.Closures
            where closure.Window.Start < until && since < closure.Window.End
            from unit in UnitsOf(closure.Part ?? facility.Code)
            select unit
        )
            .Intersect(units)
            .Any();
    }

    private static HashSet<string> Taken(List<ClerkBooking> others, DateTimeOffset from, DateTimeOffset to) =>
        [.. others.Where(other => other.Meets(from, to)).SelectMany(other => other.Units)];

    private int Wanted(BookingWish wish) =>
        wish.Place.Kind switch
        {
            FacilityKind.Room => UnitsOf(wish.Place.Code).Count,
            FacilityKind.Seats => wish.Units ?? wish.People,
            _ => wish.Units ?? 1,
        };

    private bool IsARow(IReadOnlyList<string> units, BookingWish wish)
    {
        var order = UnitsOf(wish.Place.Code);
        return order.IndexOf(units[^1]) - order.IndexOf(units[0]) == units.Count - 1;
    }

    private bool HasARow(List<string> free, int wanted, BookingWish wish)
    {
        var order = UnitsOf(wish.Place.Code);
        return Enumerable.Range(0, order.Count - wanted + 1).Any(at => order.Skip(at).Take(wanted).All(free.Contains));
    }

    // A hall is its parts; seats, counters and equipment have numbers.
    private List<string> UnitsOf(string code)
    {
        var facility = Book.Facilities.FirstOrDefault(one => one.Code == code);
        return facility is null ? [code]
            : facility.Parts.Count > 0 ? [.. facility.Parts.Select(part => part.Code)]
            : facility.Kind == FacilityKind.Room ? [code]
            : [.. Enumerable.Range(1, facility.Units).Select(number => $"{code}/0{number}")];
    }
}
