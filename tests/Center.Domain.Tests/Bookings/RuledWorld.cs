using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;

namespace Center.Domain.Tests.Bookings;

/// <summary>
/// A drawn centre whose bookings are decided by the domain. Facts are read from the bookings themselves, as the tables
/// have them.
/// </summary>
internal sealed class RuledWorld(DrawnCentre centre)
{
    private readonly Dictionary<int, List<object>> _events = [];
    private readonly Dictionary<PersonId, Standing> _standings = [];

    public CentreBook Book { get; set; } = centre.Book;

    public DateTimeOffset Now { get; set; } = centre.At(0, 480);

    public Dictionary<int, Booking> Bookings { get; } = [];

    public Booking this[int id] => Bookings.GetValueOrDefault(id, Booking.Initial);

    public static BookingId IdOf(int booking) => new(new Guid(booking, 0, 0, new byte[8]));

    public Standing StandingOf(PersonId person) => _standings.GetValueOrDefault(person, Standing.Initial);

    /// <summary>Books or holds.</summary>
    public Decision Place(int id, BookingWish wish, bool hold = false) =>
        Keep(id, BookingDecider.Decide(new PlaceBooking(wish, Facts(wish, id), hold), this[id]));

    /// <summary>Who it is for does not change when a booking moves.</summary>
    public BookingWish Moving(int id, BookingWish wish) =>
        wish with
        {
            Person = this[id].Terms?.Person,
            Organisation = this[id].Terms?.Organisation,
        };

    /// <summary>One act of a booking's life.</summary>
    /// <returns>The decision, which is kept; null when the step is about something else.</returns>
    public Decision? Do(Step step, BookingWish wish)
    {
        var (id, state) = (step.Booking, this[step.Booking]);
        var moving = Moving(id, wish);
        return step.Act switch
        {
            0 or 1 or 2 => Place(id, wish, step.Act == 2),
            3 => Keep(id, BookingDecider.Decide(new RescheduleBooking(moving, Facts(moving, id)), state)),
            4 or 5 => Keep(id, BookingDecider.Decide(new ConfirmBooking(Now, RulesOf(id)), state)),
            6 => Keep(id, BookingDecider.Decide(new ApproveBooking(Now), state)),
            7 => Keep(id, BookingDecider.Decide(new DeclineBooking(Now, "other"), state)),
            8 => Keep(id, BookingDecider.Decide(new CancelBooking(Now, "ill", CancelledBy.Booker), state)),
            9 => Keep(id, BookingDecider.Decide(new CheckInBooking(Now, RulesOf(id)), state)),
            10 => Keep(id, BookingDecider.Decide(new UndoCheckIn(), state)),
            11 => Keep(id, BookingDecider.Decide(new CheckOutBooking(Now), state)),
            _ => null,
        };
    }

    /// <summary>Time passes, what has run out is tidied up, then somebody does something.</summary>
    public Decision? Live(DrawnCentre where, Step step)
    {
        Now = Now.AddMinutes(step.Minutes);
        TidyUp();
        var wish = step.Wish.In(where, Now);
        CloseOrOpen(step, wish);
        return Do(step, wish);
    }

    /// <summary>Closes a place, or opens it again.</summary>
    public void CloseOrOpen(Step step, BookingWish wish)
    {
        if (step.Act == 13)
        {
            Close(wish.Place, wish.Window);
        }
        else if (step is { Act: 14, Wish.Line: true })
        {
            var id = new ClosureId(new Guid(1, 0, 0, new byte[8]));
            Change(wish.Place, ClosureDecider.Decide(new WithdrawClosure(id, wish.Place.Facility), Book));
        }
    }

    public BookingRules RulesOf(int id)
    {
        var terms = this[id].Terms;
        var place = Book.Find(terms?.Facility ?? "studio")!;
        return Book.RulesFor(place, Book.Zone.DateOf(terms?.Window.Start ?? Now));
    }

    /// <summary>Writes down whatever has run out of time, and strikes, as every command does first.</summary>
    public void TidyUp()
    {
        foreach (var id in Bookings.Keys.Order().ToList())
        {
            var decision = Keep(id, BookingDecider.Decide(new LapseBooking(Now), this[id]));
            if (
                decision.Events is [BookingReleasedAsNoShow { Late: false }]
                && this[id].Terms is { Person: { } person, Organisation: null }
                && RulesOf(id).NoShow is { } rule
            )
            {
                Stand(
                    person,
                    standing =>
                        StandingDecider.Decide(
                            new RecordStrike(
                                IdOf(id),
                                this[id].LeftAt!.Value,
                                Now,
                                rule.Strikes,
                                rule.WithinDays,
                                rule.SuspendDays
                            ),
                            standing
                        )
                );
            }
        }
    }

    public void Stand(PersonId person, Func<Standing, Decision> decide)
    {
        var before = StandingOf(person);
        _standings[person] = decide(before).Events.Aggregate(before, Standing.Evolve);
    }

    /// <summary>What a booking still holds of a stretch of its time.</summary>
    public static TimeWindow? HeldOf(Booking booking, TimeWindow? stretch) =>
        (booking.Status, stretch) switch
        {
            (_, null) => null,
            (
                BookingStatus.Held
                    or BookingStatus.Requested
                    or BookingStatus.Confirmed
                    or BookingStatus.CheckedIn,
                { } all
            ) => all,
            (BookingStatus.CheckedOut or BookingStatus.Released, { } all)
                when booking.LeftAt > booking.Terms!.Claim.Start => TimeWindow.TryMake(
                all.Start,
                booking.LeftAt.Value < all.End ? booking.LeftAt.Value : all.End
            ),
            _ => null,
        };

    /// <summary>Every unit that a booking or a closure holds, by whom and when.</summary>
    public IEnumerable<(string Unit, string Owner, TimeWindow During)> Held() =>
        (
            from pair in Bookings
            from during in new[] { HeldOf(pair.Value, pair.Value.Terms?.Claim) }
            where during is not null
            from unit in pair.Value.Terms!.AllUnits()
            select (unit, $"booking {pair.Key}", during.Value)
        ).Concat(
            from facility in Book.Facilities
            from closure in facility.Closures
            from unit in closure.UnitsOf(facility)
            select (unit, $"closure of {facility.Code}", closure.Window)
        );

    /// <summary>What all events of a booking, told from the first one, make of it.</summary>
    public Booking Told(int id) => _events[id].Aggregate(Booking.Initial, Booking.Evolve);

    public AdmissionFacts Facts(BookingWish wish, int itself)
    {
        var rules = Book.RulesFor(wish.Place, Book.Zone.DateOf(wish.Window.Start));
        var claim = Admission.ClaimOf(wish.Window, rules);
        var others = Bookings.Where(pair => pair.Key != itself).Select(pair => pair.Value).ToList();
        var alone = others.FindAll(other => other.Terms is { Organisation: null, Person: { } p } && p == wish.Person);
        var together = others.FindAll(other => other.Terms?.Organisation is { } code && code == wish.Organisation);
        var places = wish.Extras.Select(extra => extra.Equipment).Prepend(wish.Place).ToList();
        var booker = wish.Person is { } person ? BookerOf(person) : null;
        return new AdmissionFacts(
            Now,
            Book,
            others
                .Where(other => HeldOf(other, other.Terms?.Claim) is { } held && held.Overlaps(claim))
                .SelectMany(other => other.Terms!.AllUnits())
                .ToHashSet(),
            places.Exists(place => Book.IsClosed(place, claim)),
            others.Exists(other =>
                other.Terms is { HoldsPerson: true } terms
                && terms.Person == wish.Person
                && HeldOf(other, terms.Window) is { } there
                && there.Overlaps(wish.Window)
            ),
            UseOf(alone, wish, rules.PerPerson),
            UseOf(together, wish, rules.PerOrganisation),
            booker
        );
    }

    private QuotaUse UseOf(List<Booking> own, BookingWish wish, Quota? quota)
    {
        var period = Quota.PeriodOf(quota, wish.Window.Start, Book.Zone);
        var used = own.FindAll(other =>
            other.Terms!.Kind == wish.Place.Kind
            && HeldOf(other, other.Terms.Claim) is not null
            && period.Contains(other.Terms.Window.Start)
        );
        return new QuotaUse(used.Count, used.Sum(other => (int)other.Terms!.Window.Duration.TotalMinutes));
    }

    private BookerFacts BookerOf(PersonId person)
    {
        var number = Enumerable.Range(0, 4).Single(n => DrawnWish.Person(n) == person);
        var (band, community) = DrawnWish.Known(number);
        return new BookerFacts(band, community, StandingOf(person).SuspendedUntil(Now));
    }

    private Decision Keep(int id, Decision decision)
    {
        if (decision.Events.Count > 0)
        {
            Bookings[id] = decision.Events.Aggregate(this[id], Booking.Evolve);
            _events[id] = [.. _events.GetValueOrDefault(id, []), .. decision.Events];
        }

        return decision;
    }

    // Unless bookings are in the way, or it is closed already.
    private void Close(Bookable place, TimeWindow window)
    {
        var isFree = !Bookings.Values.Any(booking =>
            HeldOf(booking, booking.Terms?.Claim) is { } held
            && held.Overlaps(window)
            && booking.Terms!.AllUnits().Intersect(place.UnitCodes).Any()
        );
        if (isFree)
        {
            var id = new ClosureId(new Guid(1, 0, 0, new byte[8]));
            var part = place.IsPart ? place.Code : null;
            Change(
                place,
                ClosureDecider.Decide(new AnnounceClosure(id, place.Facility, part, window, "other", Now), Book)
            );
        }
    }

    private void Change(Bookable place, Decision decision) =>
        Book = decision.Events.Aggregate(Book, (book, e) => book.Evolve($"facility/{place.Facility}", e));
}
