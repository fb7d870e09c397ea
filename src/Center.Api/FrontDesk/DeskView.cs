using System;
using System.Collections.Generic;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.FrontDesk;

/// <summary>What every page of the desk knows.</summary>
/// <param name="Book">The centre's definition.</param>
/// <param name="Sites">Sites within the caller's scope.</param>
/// <param name="Site">The one that the desk stands in.</param>
/// <param name="Now">When it was read.</param>
public sealed record DeskView(CentreBook Book, IReadOnlyList<Site> Sites, Site Site, DateTimeOffset Now)
{
    /// <summary>Local date of today.</summary>
    public DateOnly Today => Book.Zone.DateOf(Now);

    /// <summary>What was just done, or why not; null when nothing was.</summary>
    public DeskNotice? Notice { get; init; }
}

/// <summary>What was just done, or why not.</summary>
/// <param name="Verb">What was asked for.</param>
/// <param name="Booking">The booking as it is now, or null.</param>
/// <param name="Refusal">Why not; null when it was done.</param>
/// <param name="Again">What may be done all the same with a reason, or null.</param>
/// <param name="Unknown">A code by which nobody is known, which a newcomer may get as card; or null.</param>
public sealed record DeskNotice(
    string Verb,
    DeskBooking? Booking = null,
    Refusal? Refusal = null,
    DeskAct? Again = null,
    string? Unknown = null
);

/// <summary>A person before the desk.</summary>
/// <param name="Id">The record that counts.</param>
/// <param name="Name">Name out of the vault, or null.</param>
/// <param name="Phone">Telephone number out of the vault, or null.</param>
/// <param name="Email">Where notices go, out of the vault, or null.</param>
/// <param name="HasCard">Whether the vault knows a card.</param>
/// <param name="AgeBand">Code of the age band.</param>
/// <param name="Community">Code of the community of residence, or null.</param>
/// <param name="Strikes">Bookings to which the person did not come, in order.</param>
/// <param name="SuspendedUntil">End of the suspension that stands, exclusive, or null.</param>
public sealed record DeskPerson(
    Guid Id,
    string? Name,
    string? Phone,
    string? Email,
    bool HasCard,
    string AgeBand,
    string? Community,
    IReadOnlyList<DeskStrike> Strikes,
    DateTimeOffset? SuspendedUntil
);

/// <summary>A booking to which a person did not come.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="Place">Code of its place; null when lists do not know it yet.</param>
/// <param name="Start">When it began, or else when it was given free.</param>
/// <param name="Counts">Whether it can still lead to a suspension.</param>
public sealed record DeskStrike(Guid Booking, string? Place, DateTimeOffset Start, bool Counts);
