using System;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>The units are kept for the booker for a few minutes while he or she decides.</summary>
/// <param name="Terms">What is held.</param>
/// <param name="ExpiresAt">End of the hold, exclusive.</param>
/// <param name="NeedsApproval">Whether confirming it asks for approval.</param>
[EventName("booking.held", 1)]
public sealed record BookingHeld(BookingTerms Terms, DateTimeOffset ExpiresAt, bool NeedsApproval);

/// <summary>The booking waits for approval and holds its units meanwhile.</summary>
/// <param name="Terms">What is asked for; null when it is what was held.</param>
/// <param name="LapsesAt">When the request lapses if nobody decides, exclusive.</param>
[EventName("booking.requested", 1)]
public sealed record BookingRequested(BookingTerms? Terms, DateTimeOffset LapsesAt);

/// <summary>The booking stands.</summary>
/// <param name="Terms">What is booked; null when it is what was held or requested.</param>
/// <param name="How">How it came to stand.</param>
[EventName("booking.confirmed", 1)]
public sealed record BookingConfirmed(BookingTerms? Terms, ConfirmedHow How);

/// <summary>How a booking came to stand.</summary>
public enum ConfirmedHow
{
    /// <summary>At once, no hold and no approval.</summary>
    AtOnce,

    /// <summary>The booker confirmed a hold.</summary>
    FromHold,

    /// <summary>Staff approved a request.</summary>
    Approved,
}

/// <summary>Staff said no to a request.</summary>
/// <param name="ReasonCode">Why.</param>
[EventName("booking.declined", 1)]
public sealed record BookingDeclined(string ReasonCode);

/// <summary>The booking moved to another time or place; old and new units change hands in one moment.</summary>
/// <param name="Terms">The new terms.</param>
/// <param name="LapsesAt">Set when the move waits for approval: when the request lapses.</param>
[EventName("booking.rescheduled", 1)]
public sealed record BookingRescheduled(BookingTerms Terms, DateTimeOffset? LapsesAt);

/// <summary>The booking was given up.</summary>
/// <param name="ReasonCode">Why.</param>
/// <param name="By">Who gave it up: the booker's side or the staff.</param>
/// <param name="NoticeMinutes">Whole minutes before the start, 0 when later.</param>
[EventName("booking.cancelled", 1)]
public sealed record BookingCancelled(string ReasonCode, CancelledBy By, int NoticeMinutes);

/// <summary>Who gave a booking up.</summary>
public enum CancelledBy
{
    /// <summary>The person or organisation that it was for, or who booked for them.</summary>
    Booker,

    /// <summary>The centre's staff.</summary>
    Staff,
}

/// <summary>A hold or request ran out of time.</summary>
/// <param name="Deadline">The moment since which it counts as lapsed.</param>
[EventName("booking.lapsed", 1)]
public sealed record BookingLapsed(DateTimeOffset Deadline);

/// <summary>Somebody came.</summary>
/// <param name="At">When, as the desk or the scan says.</param>
[EventName("booking.checked-in", 1)]
public sealed record BookingCheckedIn(DateTimeOffset At);

/// <summary>The check-in was a mistake.</summary>
[EventName("booking.check-in-undone", 1)]
public sealed record BookingCheckInUndone;

/// <summary>They left; the rest of the time is free for others.</summary>
/// <param name="At">When.</param>
[EventName("booking.checked-out", 1)]
public sealed record BookingCheckedOut(DateTimeOffset At);

/// <summary>Nobody came in time; the rest of the time is free for others.</summary>
/// <param name="Due">The moment since which it counts as released.</param>
/// <param name="Late">Whether that was written so late that the service must have been down; then it is nobody's fault.</param>
[EventName("booking.released-as-no-show", 1)]
public sealed record BookingReleasedAsNoShow(DateTimeOffset Due, bool Late);
