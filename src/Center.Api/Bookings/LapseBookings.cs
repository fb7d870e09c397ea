using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Wolverine;
using Wolverine.Marten;

namespace Center.Api.Bookings;

/// <summary>A durable reminder that a hold or request ends; a hint, the deadline itself is state of the booking.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Booking">The booking.</param>
/// <param name="Deadline">When it ends.</param>
public sealed record BookingDeadlinePassed(string Centre, Guid Booking, DateTimeOffset Deadline);

/// <summary>Reminders that tidy up after holds and requests.</summary>
internal interface IBookingReminders
{
    /// <summary>Reminds at the deadline, if the transaction commits.</summary>
    Task RemindAsync(Work work, BookingId id, DateTimeOffset deadline);
}

/// <summary>Writes reminders in the transaction of the hold.</summary>
/// <param name="outbox">Wolverine's outbox.</param>
internal sealed class BookingDeadlines(IMartenOutbox outbox) : IBookingReminders
{
    public async Task RemindAsync(Work work, BookingId id, DateTimeOffset deadline)
    {
        outbox.Enroll(work.Session);
        await outbox.ScheduleAsync(new BookingDeadlinePassed(work.Centre, id.Value, deadline), deadline);
    }
}

/// <summary>Tidies up after holds and requests whose time has run out, so that nobody has to meet them first.</summary>
public static class LapseBookings
{
    /// <summary>Lapses the booking, and any other of the centre, whose deadline has passed; safe to repeat.</summary>
    /// <param name="reminder">The reminder.</param>
    /// <param name="works">Opens transactions.</param>
    /// <param name="stopping">The service stops; the reminder comes again.</param>
    public static async Task Handle(BookingDeadlinePassed reminder, WorkFactory works, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        ArgumentNullException.ThrowIfNull(works);
        var context = EventContext.System("lapse", $"lapse-{reminder.Booking}");
        await using var work = await works.BeginAsync(reminder.Centre, context, stopping);
        await work.LockCentreAsync();
        await BookingDesk.LapseAsync(new Command(work, Caller.Console(reminder.Centre), null));
        await work.CommitAsync();
    }
}
