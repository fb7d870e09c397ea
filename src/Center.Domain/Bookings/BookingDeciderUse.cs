using System;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>Whether somebody comes, and leaves.</summary>
public static partial class BookingDecider
{
    /// <summary>
    /// Tidies up after a deadline: a hold or request lapses, and what nobody came to is released. Nothing when there is no
    /// deadline or it has not passed.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(LapseBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Deadline is not { } deadline || deadline > command.Now)
        {
            return Decision.Nothing;
        }

        return state.Status == BookingStatus.Confirmed
            ? Decision.Accept(new BookingReleasedAsNoShow(deadline, NoShowRelease.CameLate(deadline, command.Now)))
            : Decision.Accept(new BookingLapsed(deadline));
    }

    /// <summary>Checks in. Refused: policy-check-in-not-open before the rules' time, lapsed, wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(CheckInBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == BookingStatus.CheckedIn)
        {
            return Decision.Nothing;
        }

        if (NotIn(state, command.At, BookingStatus.Confirmed) is { } wrong)
        {
            return wrong;
        }

        var window = state.Terms!.Window;
        var opens = window.Start.AddMinutes(-command.Rules.CheckInOpensBefore);
        if (command.At < opens)
        {
            return new Refusal("policy-check-in-not-open", "Check-in is not open yet.").With("opensAt", opens);
        }

        return command.At < window.End
            ? Decision.Accept(new BookingCheckedIn(command.At))
            : WrongState(state.Status, "The booking is over.");
    }

    /// <summary>Takes a check-in back. Refused: wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(UndoCheckIn command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Status switch
        {
            BookingStatus.CheckedIn => Decision.Accept(new BookingCheckInUndone()),
            BookingStatus.Confirmed => Decision.Nothing,
            _ => WrongState(state.Status),
        };
    }

    /// <summary>Checks out; the rest of the time becomes free. Refused: wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(CheckOutBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Status switch
        {
            BookingStatus.CheckedIn => Decision.Accept(new BookingCheckedOut(command.At)),
            BookingStatus.CheckedOut => Decision.Nothing,
            _ => WrongState(state.Status),
        };
    }
}
