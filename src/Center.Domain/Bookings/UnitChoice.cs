using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>Which units a wish gets.</summary>
/// <param name="Units">Units of the place.</param>
/// <param name="Extras">Units of the equipment.</param>
public sealed record ChosenUnits(ValueList<string> Units, ValueList<Extra> Extras);

/// <summary>
/// Chooses units: a room is all its parts or nothing; of seats and counters the first free ones, side by side where they
/// can be had.
/// </summary>
public static class UnitChoice
{
    /// <summary>Number of units of the place that a wish asks for.</summary>
    /// <param name="wish">What is asked for.</param>
    public static int Wanted(BookingWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return wish.Place.Kind switch
        {
            FacilityKind.Room => wish.Place.UnitCodes.Count,
            FacilityKind.Seats => wish.Units ?? wish.People,
            _ => wish.Units ?? 1,
        };
    }

    /// <summary>Whether so much free is enough for a wish.</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="free">Free units as <see cref="FreeTime"/> counts them: 1 for a room that is free as a whole.</param>
    public static bool Suffices(BookingWish wish, int free)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return free >= (wish.Place.Kind == FacilityKind.Room ? 1 : Wanted(wish));
    }

    /// <summary>The units, or null when they cannot all be had.</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="taken">Units that somebody else holds at that time.</param>
    public static ChosenUnits? Choose(BookingWish wish, IReadOnlySet<string> taken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(taken);
        var units = Pick(wish.Place, Wanted(wish), taken);
        if (units is null)
        {
            return null;
        }

        // Staff may lend equipment alone, and more of the same with it: no unit is lent twice.
        var gone = taken.Concat(units).ToHashSet(StringComparer.Ordinal);
        var extras = new List<Extra>();
        foreach (var extra in wish.Extras)
        {
            if (Pick(extra.Equipment, extra.Units, gone) is not { } lent)
            {
                return null;
            }

            gone.UnionWith(lent);
            extras.Add(new Extra(extra.Equipment.Code, lent));
        }

        return new ChosenUnits(units, extras.ToValueList());
    }

    private static ValueList<string>? Pick(Bookable place, int wanted, IReadOnlySet<string> taken)
    {
        var free = place.UnitCodes.Where(unit => !taken.Contains(unit)).ToList();
        if (free.Count < wanted)
        {
            return null;
        }

        return (SideBySide(place.UnitCodes, wanted, taken) ?? free.Take(wanted)).ToValueList();
    }

    private static IEnumerable<string>? SideBySide(ValueList<string> all, int wanted, IReadOnlySet<string> taken)
    {
        var run = 0;
        for (var i = 0; i < all.Count; i++)
        {
            run = taken.Contains(all[i]) ? 0 : run + 1;
            if (run == wanted)
            {
                return all.Skip(i - wanted + 1).Take(wanted);
            }
        }

        return null;
    }
}
