using System;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Tests.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

public sealed class StandingTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 28, 6, 15, 0, TimeSpan.Zero);

    [Fact]
    public void a_strike_is_recorded_once_a_booking() =>
        Given().When(state => Strike(state, 1, 0)).Then(new StrikeRecorded(Booking(1), _start));

    [Fact]
    public void the_third_strike_within_90_days_suspends_for_30()
    {
        var after = Given(Struck(1, 0), Struck(2, 40))
            .When(state => Strike(state, 3, 89))
            .Then(Struck(3, 89), Suspended(119, 1, 2, 3));
        after.SuspendedUntil(_start.AddDays(119).AddTicks(-1)).ShouldBe(_start.AddDays(119));
        after.SuspendedUntil(_start.AddDays(119)).ShouldBeNull();
    }

    [Fact]
    public void a_strike_of_90_days_ago_counts_no_more() =>
        Given(Struck(1, 0), Struck(2, 40)).When(state => Strike(state, 3, 90)).Then(Struck(3, 90));

    [Fact]
    public void strikes_that_have_led_to_a_suspension_are_spent() =>
        Given(Struck(1, 0), Struck(2, 1), Struck(3, 2), Suspended(32, 1, 2, 3))
            .When(state => Strike(state, 4, 33))
            .Then(Struck(4, 33));

    [Fact]
    public void a_withdrawn_strike_lifts_the_suspension_that_stands_on_it_and_frees_the_others()
    {
        var after = Given(Struck(1, 0), Struck(2, 1), Struck(3, 2), Suspended(32, 1, 2, 3))
            .When(state =>
                StandingDecider.Decide(
                    new WithdrawStrike(Booking(2), StandingReasons.WasThere, _start.AddDays(3)),
                    state
                )
            )
            .Then(
                new StrikeWithdrawn(Booking(2), StandingReasons.WasThere),
                new SuspensionLifted(StandingReasons.StrikeWithdrawn)
            );
        after.SuspendedUntil(_start.AddDays(3)).ShouldBeNull();
        after.Strikes.ShouldBe([
            new Strike(Booking(1), _start, false),
            new Strike(Booking(3), _start.AddDays(2), false),
        ]);
    }

    [Fact]
    public void a_strike_that_led_to_nothing_is_just_withdrawn() =>
        Given(Struck(1, 0))
            .When(state =>
                StandingDecider.Decide(new WithdrawStrike(Booking(1), StandingReasons.WasThere, _start), state)
            )
            .Then(new StrikeWithdrawn(Booking(1), StandingReasons.WasThere))
            .Strikes.ShouldBeEmpty();

    [Fact]
    public void what_staff_lift_stays_forgiven()
    {
        var after = Given(Struck(1, 0), Struck(2, 1), Struck(3, 2), Suspended(32, 1, 2, 3))
            .When(state => StandingDecider.Decide(new LiftSuspension("goodwill", _start.AddDays(3)), state))
            .Then(new SuspensionLifted("goodwill"));
        after.SuspendedUntil(_start.AddDays(3)).ShouldBeNull();
        after.Strikes.ShouldAllBe(strike => strike.Spent);
    }

    [Fact]
    public void a_suspension_that_is_over_need_not_be_lifted() =>
        Given(Struck(1, 0), Suspended(32, 1))
            .When(state => StandingDecider.Decide(new LiftSuspension("goodwill", _start.AddDays(32)), state))
            .ThenNothing();

    private static Scenario.Given<Standing> Given(params object[] events) =>
        Scenario.Of(Standing.Initial, Standing.Evolve, events);

    private static Decision Strike(Standing state, int booking, int day) =>
        StandingDecider.Decide(
            new RecordStrike(Booking(booking), _start.AddDays(day), _start.AddDays(day), 3, 90, 30),
            state
        );

    private static StrikeRecorded Struck(int booking, int day) => new(Booking(booking), _start.AddDays(day));

    private static SuspensionImposed Suspended(int untilDay, params int[] bookings) =>
        new(new ValueList<BookingId>(Array.ConvertAll(bookings, Booking)), _start.AddDays(untilDay));

    private static BookingId Booking(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
