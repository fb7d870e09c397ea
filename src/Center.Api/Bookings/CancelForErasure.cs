using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.Bookings;

/// <summary>
/// Policy: whoever is erased gives up what is booked for him or her alone, in the transaction of the erasure, so that the
/// places are free again and nobody waits for somebody who is not known any more. What is in use ends as it would have;
/// bookings of organisations stay theirs.
/// </summary>
internal static class CancelForErasure
{
    private const string Reason = "no-longer-needed";

    /// <summary>Cancels; the transaction holds the centre's admission lock.</summary>
    /// <param name="command">The erasure.</param>
    /// <param name="records">The person's records.</param>
    public static async Task RunAsync(Command command, IReadOnlyList<PersonId> records)
    {
        var bookings = await PersonsBookings.LiveAsync(command.Work, records);
        await command.Work.ReadStreamsAsync(bookings.Select(BookingDesk.StreamOf));
        var ask = new CancelBooking(command.Work.Now, Reason, CancelledBy.Booker);
        foreach (var booking in bookings)
        {
            var cancelled = await (command with { IfMatch = null, OnlyNew = false }).DecideAsync(
                BookingDesk.StreamOf(booking),
                Booking.Initial,
                Booking.Evolve,
                state => BookingDecider.Decide(ask, state)
            );
            if (cancelled.Events.Count > 0)
            {
                AdmissionLedger.Of(command.Work).Replace(booking, cancelled.State, isNew: false);
            }
        }
    }
}
