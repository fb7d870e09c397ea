using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Projections.Bookings;

/// <summary>A unit that a closure holds.</summary>
/// <param name="Closure">The closure.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="During">How long; less than the closure for a unit that came later.</param>
/// <param name="Window">The closure's own window.</param>
public sealed record ClosedUnit(ClosureId Closure, string Unit, TimeWindow During, TimeWindow Window);

/// <summary>
/// What a change of a facility changes in the units that its closures hold; a pure function of the facility before and
/// after and of the instant. A closure holds every unit that the facility has while it stands, also one that comes later.
/// </summary>
/// <param name="Released">Units given free.</param>
/// <param name="Claimed">Units held from now on.</param>
public sealed record ClosedUnits(
    IReadOnlyList<(ClosureId Closure, string Unit)> Released,
    IReadOnlyList<ClosedUnit> Claimed
)
{
    /// <summary>How closures stand in the column <c>kind</c>, where bookings name the kind of their facility.</summary>
    public const string Kind = "closure";

    /// <summary>The change between two states of one facility.</summary>
    /// <param name="before">Before; null when there was none.</param>
    /// <param name="after">After; null when it is retired.</param>
    /// <param name="at">Instant of the change.</param>
    public static ClosedUnits Between(Facility? before, Facility? after, DateTimeOffset at)
    {
        var old = Of(before);
        var now = Of(after);
        return new ClosedUnits(
            [.. old.Keys.Except(now.Keys)],
            [
                .. now.Where(held => !old.ContainsKey(held.Key))
                    .Select(held =>
                        Claim(held.Key, held.Value, IsNew(before, held.Value) ? held.Value.Window.Start : at)
                    )
                    .OfType<ClosedUnit>(),
            ]
        );
    }

    /// <summary>The changes of all facilities between two states of a centre.</summary>
    /// <param name="before">The centre before.</param>
    /// <param name="after">The centre after.</param>
    /// <param name="at">Instant of the change.</param>
    public static ClosedUnits Between(CentreBook before, CentreBook after, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = before
            .Facilities.Concat(after.Facilities)
            .Where(facility => facility.Closures.Count > 0)
            .Select(facility => facility.Code)
            .Distinct(StringComparer.Ordinal)
            .Select(code => Between(before.FindFacility(code), after.FindFacility(code), at))
            .ToList();
        return new ClosedUnits(
            [.. changes.SelectMany(change => change.Released)],
            [.. changes.SelectMany(change => change.Claimed)]
        );
    }

    private static Dictionary<(ClosureId, string), Closure> Of(Facility? facility) =>
        facility is null
            ? []
            : facility
                .Closures.SelectMany(closure => closure.UnitsOf(facility).Select(unit => (closure, unit)))
                .ToDictionary(held => (held.closure.Id, held.unit), held => held.closure);

    private static bool IsNew(Facility? before, Closure closure) => before?.Closures.Contains(closure) != true;

    private static ClosedUnit? Claim((ClosureId Id, string Unit) key, Closure closure, DateTimeOffset from) =>
        TimeWindow.TryMake(from > closure.Window.Start ? from : closure.Window.Start, closure.Window.End) is { } during
            ? new ClosedUnit(key.Id, key.Unit, during, closure.Window)
            : null;
}
