using Center.Domain.Bookings;

namespace Center.Api.Notifications;

/// <summary>What somebody is told about a booking.</summary>
internal enum NoticeKind
{
    /// <summary>It stands.</summary>
    Confirmed,

    /// <summary>Staff approved the request.</summary>
    Approved,

    /// <summary>Staff said no to the request.</summary>
    Declined,

    /// <summary>Nobody decided on the request in time.</summary>
    Lapsed,

    /// <summary>The place closes.</summary>
    Closed,

    /// <summary>Staff cancelled it.</summary>
    Cancelled,

    /// <summary>Nobody came; the place was given free.</summary>
    Released,
}

/// <summary>Which events are worth an e-mail: what others decided, and what stands. What one did oneself one knows.</summary>
internal static class NoticeKinds
{
    private const string Closure = "closure";

    /// <summary>What is told of an event; null for nothing.</summary>
    /// <param name="before">The booking before it.</param>
    /// <param name="event">The event.</param>
    public static NoticeKind? Of(Booking before, object @event) =>
        @event switch
        {
            BookingConfirmed { How: ConfirmedHow.Approved } => NoticeKind.Approved,
            BookingConfirmed => NoticeKind.Confirmed,
            BookingDeclined => NoticeKind.Declined,
            BookingLapsed when before.Status == BookingStatus.Requested => NoticeKind.Lapsed,
            BookingCancelled { By: CancelledBy.Staff, ReasonCode: Closure } => NoticeKind.Closed,
            BookingCancelled { By: CancelledBy.Staff } => NoticeKind.Cancelled,
            BookingReleasedAsNoShow { Late: false } => NoticeKind.Released,
            _ => null,
        };
}
