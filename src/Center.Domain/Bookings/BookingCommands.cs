using System;
using System.Collections.Generic;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;

namespace Center.Domain.Bookings;

/// <summary>What somebody asks for; a new booking, or the new terms of one that is to move.</summary>
/// <param name="Place">What is to be booked.</param>
/// <param name="Window">The time asked for.</param>
/// <param name="People">Number of people, at least 1.</param>
/// <param name="Purpose">Purpose code; unknown text counts as <c>other</c>, see <see cref="Purposes"/>.</param>
/// <param name="ServiceLine">Service line asked for; null means the place's own.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="Organisation">The organisation it is for, or null.</param>
/// <param name="Units">Number of units asked for; null means as many as people for seats, else 1.</param>
/// <param name="Extras">Equipment by code and number of units.</param>
/// <param name="OverrideReason">Reason code under which staff set rules aside, or null.</param>
public sealed record BookingWish(
    Bookable Place,
    TimeWindow Window,
    int People,
    string Purpose,
    string? ServiceLine,
    PersonId? Person,
    string? Organisation,
    int? Units,
    IReadOnlyList<ExtraWish> Extras,
    string? OverrideReason
);

/// <summary>Equipment asked for.</summary>
/// <param name="Equipment">What.</param>
/// <param name="Units">How many, at least 1.</param>
public sealed record ExtraWish(Bookable Equipment, int Units);

/// <summary>What is so at the moment of the decision, read under the centre's admission lock.</summary>
/// <param name="Now">The instant of the decision.</param>
/// <param name="Book">The centre's definition.</param>
/// <param name="Taken">Codes of units that somebody else holds at some time of the claim.</param>
/// <param name="Closed">Whether a closure covers part of the claim.</param>
/// <param name="PersonBusy">Whether the person has another live booking that overlaps.</param>
/// <param name="PersonUse">What the person has booked of this kind in the quota's period.</param>
/// <param name="OrganisationUse">What the organisation has booked of this kind in the quota's period.</param>
/// <param name="Booker">What the rules ask about the person; null when that is not known.</param>
public sealed record AdmissionFacts(
    DateTimeOffset Now,
    CentreBook Book,
    IReadOnlySet<string> Taken,
    bool Closed,
    bool PersonBusy,
    QuotaUse PersonUse,
    QuotaUse OrganisationUse,
    BookerFacts? Booker = null
);

/// <summary>What the rules ask about a person who books for himself or herself.</summary>
/// <param name="AgeBand">Age in bands; null when the person is not registered.</param>
/// <param name="Community">Code of the community of residence, or null.</param>
/// <param name="SuspendedUntil">End of a pause after no-shows, exclusive; null when there is none.</param>
public sealed record BookerFacts(AgeBand? AgeBand, string? Community, DateTimeOffset? SuspendedUntil);

/// <summary>Use of a quota in its period, without the booking under decision.</summary>
/// <param name="Count">Number of bookings.</param>
/// <param name="Minutes">Booked minutes.</param>
public readonly record struct QuotaUse(int Count, int Minutes);

/// <summary>Books, or holds for a few minutes.</summary>
/// <param name="Wish">What is asked for.</param>
/// <param name="Facts">What is so.</param>
/// <param name="Hold">Whether it is only held.</param>
public sealed record PlaceBooking(BookingWish Wish, AdmissionFacts Facts, bool Hold);

/// <summary>Moves a booking; decided like a new one that ignores itself.</summary>
/// <param name="Wish">The new terms.</param>
/// <param name="Facts">What is so, without the booking's own units and quota.</param>
public sealed record RescheduleBooking(BookingWish Wish, AdmissionFacts Facts);

/// <summary>The booker confirms a hold.</summary>
/// <param name="Now">The instant.</param>
/// <param name="Rules">Rules in force for the booking.</param>
public sealed record ConfirmBooking(DateTimeOffset Now, BookingRules Rules);

/// <summary>Staff approve a request.</summary>
/// <param name="Now">The instant.</param>
public sealed record ApproveBooking(DateTimeOffset Now);

/// <summary>Staff decline a request.</summary>
/// <param name="Now">The instant.</param>
/// <param name="ReasonCode">Why; see <see cref="Reasons"/>.</param>
public sealed record DeclineBooking(DateTimeOffset Now, string ReasonCode);

/// <summary>Gives a booking up.</summary>
/// <param name="Now">The instant.</param>
/// <param name="ReasonCode">Why; see <see cref="Reasons"/>.</param>
/// <param name="By">Who gives it up.</param>
public sealed record CancelBooking(DateTimeOffset Now, string ReasonCode, CancelledBy By);

/// <summary>Tidies up a hold, a request, or a booking to which nobody came, whose deadline has passed.</summary>
/// <param name="Now">The instant.</param>
public sealed record LapseBooking(DateTimeOffset Now);

/// <summary>Somebody came.</summary>
/// <param name="At">When; may lie before now for a scan that arrives late.</param>
/// <param name="Rules">Rules in force for the booking.</param>
public sealed record CheckInBooking(DateTimeOffset At, BookingRules Rules);

/// <summary>The check-in was a mistake.</summary>
public sealed record UndoCheckIn;

/// <summary>They left.</summary>
/// <param name="At">When.</param>
public sealed record CheckOutBooking(DateTimeOffset At);
