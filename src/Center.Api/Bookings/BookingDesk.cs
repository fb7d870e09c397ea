using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>
/// Where every decision about a booking is made: under the centre's admission lock, on facts read in the same
/// transaction, with the units claimed in the same commit.
/// </summary>
/// <param name="deadlines">Reminders that tidy up after holds and requests.</param>
internal sealed class BookingDesk(IBookingReminders deadlines)
{
    public const int MostLapsedAtOnce = 500;

    public static string StreamOf(BookingId id) => $"booking/{id}";

    /// <summary>Takes the lock and reads the definition; the first act of every booking command.</summary>
    public static async Task<CentreBook> OpenAsync(Command command)
    {
        await command.Work.LockCentreAsync();
        return await command.Work.BookAsync();
    }

    /// <summary>Books or holds.</summary>
    public async Task<Decided<Booking>> PlaceAsync(
        Command command,
        CentreBook book,
        BookingId id,
        BookingWish wish,
        bool hold
    )
    {
        var facts = await FactsAsync(command, book, wish, id);
        return await KeepAsync(
            command,
            id,
            command.Decide(
                StreamOf(id),
                Booking.Initial,
                0,
                Booking.Evolve,
                state => BookingDecider.Decide(new PlaceBooking(wish, facts, hold), state)
            )
        );
    }

    /// <summary>Moves a booking that was read under the lock.</summary>
    public async Task<Decided<Booking>> MoveAsync(
        Command command,
        CentreBook book,
        BookingId id,
        (Booking State, long Version) read,
        BookingWish wish
    )
    {
        var facts = await FactsAsync(command, book, wish, id);
        return await KeepAsync(
            command,
            id,
            command.Decide(
                StreamOf(id),
                read.State,
                read.Version,
                Booking.Evolve,
                state => BookingDecider.Decide(new RescheduleBooking(wish, facts), state)
            )
        );
    }

    /// <summary>Anything else in a booking's life.</summary>
    public async Task<Decided<Booking>> ActAsync(
        Command command,
        BookingId id,
        (Booking State, long Version) read,
        Func<Booking, Decision> decide
    ) => await KeepAsync(command, id, command.Decide(StreamOf(id), read.State, read.Version, Booking.Evolve, decide));

    /// <summary>Reads a booking within the transaction.</summary>
    public static async Task<(Booking State, long Version)> ReadAsync(Command command, BookingId id)
    {
        var folded = await command.Work.FoldAsync(StreamOf(id), Booking.Initial, Booking.Evolve);
        return (folded.State, folded.Version);
    }

    /// <summary>The rules in force for a booking.</summary>
    public static BookingRules RulesOf(CentreBook book, BookingTerms terms) =>
        book.Find(terms.Facility) is { } place
            ? book.RulesFor(place, book.Zone.DateOf(terms.Window.Start))
            : throw new RefusedException("wrong-state", "The facility of this booking is no longer in use.");

    /// <summary>
    /// Everybody who meets a lapsed hold finds it lapsed, and one to which nobody came released: it is written so in the same
    /// transaction, whenever its instant has reached a deadline.
    /// </summary>
    public static async Task LapseAsync(Command command)
    {
        var work = command.Work;
        var deadlines = work.Once(_ => new Deadlines());
        if (deadlines.Next > work.Now && !(AdmissionLedger.Of(work).EarliestDeadline <= work.Now))
        {
            return;
        }

        while (await LapseSomeAsync(command, deadlines)) { }
    }

    /// <summary>Lapses these bookings, whose deadline has passed at the transaction's instant, which stays.</summary>
    /// <param name="command">The command.</param>
    /// <param name="known">As many as there are, or <see cref="MostLapsedAtOnce"/> of more.</param>
    public static Task LapseAsync(Command command, IReadOnlyList<BookingId> known)
    {
        command.Work.Once(_ => new Deadlines()).Next =
            known.Count < MostLapsedAtOnce ? DateTimeOffset.MaxValue : command.Work.Now;
        return LapseEachAsync(command, known);
    }

    // Until none is left, however many: the claim of one that stayed would be in everybody's way.
    private static async Task<bool> LapseSomeAsync(Command command, Deadlines deadlines)
    {
        var work = command.Work;
        await work.FlushAsync();
        var trip = new RoundTrip();
        var instant = new NpgsqlParameter { Value = work.Now.UtcDateTime };
        var lapsed = AdmissionReads.AskLapsed(trip, work.Centre, instant, MostLapsedAtOnce);
        AdmissionReads.AskNextDeadline(trip, work.Centre, work.Now, next => deadlines.Next = next);
        await trip.GoAsync(work.Connection, default);
        AdmissionLedger.Of(work).ForgetDeadlines();
        await LapseEachAsync(command with { IfMatch = null }, lapsed);
        return lapsed.Count == MostLapsedAtOnce;
    }

    private static async Task LapseEachAsync(Command command, IReadOnlyList<BookingId> lapsed)
    {
        await command.Work.ReadStreamsAsync(lapsed.Select(StreamOf));
        await Standings.ReadAsync(command.Work, await BookersAsync(command, lapsed));
        foreach (var id in lapsed)
        {
            var ended = await command.DecideAsync(
                StreamOf(id),
                Booking.Initial,
                Booking.Evolve,
                state => BookingDecider.Decide(new LapseBooking(command.Work.Now), state)
            );
            AdmissionLedger.Of(command.Work).Replace(id, ended.State, isNew: false);
            await StrikeNoShows.RecordAsync(command, id, ended.State, ended.Events);
        }
    }

    // Whoever did not come gets a strike: all of them are read together.
    private static async Task<List<PersonId>> BookersAsync(Command command, IReadOnlyList<BookingId> lapsed)
    {
        var people = new List<PersonId>();
        foreach (var id in lapsed)
        {
            var (booking, _) = await ReadAsync(command, id);
            if (booking is { Status: BookingStatus.Confirmed, Terms: { Person: { } person, Organisation: null } })
            {
                people.Add(person);
            }
        }

        return people;
    }

    private static async Task<AdmissionFacts> FactsAsync(
        Command command,
        CentreBook book,
        BookingWish wish,
        BookingId id
    )
    {
        var rules = book.RulesFor(wish.Place, book.Zone.DateOf(wish.Window.Start));
        await LapseAsync(command);
        command.Work.Context = command.Work.Context with
        {
            PolicyVersion = rules.Version,
            OnBehalfOf = wish.Organisation ?? wish.Person?.ToString(),
        };
        return await AdmissionLedger.Of(command.Work).FactsAsync(book, wish, id);
    }

    private async Task<Decided<Booking>> KeepAsync(Command command, BookingId id, Decided<Booking> decided)
    {
        if (decided.Refusal is null && decided.Events.Count > 0)
        {
            var isNew = decided.Version == decided.Events.Count;
            AdmissionLedger.Of(command.Work).Replace(id, decided.State, isNew);
            await StrikeNoShows.RecordAsync(command, id, decided.State, decided.Events);
            if (decided.State.Deadline is { } deadline)
            {
                await deadlines.RemindAsync(command.Work, id, deadline);
            }
        }

        return decided;
    }

    /// <summary>What a transaction knows of deadlines to come; nobody else moves any while it holds the lock.</summary>
    private sealed class Deadlines
    {
        /// <summary>The next one in the tables; null before it was asked for.</summary>
        public DateTimeOffset? Next { get; set; }
    }
}
