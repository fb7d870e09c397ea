using System;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>
/// Decides on one booking. Whether its units are free is a fact in the command, read under the centre's admission lock;
/// PostgreSQL's exclusion constraint is the last word.
/// </summary>
public static partial class BookingDecider
{
    /// <summary>Books or holds. Refused: slot-taken, closed, policy-*, wrong-state when the id is already used.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(PlaceBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status != BookingStatus.None)
        {
            return WrongState(state.Status);
        }

        var (terms, rules, refusal) = Admission.Admit(command.Wish, command.Facts);
        if (refusal is not null)
        {
            return refusal;
        }

        var now = command.Facts.Now;
        var needsApproval = HouseRules.WaitsForApproval(command.Wish, command.Facts, rules);
        if (command.Hold)
        {
            var expires = now.AddMinutes(rules.HoldFor);
            var end = terms!.Window.End;
            return Decision.Accept(new BookingHeld(terms, expires < end ? expires : end, needsApproval));
        }

        return needsApproval
            ? Request(terms, terms!.Window, now, rules)
            : Decision.Accept(new BookingConfirmed(terms, ConfirmedHow.AtOnce));
    }

    /// <summary>Moves before its end. Refused like a new booking, or wrong-state, lapsed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(RescheduleBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var now = command.Facts.Now;
        if (NotIn(state, now, BookingStatus.Confirmed, BookingStatus.Requested) is { } wrong)
        {
            return wrong;
        }

        if (now >= state.Terms!.Window.End)
        {
            return WrongState(state.Status, "The booking is over.");
        }

        var (terms, rules, refusal) = Admission.Admit(command.Wish, command.Facts);
        if (refusal is not null)
        {
            return refusal;
        }

        if (terms == state.Terms)
        {
            return Decision.Nothing;
        }

        DateTimeOffset? lapsesAt = HouseRules.WaitsForApproval(command.Wish, command.Facts, rules)
            ? HouseRules.RequestLapsesAt(terms!.Window, now, rules)
            : null;
        return Decision.Accept(new BookingRescheduled(terms!, lapsesAt));
    }

    /// <summary>Confirms a hold; it becomes a request where approval is needed. Refused: lapsed, wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(ConfirmBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == BookingStatus.Confirmed)
        {
            return Decision.Nothing;
        }

        if (NotIn(state, command.Now, BookingStatus.Held) is { } wrong)
        {
            return wrong;
        }

        return state.NeedsApproval
            ? Request(null, state.Terms!.Window, command.Now, command.Rules)
            : Decision.Accept(new BookingConfirmed(ReleasedAnew(state.Terms!, command), ConfirmedHow.FromHold));
    }

    /// <summary>Approves. Refused: lapsed, wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(ApproveBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == BookingStatus.Confirmed)
        {
            return Decision.Nothing;
        }

        return NotIn(state, command.Now, BookingStatus.Requested) is { } wrong
            ? wrong
            : Decision.Accept(new BookingConfirmed(null, ConfirmedHow.Approved));
    }

    /// <summary>Declines. Refused: lapsed, wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(DeclineBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == BookingStatus.Declined)
        {
            return Decision.Nothing;
        }

        return NotIn(state, command.Now, BookingStatus.Requested) is { } wrong
            ? wrong
            : Decision.Accept(new BookingDeclined(command.ReasonCode));
    }

    /// <summary>Cancels before the booking's end. Refused: lapsed, wrong-state.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The booking so far.</param>
    public static Decision Decide(CancelBooking command, Booking state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Status == BookingStatus.Cancelled)
        {
            return Decision.Nothing;
        }

        if (
            NotIn(state, command.Now, BookingStatus.Held, BookingStatus.Requested, BookingStatus.Confirmed) is { } wrong
        )
        {
            return wrong;
        }

        var window = state.Terms!.Window;
        if (command.Now >= window.End)
        {
            return WrongState(state.Status, "The booking is over.");
        }

        var notice = Math.Max(0, (window.Start - command.Now).Ticks / TimeSpan.TicksPerMinute);
        return Decision.Accept(new BookingCancelled(command.ReasonCode, command.By, checked((int)notice)));
    }

    // Whoever decides only after the beginning has the same time to come as whoever books then; null leaves it as it is.
    private static BookingTerms? ReleasedAnew(BookingTerms terms, ConfirmBooking command) =>
        terms.ReleaseAt is null || terms.Window.Start >= command.Now
            ? null
            : terms with
            {
                ReleaseAt = NoShowRelease.ReleaseAt(terms.Window, command.Now, command.Rules),
            };

    private static Decision Request(BookingTerms? terms, TimeWindow window, DateTimeOffset now, BookingRules rules)
    {
        var lapsesAt = HouseRules.RequestLapsesAt(window, now, rules);
        return lapsesAt > now
            ? Decision.Accept(new BookingRequested(terms, lapsesAt))
            : HouseRules.TooLateForApproval(rules);
    }

    private static Refusal? NotIn(Booking state, DateTimeOffset now, params ReadOnlySpan<BookingStatus> wanted)
    {
        var status = state.StatusAt(now);
        if (wanted.Contains(status))
        {
            return null;
        }

        return status == BookingStatus.Lapsed
            ? new Refusal("lapsed", "The deadline has passed.").With("state", status)
            : WrongState(status);
    }

    private static Refusal WrongState(BookingStatus status, string detail = "The booking is in another state.") =>
        new Refusal("wrong-state", detail).With("state", status);
}
