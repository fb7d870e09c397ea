using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>A unit that somebody holds for a time.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Claim">For how long.</param>
public readonly record struct BusyUnit(string Unit, TimeWindow Claim);

/// <summary>A stretch of time in which the same number of units is free.</summary>
/// <param name="Window">The stretch, half-open.</param>
/// <param name="Units">Number of free units; of a room 1 when all of it is free, else 0.</param>
public readonly record struct FreeStretch(TimeWindow Window, int Units);

/// <summary>Finds free time from what is held; the same for searches, alternatives and the day board.</summary>
public static class FreeTime
{
    /// <summary>Opening hours cut into stretches of equal free units.</summary>
    /// <param name="place">The place.</param>
    /// <param name="open">Opening hours, in order, not overlapping.</param>
    /// <param name="busy">What is held; units of other places are passed over.</param>
    public static IEnumerable<FreeStretch> Stretches(
        Bookable place,
        IEnumerable<TimeWindow> open,
        IReadOnlyCollection<BusyUnit> busy
    )
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(open);
        var own = place.UnitCodes.ToHashSet(StringComparer.Ordinal);
        var held = busy.Where(b => own.Contains(b.Unit)).ToList();
        foreach (var window in open)
        {
            var inside = held.Where(b => b.Claim.Overlaps(window)).ToList();
            var cuts = inside
                .SelectMany(b => new[] { b.Claim.Start, b.Claim.End })
                .Where(cut => window.Start < cut && cut < window.End)
                .Append(window.Start)
                .Append(window.End)
                .Distinct()
                .Order()
                .ToList();
            foreach (var stretch in Merge(cuts, piece => FreeUnits(place, piece, inside)))
            {
                yield return stretch;
            }
        }
    }

    /// <summary>Number of units free for all of a window; of a room 1 or 0.</summary>
    /// <param name="place">The place.</param>
    /// <param name="claim">The window with its buffers.</param>
    /// <param name="busy">What is held.</param>
    public static int FreeUnits(Bookable place, TimeWindow claim, IReadOnlyCollection<BusyUnit> busy)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (place.Kind == FacilityKind.Room)
        {
            return busy.Any(b => b.Claim.Overlaps(claim) && place.UnitCodes.Contains(b.Unit)) ? 0 : 1;
        }

        var taken = busy.Where(b => b.Claim.Overlaps(claim)).Select(b => b.Unit).ToHashSet(StringComparer.Ordinal);
        return place.UnitCodes.Count(unit => !taken.Contains(unit));
    }

    private static IEnumerable<FreeStretch> Merge(List<DateTimeOffset> cuts, Func<TimeWindow, int> freeIn)
    {
        FreeStretch? current = null;
        for (var i = 0; i + 1 < cuts.Count; i++)
        {
            var piece = new TimeWindow(cuts[i], cuts[i + 1]);
            var units = freeIn(piece);
            if (current is { } open && open.Units == units)
            {
                current = new FreeStretch(new TimeWindow(open.Window.Start, piece.End), units);
                continue;
            }

            if (current is { Units: > 0 } done)
            {
                yield return done;
            }

            current = new FreeStretch(piece, units);
        }

        if (current is { Units: > 0 } last)
        {
            yield return last;
        }
    }
}
