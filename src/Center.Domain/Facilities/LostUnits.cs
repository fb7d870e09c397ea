using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>
/// What a change of the definition would pull away from under bookings. A booking names a place and holds its units, so
/// both must stay: a unit is lost when its facility or part no longer has it, and all units of a place are lost with the
/// place itself, even when they go on under another code.
/// </summary>
public static class LostUnits
{
    /// <summary>Codes of the units that are lost.</summary>
    /// <param name="before">The centre as it is.</param>
    /// <param name="after">The centre as it is to be.</param>
    /// <returns>In order, none twice; empty when all that was bookable stays so.</returns>
    public static ValueList<string> Between(CentreBook before, CentreBook after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before
            .Bookables(withParts: true)
            .SelectMany(place => place.UnitCodes.Except(after.Find(place.Code)?.UnitCodes ?? []))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToValueList();
    }
}
