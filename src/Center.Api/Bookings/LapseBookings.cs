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
using Wolverine.Attributes;

namespace Center.Api.Bookings;

/// <summary>
/// Tidies up after holds, requests and no-shows whose time has run out, so that nobody has to meet them first.
/// </summary>
[WolverineHandler]
public static class LapseBookings
{
    // Wolverine wakes by this node's clock, deadlines go by the database's.
    private static readonly TimeSpan _skew = TimeSpan.FromSeconds(10);

    /// <summary>Lapses or releases every booking of the centre whose deadline has passed; safe to repeat.</summary>
    /// <param name="reminder">The reminder.</param>
    /// <param name="works">Opens transactions.</param>
    /// <param name="stopping">The service stops; the reminder comes again.</param>
    public static async Task Handle(BookingDeadlinePassed reminder, WorkFactory works, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        ArgumentNullException.ThrowIfNull(works);
        var early = reminder.Deadline - await TidyAsync(reminder, works, stopping);
        if (early > TimeSpan.Zero && early < _skew)
        {
            await Task.Delay(early, stopping);
            await TidyAsync(reminder, works, stopping);
        }
    }

    private static async Task<DateTimeOffset> TidyAsync(
        BookingDeadlinePassed reminder,
        WorkFactory works,
        CancellationToken stopping
    )
    {
        var context = EventContext.System("lapse", $"lapse-{reminder.Booking}");
        await using var work = await works.BeginLockedAsync(reminder.Centre, context, _ => { }, stopping);
        await BookingDesk.LapseAsync(new Command(work, Caller.Console(reminder.Centre), null));
        await work.CommitAsync();
        return work.Now;
    }
}
