using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Tests.Facilities;
using CsCheck;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

/// <summary>
/// Whatever is done in whatever order, no unit is ever held twice at one instant: by two bookings, or by a booking and a
/// closure.
/// </summary>
public sealed class BookingLaws
{
    private static readonly string[] _places =
    [
        "music-room",
        "multi-function-hall",
        "multi-function-hall-east",
        "multi-function-hall-west",
        "chess-room",
        "government-service-hall",
    ];

    private static readonly Gen<Step> _step = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 11],
        Gen.Int[0, _places.Length - 1],
        Gen.Int[0, 20],
        Gen.Int[1, 6],
        Gen.Int[1, 5],
        (action, booking, place, start, length, people) => new Step(action, booking, place, start, length, people)
    );

    [Fact]
    public void no_interleaving_of_commands_holds_a_unit_twice() =>
        _step
            .Array[1, 60]
            .Sample(steps =>
            {
                var world = new World();
                foreach (var step in steps)
                {
                    world.Do(step);
                    if (world.HeldTwice() is { } unit)
                    {
                        throw new InvalidOperationException($"{unit} is held twice after {step}.");
                    }
                }
            });

    [Fact]
    public void a_stretch_counts_the_units_that_are_free_at_each_of_its_instants() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 8], Gen.Int[0, 15])
            .Array[0, 30]
            .Sample(held =>
            {
                var place = ShippedDefinition.Bookable("chess-room");
                var busy = held.Select(h => new BusyUnit(place.UnitCodes[h.Item3], At(h.Item1, h.Item2))).ToList();
                var open = ShippedDefinition.Book.OpenWindows(place, new DateOnly(2026, 12, 5));
                foreach (var free in FreeTime.Stretches(place, open, busy))
                {
                    for (var instant = free.Window.Start; instant < free.Window.End; instant = instant.AddMinutes(15))
                    {
                        var taken = busy.Where(b => b.Claim.Contains(instant)).Select(b => b.Unit).Distinct().Count();
                        if (free.Units != place.UnitCodes.Count - taken)
                        {
                            throw new InvalidOperationException($"{free} with {taken} taken at {instant}.");
                        }
                    }
                }
            });

    private static TimeWindow At(int quarter, int length)
    {
        var start = ShippedDefinition.At("2026-12-05T12:00:00").AddMinutes(quarter * 15);
        return new TimeWindow(start, start.AddMinutes(length * 15));
    }

    private sealed record Step(int Action, int Booking, int Place, int Start, int Length, int People);

    /// <summary>A centre in memory: facts are read from the bookings themselves, as the tables do.</summary>
    private sealed class World
    {
        private readonly Dictionary<int, Booking> _bookings = [];
        private CentreBook _book = ShippedDefinition.Book;
        private DateTimeOffset _now = Now.AddDays(7);

        public void Do(Step step)
        {
            _now = _now.AddMinutes(step.Length);
            if (step.Action > 7)
            {
                CloseOrOpen(step);
                return;
            }

            var state = _bookings.GetValueOrDefault(step.Booking, Booking.Initial);
            var wish = Wish(_places[step.Place], At(step.Start * 2, step.Length * 2), step.People) with
            {
                OverrideReason = "other",
                Person = null,
            };
            var decision = step.Action switch
            {
                0 or 1 => BookingDecider.Decide(
                    new PlaceBooking(wish, FactsWithout(step.Booking, wish), step.Action == 0),
                    state
                ),
                2 => BookingDecider.Decide(new ConfirmBooking(_now, Rules), state),
                3 => BookingDecider.Decide(new CancelBooking(_now, "other", CancelledBy.Staff), state),
                4 => BookingDecider.Decide(new RescheduleBooking(wish, FactsWithout(step.Booking, wish)), state),
                5 => BookingDecider.Decide(new LapseBooking(_now), state),
                6 => BookingDecider.Decide(new ApproveBooking(_now), state),
                _ => BookingDecider.Decide(new CheckInBooking(_now, Rules), state),
            };
            _bookings[step.Booking] = decision.Events.Aggregate(state, Booking.Evolve);
        }

        public string? HeldTwice() =>
            Live(-1)
                .Concat(Closed())
                .GroupBy(held => held.Unit)
                .FirstOrDefault(group => group.Any(a => group.Any(b => a.Owner < b.Owner && a.Claim.Overlaps(b.Claim))))
                ?.Key;

        private AdmissionFacts FactsWithout(int booking, BookingWish wish) =>
            Facts(
                _now,
                [.. Live(booking).Where(held => held.Claim.Overlaps(wish.Window)).Select(held => held.Unit).Distinct()]
            ) with
            {
                Book = _book,
                Closed = _book.IsClosed(wish.Place, wish.Window),
            };

        // As the desk does: every booking in the way is cancelled, and one that cannot be lets the closure fail.
        private void CloseOrOpen(Step step)
        {
            var place = _book.Find(_places[step.Place])!;
            var id = new ClosureId(new Guid(step.Booking, 0, 0, new byte[8]));
            var decision =
                step.Action == 8
                    ? ClosureDecider.Decide(
                        new AnnounceClosure(
                            id,
                            place.Facility,
                            place.IsPart ? place.Code : null,
                            At(step.Start * 2, step.Length * 2),
                            "repair",
                            _now
                        ),
                        _book
                    )
                    : ClosureDecider.Decide(new WithdrawClosure(id, place.Facility), _book);
            if (decision.Events is [ClosureAnnounced announced] && !ClearFor(place, announced.Window))
            {
                return;
            }

            _book = decision.Events.Aggregate(_book, (book, e) => book.Evolve($"facility/{place.Facility}", e));
        }

        private bool ClearFor(Bookable place, TimeWindow window)
        {
            var hit = Live(-1)
                .Where(held => place.UnitCodes.Contains(held.Unit) && held.Claim.Overlaps(window))
                .Select(held => held.Owner)
                .Distinct()
                .ToDictionary(
                    owner => owner,
                    owner =>
                        BookingDecider.Decide(new CancelBooking(_now, "closure", CancelledBy.Staff), _bookings[owner])
                );
            if (hit.Values.Any(cancelled => cancelled.Refusal is not null))
            {
                return false;
            }

            foreach (var (owner, cancelled) in hit)
            {
                _bookings[owner] = cancelled.Events.Aggregate(_bookings[owner], Booking.Evolve);
            }

            return true;
        }

        private IEnumerable<(int Owner, string Unit, TimeWindow Claim)> Closed() =>
            from facility in _book.Facilities
            from closure in facility.Closures
            from unit in closure.UnitsOf(facility)
            select (1000 + facility.Closures.ToList().IndexOf(closure), unit, closure.Window);

        private IEnumerable<(int Owner, string Unit, TimeWindow Claim)> Live(int without) =>
            from pair in _bookings
            where pair.Key != without && pair.Value.HoldsUnitsAt(_now)
            from unit in pair.Value.Terms!.AllUnits()
            select (pair.Key, unit, pair.Value.Terms!.Claim);
    }
}
