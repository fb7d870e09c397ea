using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;
using CsCheck;
using Xunit;

namespace Center.Domain.Tests.People;

/// <summary>What holds of standings whatever happens in whatever order.</summary>
public sealed class StandingLaws
{
    private static readonly Gen<(int Action, int Booking, int Days)> _step = Gen.Select(
        Gen.Int[0, 5],
        Gen.Int[0, 8],
        Gen.Int[0, 20]
    );

    [Fact]
    public void strikes_never_become_fewer_but_by_withdrawal() =>
        Walk(
            (step, before, after) =>
                step.Action == 4
                || Bookings(before).All(Bookings(after).Contains)
                    && Bookings(after).Count - Bookings(before).Count is 0 or 1
        );

    [Fact]
    public void a_withdrawal_takes_at_most_its_own_strike() =>
        Walk(
            (step, before, after) =>
                step.Action != 4 || Bookings(before).Except(Bookings(after)).All(gone => gone == Booking(step.Booking))
        );

    [Fact]
    public void a_suspension_stands_on_strikes_that_are_still_there_and_spent() =>
        Walk(
            (step, _, after) =>
                after.State.SuspendedUntil(after.Now) is null
                || after.State.Suspension!.Strikes.All(booking =>
                    after.State.Strikes.Any(strike => strike.Booking == booking && strike.Spent)
                )
        );

    [Fact]
    public void the_same_command_again_writes_nothing() =>
        Walk((step, _, after) => Decide(step, after.State, after.Now).Events.Count == 0);

    private static void Walk(
        Func<
            (int Action, int Booking, int Days),
            (Standing State, DateTimeOffset Now),
            (Standing State, DateTimeOffset Now),
            bool
        > holds
    ) =>
        _step
            .Array[1, 50]
            .Sample(steps =>
            {
                var (state, now) = (Standing.Initial, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
                return steps.All(step =>
                {
                    now = now.AddDays(step.Days);
                    var before = state;
                    state = Decide(step, state, now).Events.Aggregate(state, Standing.Evolve);
                    return holds(step, (before, now), (state, now));
                });
            });

    private static Decision Decide((int Action, int Booking, int Days) step, Standing state, DateTimeOffset now) =>
        step.Action switch
        {
            < 4 => StandingDecider.Decide(new RecordStrike(Booking(step.Booking), now, now, 3, 90, 30), state),
            4 => StandingDecider.Decide(
                new WithdrawStrike(Booking(step.Booking), StandingReasons.WasThere, now),
                state
            ),
            _ => StandingDecider.Decide(new LiftSuspension("goodwill", now), state),
        };

    private static List<BookingId> Bookings((Standing State, DateTimeOffset Now) at) =>
        [.. at.State.Strikes.Select(strike => strike.Booking)];

    private static BookingId Booking(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
