using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Bookings;

/// <summary>
/// Whatever rules a centre has and whatever people do, every decision is the one that a <see cref="Clerk"/> with a paper
/// book comes to, who was told the rules in words.
/// </summary>
public sealed class RulesAgainstTheClerkLaws
{
    private static readonly HashSet<string> _documented =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "problems.txt")).Select(line => line.Split(' ')[0]),
    ];

    [Fact]
    public void every_decision_is_the_clerks() =>
        Gen.Select(DrawnCentres.Any, Step.Any.Array[1, 40])
            .Sample(
                (centre, steps) =>
                {
                    var walk = new Walk(centre);
                    foreach (var step in steps)
                    {
                        walk.Do(step);
                    }

                    walk.TellAgain();
                },
                iter: 2000,
                threads: 1,
                print: drawn => string.Join('\n', drawn.Item2.Select(step => step.ToString()))
            );

    private sealed class Walk(DrawnCentre centre)
    {
        private readonly RuledWorld _world = new(centre);
        private readonly Clerk _clerk = new(centre.Book);
        private int _strikes = 50;

        public void Do(Step step)
        {
            _world.Now = _world.Now.AddMinutes(step.Minutes);
            _world.TidyUp();
            _clerk.TidyUp(_world.Now);
            Compare(step);
            Act(step);
            Compare(step);
        }

        public void TellAgain()
        {
            foreach (var (id, booking) in _world.Bookings)
            {
                _world.Told(id).ShouldBe(booking);
            }
        }

        private void Act(Step step)
        {
            var (id, now) = (step.Booking, _world.Now);
            var wish = step.Wish.In(centre, now);
            var moving = _world.Moving(id, wish);
            if (_world.Do(step, wish) is not { } decision)
            {
                AroundIt(step, wish);
                return;
            }

            var clerk = step.Act switch
            {
                0 or 1 or 2 => _clerk.Place(id, wish, now, step.Act == 2, UnitsOf(id)),
                3 => _clerk.Move(id, moving, now, UnitsOf(id)),
                4 or 5 => _clerk.Confirm(id, now),
                6 => _clerk.Approve(id),
                7 => _clerk.Decline(id),
                8 => _clerk.Cancel(id, now),
                9 => _clerk.CheckIn(id, now),
                10 => _clerk.Undo(id),
                _ => _clerk.CheckOut(id, now),
            };
            Same(step, decision, clerk);
            if (step.Act <= 6 && decision.Events.Count > 0)
            {
                Require(_world[id].HoldsUnitsAt(now), step, "what was just accepted holds nothing");
            }

            if (step.Act <= 3 && decision.Events.Count > 0)
            {
                var wrong = _clerk.WrongChoice(step.Act == 3 ? moving : wish, _world[id].Terms!, id);
                Require(wrong is null, step, wrong ?? "");
            }
        }

        private void AroundIt(Step step, BookingWish wish)
        {
            var (id, now) = (step.Booking, _world.Now);
            _world.CloseOrOpen(step, wish);
            _clerk.Book = _world.Book;
            if (step.Act == 12)
            {
                ScanLate(id, now, step);
            }
            else if (step.Act == 15)
            {
                Strike(DrawnWish.Person(step.Wish.PersonNumber ?? 0), now);
            }
            else if (step is { Act: 14, Wish.Line: false })
            {
                var person = DrawnWish.Person(step.Wish.PersonNumber ?? 0);
                _world.Stand(person, state => StandingDecider.Decide(new LiftSuspension("goodwill", now), state));
                _clerk.StandingOf(person).Forgive();
            }
        }

        // Nobody came to something long ago, of which this walk tells no more.
        private void Strike(PersonId person, DateTimeOffset now)
        {
            var rule = new NoShowRule(1 + (_strikes % 2), 30, 3);
            var record = new RecordStrike(
                RuledWorld.IdOf(++_strikes),
                now,
                now,
                rule.Strikes,
                rule.WithinDays,
                rule.SuspendDays
            );
            _world.Stand(person, state => StandingDecider.Decide(record, state));
            _clerk.StandingOf(person).DidNotCome(_strikes, now, now, rule);
        }

        private void ScanLate(int id, DateTimeOffset now, Step step)
        {
            var at = now.AddMinutes(-5 * step.Wish.People);
            var wasThere = NoShowRelease.WasThere(_world[id], at, _world.RulesOf(id));
            Require(wasThere == _clerk.LateScan(id, at, now), step, $"somebody was there: {wasThere}");
            if (wasThere && _world[id].Terms is { Person: { } person, Organisation: null })
            {
                var withdraw = new WithdrawStrike(RuledWorld.IdOf(id), StandingReasons.WasThere, now);
                _world.Stand(person, state => StandingDecider.Decide(withdraw, state));
            }
        }

        // Not asked of the booking itself: what is lent with it must not be forgotten there.
        private string[] UnitsOf(int id) =>
            _world[id].Terms is { } terms ? [.. terms.Units, .. terms.Extras.SelectMany(extra => extra.Units)] : [];

        private void Same(Step step, Decision decision, string clerk)
        {
            var said = "ok";
            if (decision.Refusal is { } refusal)
            {
                var broken = refusal.Data.GetValueOrDefault("broken") as IEnumerable<BrokenRule>;
                string[] codes = [.. broken?.Select(rule => rule.Code).Distinct() ?? [refusal.Code]];
                Require(codes.All(_documented.Contains), step, $"{refusal.Code} is not documented");
                Require(codes.Contains(refusal.Code), step, $"{refusal.Code} is not among the broken rules");
                Require(decision.Events.Count == 0, step, "something is refused and written");
                said = string.Join(' ', codes.Order(StringComparer.Ordinal));
            }

            Require(said == clerk, step, $"the decision is {said}, the clerk's is {clerk}");
        }

        private void Compare(Step step)
        {
            foreach (var (id, booking) in _world.Bookings)
            {
                var (decided, clerks) = (ClerkBooking.Words(booking), _clerk.Bookings[id].ToString());
                Require(decided == clerks, step, $"booking {id} is\n{decided}\nfor the clerk it is\n{clerks}");
            }

            foreach (var person in Enumerable.Range(0, 4).Select(DrawnWish.Person))
            {
                var (standing, clerks) = (_world.StandingOf(person), _clerk.StandingOf(person));
                var strikes = StandingsAgainstTheClerkLaws.WordsOf(standing);
                Require(strikes == clerks.Strikes, step, $"strikes are {strikes}, not {clerks.Strikes}");
                Require(
                    standing.SuspendedUntil(_world.Now) == clerks.PausedUntil(_world.Now),
                    step,
                    $"a pause until {clerks.PausedUntil(_world.Now)}"
                );
            }
        }

        private void Require(bool holds, Step step, string otherwise)
        {
            if (!holds)
            {
                throw new InvalidOperationException($"{_world.Now:o} {step}: {otherwise}");
            }
        }
    }
}
