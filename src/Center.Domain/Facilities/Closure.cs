using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>A time for which a facility, or a part of it, cannot be used.</summary>
/// <param name="Id">The closure.</param>
/// <param name="Window">When, half-open.</param>
/// <param name="Part">Code of the part; null when all of the facility is closed.</param>
/// <param name="ReasonCode">Why; see <see cref="ClosureReasons"/>.</param>
public sealed record Closure(ClosureId Id, TimeWindow Window, string? Part, string ReasonCode)
{
    /// <summary>What it closes of a facility as that is now: the units of the part, or all.</summary>
    /// <param name="facility">The facility.</param>
    /// <returns>Unit codes in order; none when the part is gone.</returns>
    public ValueList<string> UnitsOf(Facility facility)
    {
        ArgumentNullException.ThrowIfNull(facility);
        return Part is null ? Bookable.Whole(facility).UnitCodes
            : facility.Parts.FirstOrDefault(part => part.Code == Part) is { } part
                ? Bookable.Part(facility, part).UnitCodes
            : [];
    }
}

/// <summary>Why facilities are closed.</summary>
public static class ClosureReasons
{
    private static readonly FrozenSet<string> _known = new HashSet<string>
    {
        "repair",
        "cleaning",
        "event",
        "holiday",
        "safety",
        "weather",
        "staffing",
        "other",
    }.ToFrozenSet();

    /// <summary>Every reason code.</summary>
    public static IReadOnlyCollection<string> All => _known;

    /// <summary>Whether the text is a reason code.</summary>
    /// <param name="code">The text.</param>
    public static bool Know(string code) => _known.Contains(code);
}
