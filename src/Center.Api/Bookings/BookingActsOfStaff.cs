using System;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;

namespace Center.Api.Bookings;

/// <summary>What the staff do with bookings of others.</summary>
internal sealed partial class BookingActs
{
    /// <summary>Grants a request.</summary>
    public Func<Command, Task<Reply>> Approve(Guid id) =>
        Act(
            id,
            Permission.ApproveBookings,
            (command, _, booking) => BookingDecider.Decide(new ApproveBooking(command.Work.Now), booking)
        );

    /// <summary>Declines a request.</summary>
    public Func<Command, Task<Reply>> Decline(Guid id, string reasonCode) =>
        Act(
            id,
            Permission.ApproveBookings,
            (command, _, booking) =>
                BookingDecider.Decide(new DeclineBooking(command.Work.Now, ReasonOf(reasonCode)), booking)
        );

    /// <summary>Somebody came.</summary>
    public Func<Command, Task<Reply>> CheckIn(Guid id) =>
        Act(
            id,
            Permission.CheckInOthers,
            (command, book, booking) =>
                BookingDecider.Decide(
                    new CheckInBooking(command.Work.Now, BookingDesk.RulesOf(book, booking.Terms!)),
                    booking
                )
        );

    /// <summary>The check-in was a mistake.</summary>
    public Func<Command, Task<Reply>> UndoCheckIn(Guid id) =>
        Act(id, Permission.CheckInOthers, (_, _, booking) => BookingDecider.Decide(new UndoCheckIn(), booking));

    /// <summary>They left.</summary>
    public Func<Command, Task<Reply>> CheckOut(Guid id) =>
        Act(
            id,
            Permission.CheckInOthers,
            (command, _, booking) => BookingDecider.Decide(new CheckOutBooking(command.Work.Now), booking)
        );
}
