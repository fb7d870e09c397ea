using System;

namespace Center.Domain.Bookings;

/// <summary>Where a booking stands.</summary>
public enum BookingStatus
{
    /// <summary>Nothing was ever booked under this id.</summary>
    None,

    /// <summary>Kept for the booker for a few minutes.</summary>
    Held,

    /// <summary>Waits for approval.</summary>
    Requested,

    /// <summary>Stands.</summary>
    Confirmed,

    /// <summary>Somebody came.</summary>
    CheckedIn,

    /// <summary>They left.</summary>
    CheckedOut,

    /// <summary>Given up.</summary>
    Cancelled,

    /// <summary>Staff said no.</summary>
    Declined,

    /// <summary>A hold or request ran out of time.</summary>
    Lapsed,

    /// <summary>Nobody came; the place was given free.</summary>
    Released,
}

/// <summary>What decisions about a booking read.</summary>
/// <param name="Status">As the events say; a deadline may have passed since, see <see cref="StatusAt(DateTimeOffset)"/>.</param>
/// <param name="Terms">What it is about; null before the first event.</param>
/// <param name="Deadline">
/// End of the hold or request, or of the time in which somebody must come, exclusive; null when there is none.
/// </param>
/// <param name="NeedsApproval">Whether confirming the hold asks for approval.</param>
/// <param name="LeftAt">When its time ended early: when they checked out, or when it was released; else null.</param>
public sealed record Booking(
    BookingStatus Status,
    BookingTerms? Terms,
    DateTimeOffset? Deadline,
    bool NeedsApproval,
    DateTimeOffset? LeftAt = null
)
{
    /// <summary>A booking without events.</summary>
    public static Booking Initial { get; } = new(BookingStatus.None, null, null, false);

    /// <summary>
    /// Where it stands at an instant: a hold or request past its deadline is lapsed, and what nobody came to is released,
    /// tidied up or not.
    /// </summary>
    /// <param name="now">The instant.</param>
    public BookingStatus StatusAt(DateTimeOffset now) => StatusAt(Status, Deadline, now);

    /// <summary>The same for whoever keeps no more than status and deadline.</summary>
    /// <param name="status">As the events say.</param>
    /// <param name="deadline">See <see cref="Deadline"/>.</param>
    /// <param name="now">The instant.</param>
    public static BookingStatus StatusAt(BookingStatus status, DateTimeOffset? deadline, DateTimeOffset now) =>
        (deadline <= now, status) switch
        {
            (true, BookingStatus.Confirmed) => BookingStatus.Released,
            (true, _) => BookingStatus.Lapsed,
            _ => status,
        };

    /// <summary>Whether it keeps its units at an instant.</summary>
    /// <param name="now">The instant.</param>
    public bool HoldsUnitsAt(DateTimeOffset now) =>
        StatusAt(now)
            is BookingStatus.Held
                or BookingStatus.Requested
                or BookingStatus.Confirmed
                or BookingStatus.CheckedIn;

    /// <summary>The state after one more event; an event of another kind leaves it as it is.</summary>
    /// <param name="state">State before.</param>
    /// <param name="event">The event.</param>
    public static Booking Evolve(Booking state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            BookingHeld held => new(BookingStatus.Held, held.Terms, held.ExpiresAt, held.NeedsApproval),
            BookingRequested e => new(BookingStatus.Requested, e.Terms ?? state.Terms, e.LapsesAt, false),
            BookingConfirmed e => Stands(e.Terms ?? state.Terms),
            BookingRescheduled { LapsesAt: { } lapses } e => new(BookingStatus.Requested, e.Terms, lapses, false),
            BookingRescheduled e => Stands(e.Terms),
            BookingDeclined => state with { Status = BookingStatus.Declined, Deadline = null },
            BookingCancelled => state with { Status = BookingStatus.Cancelled, Deadline = null },
            BookingLapsed => state with { Status = BookingStatus.Lapsed, Deadline = null },
            BookingCheckedIn => state with { Status = BookingStatus.CheckedIn, Deadline = null },
            BookingCheckInUndone => Stands(state.Terms),
            BookingCheckedOut e => state with { Status = BookingStatus.CheckedOut, LeftAt = e.At },
            BookingReleasedAsNoShow e => state with
            {
                Status = BookingStatus.Released,
                Deadline = null,
                LeftAt = e.Due,
            },
            _ => state,
        };
    }

    private static Booking Stands(BookingTerms? terms) => new(BookingStatus.Confirmed, terms, terms?.ReleaseAt, false);
}
