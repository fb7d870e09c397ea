using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Bookings;

/// <summary>Strikes, pauses, withdrawals and forgiveness go as the <see cref="Clerk"/> writes them down.</summary>
public sealed class StandingsAgainstTheClerkLaws
{
    private static readonly Gen<(int Act, int Booking, int Hours)> _step = Gen.Select(
        Gen.Int[0, 7],
        Gen.Int[0, 9],
        DrawnRules.OneOf(0, 1, 24, 24, 48, 240)
    );

    [Fact]
    public void every_standing_is_the_clerks() =>
        Gen.Select(Gen.Int[1, 3], DrawnRules.OneOf(3, 10, 30), Gen.Int[1, 10], _step.Array[1, 40])
            .Sample(
                (strikes, within, pause, steps) =>
                {
                    var rule = new NoShowRule(strikes, within, pause);
                    var (standing, clerk, struck) = (Standing.Initial, new ClerkStanding(), new HashSet<int>());
                    var now = new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
                    foreach (var (act, booking, hours) in steps)
                    {
                        now = now.AddHours(hours);
                        standing = Decide(act, booking, now, rule, standing)
                            .Events.Aggregate(standing, Standing.Evolve);
                        Write(act, booking, now, rule, clerk, struck);
                        WordsOf(standing).ShouldBe(clerk.Strikes);
                        standing.SuspendedUntil(now).ShouldBe(clerk.PausedUntil(now));
                    }
                },
                iter: 2000,
                threads: 1
            );

    /// <summary>Strikes in the clerk's words.</summary>
    public static string WordsOf(Standing standing) =>
        string.Join(
            ' ',
            standing.Strikes.Select(strike =>
                $"{strike.Booking.Value.ToByteArray()[0]}{(strike.Spent ? "-spent" : "")}"
            )
        );

    private static Decision Decide(int act, int booking, DateTimeOffset now, NoShowRule rule, Standing standing)
    {
        var id = RuledWorld.IdOf(booking);
        return act switch
        {
            < 6 => StandingDecider.Decide(
                new RecordStrike(id, now, now, rule.Strikes, rule.WithinDays, rule.SuspendDays),
                standing
            ),
            6 => StandingDecider.Decide(new WithdrawStrike(id, StandingReasons.WasThere, now), standing),
            _ => StandingDecider.Decide(new LiftSuspension("goodwill", now), standing),
        };
    }

    private static void Write(
        int act,
        int booking,
        DateTimeOffset now,
        NoShowRule rule,
        ClerkStanding clerk,
        HashSet<int> struck
    )
    {
        switch (act)
        {
            case < 6 when struck.Add(booking):
                clerk.DidNotCome(booking, now, now, rule);
                break;
            case 6:
                clerk.WasThere(booking, now);
                struck.Remove(booking);
                break;
            case 7:
                clerk.Forgive();
                break;
        }
    }
}
