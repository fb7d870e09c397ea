using System;
using Center.Domain.Kernel;

namespace Center.Projections.Bookings;

/// <summary>A row of <c>center.allocation</c>: a booking or a closure holds a unit.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="During">How long it is held.</param>
/// <param name="Booking">The booking or closure.</param>
/// <param name="Own">The booking's own window, without set-up and tear-down.</param>
/// <param name="Kind">Kind of the facility, as stored.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="Organisation">The organisation it is for, or null.</param>
/// <param name="ExpiresAt">Deadline of a hold or request, exclusive; null when there is none.</param>
internal sealed record LedgerUnit(
    string Unit,
    TimeWindow During,
    Guid Booking,
    TimeWindow Own,
    string Kind,
    Guid? Person,
    string? Organisation,
    DateTimeOffset? ExpiresAt
)
{
    /// <summary>Whether it still holds at an instant.</summary>
    public bool LivesAt(DateTimeOffset now) => ExpiresAt is not { } deadline || deadline > now;
}

/// <summary>A row of <c>center.presence</c>: a person is somewhere.</summary>
/// <param name="Person">The person.</param>
/// <param name="During">When.</param>
/// <param name="Booking">Because of this booking.</param>
/// <param name="ExpiresAt">Deadline of that booking, or null.</param>
internal sealed record LedgerPresence(Guid Person, TimeWindow During, Guid Booking, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether it still holds at an instant.</summary>
    public bool LivesAt(DateTimeOffset now) => ExpiresAt is not { } deadline || deadline > now;
}
