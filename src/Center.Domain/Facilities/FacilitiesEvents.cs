using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>A facility can be booked from now on, for the first time or again. Stream <c>facility/{code}</c>.</summary>
/// <param name="Site">Code of the site where it is.</param>
/// <param name="ServiceLine">Code of the line that it serves; only equipment may have none.</param>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Floor">Storey, the ground floor is 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">People it holds, at least 1; 0 for equipment.</param>
/// <param name="Units">Number of seats, counters or pieces; 1 for a room.</param>
/// <param name="Features">What it offers, by code.</param>
/// <param name="Parts">What a divisible room divides into; empty for all else.</param>
/// <param name="Hours">Its opening hours; null when it keeps its site's.</param>
/// <param name="Rules">House rules that are different here; null when none are.</param>
/// <param name="Source">Where its description comes from, by code.</param>
[EventName("facility.opened", 1)]
public sealed record FacilityOpened(
    string Site,
    string? ServiceLine,
    FacilityKind Kind,
    int? Floor,
    LocalizedText Name,
    int Capacity,
    int Units,
    ValueList<string> Features,
    ValueList<FacilityPart> Parts,
    OpeningHours? Hours,
    RuleOverrides? Rules,
    string? Source
);

/// <summary>A facility was described anew; units, hours and rules stay. Stream <c>facility/{code}</c>.</summary>
/// <param name="Site">Code of the site where it is.</param>
/// <param name="ServiceLine">Code of the line that it serves; only equipment may have none.</param>
/// <param name="Floor">Storey, the ground floor is 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">People it holds, at least 1; 0 for equipment.</param>
/// <param name="Features">What it offers, by code.</param>
/// <param name="Source">Where its description comes from, by code.</param>
[EventName("facility.described", 1)]
public sealed record FacilityDescribed(
    string Site,
    string? ServiceLine,
    int? Floor,
    LocalizedText Name,
    int Capacity,
    ValueList<string> Features,
    string? Source
);

/// <summary>A facility consists of other units than before. Stream <c>facility/{code}</c>.</summary>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Units">Number of seats, counters or pieces; 1 for a room.</param>
/// <param name="Parts">What a divisible room divides into; empty for all else.</param>
[EventName("facility.units-changed", 1)]
public sealed record FacilityUnitsChanged(FacilityKind Kind, int Units, ValueList<FacilityPart> Parts);

/// <summary>A facility got other opening hours. Stream <c>facility/{code}</c>.</summary>
/// <param name="Hours">Its opening hours; null when it keeps its site's.</param>
[EventName("facility.hours-set", 1)]
public sealed record FacilityHoursSet(OpeningHours? Hours);

/// <summary>House rules were made different for a facility. Stream <c>facility/{code}</c>.</summary>
/// <param name="Rules">All members that are different here; null when none are any more.</param>
[EventName("facility.rules-overridden", 1)]
public sealed record FacilityRulesOverridden(RuleOverrides? Rules);

/// <summary>A facility can no longer be booked; its history stays. Stream <c>facility/{code}</c>.</summary>
[EventName("facility.retired", 1)]
public sealed record FacilityRetired;

/// <summary>
/// A facility, or one part of it, cannot be used for a time, whatever its opening hours say. Stream
/// <c>facility/{code}</c>.
/// </summary>
/// <param name="Closure">The closure.</param>
/// <param name="Window">When, half-open; begins at the announcement at the earliest.</param>
/// <param name="Part">Code of the part; null when all of the facility is closed.</param>
/// <param name="ReasonCode">Why; see <see cref="ClosureReasons"/>.</param>
[EventName("closure.announced", 1)]
public sealed record ClosureAnnounced(ClosureId Closure, TimeWindow Window, string? Part, string ReasonCode);

/// <summary>A closure no longer holds; all of its time can be booked again. Stream <c>facility/{code}</c>.</summary>
/// <param name="Closure">The closure.</param>
[EventName("closure.withdrawn", 1)]
public sealed record ClosureWithdrawn(ClosureId Closure);
