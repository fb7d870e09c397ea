using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>Records that nobody came to a booking of the person.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="At">When it was due to be released.</param>
/// <param name="Now">The instant.</param>
/// <param name="Limit">Number of strikes that lead to a suspension, at least 1.</param>
/// <param name="WithinDays">Days within which they count.</param>
/// <param name="SuspendDays">Days of suspension.</param>
public sealed record RecordStrike(
    BookingId Booking,
    DateTimeOffset At,
    DateTimeOffset Now,
    int Limit,
    int WithinDays,
    int SuspendDays
);

/// <summary>Takes a strike back.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="ReasonCode">Why; see <see cref="StandingReasons"/>.</param>
/// <param name="Now">The instant.</param>
public sealed record WithdrawStrike(BookingId Booking, string ReasonCode, DateTimeOffset Now);

/// <summary>Ends a suspension early.</summary>
/// <param name="ReasonCode">Why; see <see cref="StandingReasons"/>.</param>
/// <param name="Now">The instant.</param>
public sealed record LiftSuspension(string ReasonCode, DateTimeOffset Now);

/// <summary>
/// Decides how a person stands; the events go to <c>person/{id}</c>. Limits are policy of the centre and come with the
/// command. Strikes never become fewer but by withdrawal.
/// </summary>
public static class StandingDecider
{
    /// <summary>Records a strike, once a booking, and suspends when that makes too many within the days that count.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The standing so far.</param>
    public static Decision Decide(RecordStrike command, Standing state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Strikes.Any(strike => strike.Booking == command.Booking))
        {
            return Decision.Nothing;
        }

        var recorded = new StrikeRecorded(command.Booking, command.At);
        var since = command.At.AddDays(-command.WithinDays);
        var counting = Standing
            .Evolve(state, recorded)
            .Strikes.Where(strike => !strike.Spent && strike.At > since)
            .Select(strike => strike.Booking)
            .ToValueList();
        return counting.Count >= command.Limit && state.SuspendedUntil(command.Now) is null
            ? Decision.Accept(recorded, new SuspensionImposed(counting, command.Now.AddDays(command.SuspendDays)))
            : Decision.Accept(recorded);
    }

    /// <summary>
    /// Withdraws a strike; nothing when there is none. A suspension that stands on it is lifted, also where the strike
    /// itself stands in another record of the person.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The standing so far, of one record.</param>
    public static Decision Decide(WithdrawStrike command, Standing state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var events = new List<object>();
        if (state.Strikes.Any(strike => strike.Booking == command.Booking))
        {
            events.Add(new StrikeWithdrawn(command.Booking, command.ReasonCode));
        }

        if (state.SuspendedUntil(command.Now) is not null && state.Suspension!.Strikes.Contains(command.Booking))
        {
            events.Add(new SuspensionLifted(StandingReasons.StrikeWithdrawn));
        }

        return Decision.Accept([.. events]);
    }

    /// <summary>Lifts a suspension; nothing when none stands.</summary>
    /// <param name="command">The command.</param>
    /// <param name="state">The standing so far.</param>
    public static Decision Decide(LiftSuspension command, Standing state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.SuspendedUntil(command.Now) is null
            ? Decision.Nothing
            : Decision.Accept(new SuspensionLifted(command.ReasonCode));
    }
}
