using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

/// <summary>How somebody stands whose records were merged.</summary>
public sealed class MergedStandingTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 28, 6, 15, 0, TimeSpan.Zero);

    private static readonly Gen<(int Action, int Booking, int Days)> _step = Gen.Select(
        Gen.Int[0, 7],
        Gen.Int[0, 8],
        Gen.Int[0, 20]
    );

    // The clerk's law says what one record does, so it is enough that several do the same together.
    [Fact]
    public void after_a_merge_the_records_stand_together_as_one_would_that_had_it_all() =>
        Gen.Select(_step.Array[0, 30], Gen.Int[0, 2])
            .Sample(
                (steps, before) =>
                {
                    var (one, old, kept) = (Standing.Initial, Standing.Initial, Standing.Initial);
                    var now = _start;
                    for (var number = 0; number < before; number++)
                    {
                        // Fewer than lead to a suspension, under the record that will go.
                        var strike = Strike(100 + number, now);
                        one = Apply(StandingDecider.Decide(strike, one), one);
                        old = Apply(StandingDecider.Decide(strike, old), old);
                    }

                    foreach (var (action, number, days) in steps)
                    {
                        now = now.AddDays(days);
                        var booking = number == 8 ? 100 : number;
                        if (action < 6)
                        {
                            var strike = Strike(booking, now);
                            kept = Apply(StandingDecider.Decide(strike, Standing.Of([kept, old])), kept);
                            one = Apply(StandingDecider.Decide(strike, one), one);
                        }
                        else
                        {
                            (one, old, kept) = (
                                Apply(Mercy(action, booking, now, one), one),
                                Apply(Mercy(action, booking, now, old), old),
                                Apply(Mercy(action, booking, now, kept), kept)
                            );
                        }

                        var together = Standing.Of([kept, old]);
                        together.SuspendedUntil(now).ShouldBe(one.SuspendedUntil(now));
                        together.Strikes.ShouldBe(one.Strikes, ignoreOrder: true);
                    }
                },
                iter: 2000,
                threads: 1
            );

    [Fact]
    public void the_suspension_that_lasts_longest_counts_until_each_is_lifted()
    {
        var old = Told(Struck(1, 0), new SuspensionImposed([Booking(1)], _start.AddDays(30)));
        var kept = Told(Struck(2, 5), new SuspensionImposed([Booking(2)], _start.AddDays(20)));
        var now = _start.AddDays(10);
        Standing.Of([kept, old]).SuspendedUntil(now).ShouldBe(_start.AddDays(30));

        old = Apply(StandingDecider.Decide(new WithdrawStrike(Booking(1), StandingReasons.WasThere, now), old), old);
        var after = Standing.Of([kept, old]);
        after.SuspendedUntil(now).ShouldBe(_start.AddDays(20));
        after.Strikes.ShouldHaveSingleItem().Booking.ShouldBe(Booking(2));
    }

    [Fact]
    public void one_record_alone_stands_by_itself()
    {
        var only = Told(Struck(3, 4), Struck(1, 0));
        Standing.Of([only]).ShouldBeSameAs(only);
    }

    private static Decision Mercy(int action, int booking, DateTimeOffset now, Standing state) =>
        action == 6
            ? StandingDecider.Decide(new WithdrawStrike(Booking(booking), StandingReasons.WasThere, now), state)
            : StandingDecider.Decide(new LiftSuspension("goodwill", now), state);

    private static RecordStrike Strike(int booking, DateTimeOffset now) => new(Booking(booking), now, now, 3, 90, 30);

    private static StrikeRecorded Struck(int booking, int day) => new(Booking(booking), _start.AddDays(day));

    private static Standing Told(params IEnumerable<object> events) =>
        events.Aggregate(Standing.Initial, Standing.Evolve);

    private static Standing Apply(Decision decision, Standing state) =>
        decision.Events.Aggregate(state, Standing.Evolve);

    private static BookingId Booking(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
