using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>What a booking is about: place, time, people, for whom, and by which rules it was decided.</summary>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Site">Code of its site.</param>
/// <param name="Kind">Kind of facility; quotas are counted by kind.</param>
/// <param name="ServiceLine">Code of the service line that the booking counts for.</param>
/// <param name="Units">Codes of the units taken, in order; at least one.</param>
/// <param name="Window">The booking's own time, half-open.</param>
/// <param name="Claim">The time for which the units are held: the window with set-up and tear-down around it.</param>
/// <param name="People">Number of people, at least 1.</param>
/// <param name="Purpose">Purpose code.</param>
/// <param name="Person">The person it is for, or null when it is for an organisation alone.</param>
/// <param name="Organisation">Code of the organisation that it is for, or null.</param>
/// <param name="HoldsPerson">Whether the person is kept from being booked elsewhere at the same time.</param>
/// <param name="Extras">Equipment lent with it.</param>
/// <param name="PolicyVersion">Version of the rules that it was decided by.</param>
/// <param name="Override">Rules set aside by staff, or null when none were.</param>
/// <param name="ReleaseAt">
/// When it is given free if nobody came, exclusive; null where no-shows are not counted. See <see cref="NoShowRelease"/>.
/// </param>
public sealed record BookingTerms(
    string Facility,
    string Site,
    Facilities.FacilityKind Kind,
    string ServiceLine,
    ValueList<string> Units,
    TimeWindow Window,
    TimeWindow Claim,
    int People,
    string Purpose,
    PersonId? Person,
    string? Organisation,
    bool HoldsPerson,
    ValueList<Extra> Extras,
    string PolicyVersion,
    Override? Override,
    DateTimeOffset? ReleaseAt = null
)
{
    /// <summary>Units of the place and of the equipment.</summary>
    /// <returns>Unit codes; none twice.</returns>
    public ValueList<string> AllUnits() => Units.Concat(Extras.SelectMany(extra => extra.Units)).ToValueList();
}

/// <summary>Equipment lent with a booking.</summary>
/// <param name="Code">Code of the equipment.</param>
/// <param name="Units">Codes of the units taken.</param>
public sealed record Extra(string Code, ValueList<string> Units);

/// <summary>Rules that staff set aside for one booking.</summary>
/// <param name="ReasonCode">Why.</param>
/// <param name="Rules">Codes of the rules that would have refused.</param>
public sealed record Override(string ReasonCode, ValueList<string> Rules);
