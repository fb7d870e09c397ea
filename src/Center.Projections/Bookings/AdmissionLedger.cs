using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Center.Projections.People;

namespace Center.Projections.Bookings;

/// <summary>
/// Who holds what, as one transaction knows it: read under the centre's admission lock, and changed by every decision
/// made since, so that each sees those before it. What changed is written once, before the commit.
/// </summary>
public sealed class AdmissionLedger
{
    private readonly Work _work;
    private readonly HashSet<AdmissionNeed> _known = [];
    private readonly Dictionary<(Guid Booking, string Unit), LedgerUnit> _units = [];
    private readonly Dictionary<Guid, LedgerPresence> _people = [];
    private readonly Dictionary<Guid, ChangedHolding> _changed = [];
    private readonly List<ClosedUnits> _closed = [];

    private AdmissionLedger(Work work)
    {
        _work = work;
        work.BeforeCommit(Write);
    }

    /// <summary>The ledger of a transaction.</summary>
    /// <param name="work">The transaction.</param>
    public static AdmissionLedger Of(Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Once(opened => new AdmissionLedger(opened));
    }

    /// <summary>The earliest deadline of what this transaction has changed since it looked at deadlines; null for none.</summary>
    public DateTimeOffset? EarliestDeadline { get; private set; }

    /// <summary>Says that the tables, with all that was changed, have been asked for deadlines.</summary>
    public void ForgetDeadlines() => EarliestDeadline = null;

    /// <summary>The facts about a wish.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="itself">The booking under decision: its own units and use do not count.</param>
    public async Task<AdmissionFacts> FactsAsync(CentreBook book, BookingWish wish, BookingId itself)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(wish);
        var records = wish.Person is { } person ? (await SamePeople.OfAsync(_work, person)).Records : [];
        var need = AdmissionNeed.Of(book, wish, records);
        if (!_known.Contains(need))
        {
            var trip = new RoundTrip();
            var answers = AdmissionReads.Ask(trip, _work.Centre, [need]);
            await trip.GoAsync(_work.Connection, default);
            Know(answers);
        }

        var others = _units.Values.Where(held => held.Booking != itself.Value && held.LivesAt(_work.Now)).ToList();
        var units = need.Units.ToHashSet(StringComparer.Ordinal);
        return new AdmissionFacts(
            _work.Now,
            book,
            others
                .Where(held => held.During.Overlaps(need.Claim) && units.Contains(held.Unit))
                .Select(held => held.Unit)
                .ToHashSet(StringComparer.Ordinal),
            wish.Extras.Select(extra => extra.Equipment)
                .Prepend(wish.Place)
                .Any(place => book.IsClosed(place, need.Claim)),
            IsElsewhere(need, itself),
            UseOf(others, wish.Place.Kind, need.PersonPeriod, held => IsOf(held, need.Records)),
            UseOf(others, wish.Place.Kind, need.OrganisationPeriod, held => IsOf(held, need.Organisation)),
            await BookerAsync(wish)
        );
    }

    /// <summary>Takes over what was read together with other questions, see <see cref="AdmissionReads.Ask"/>.</summary>
    /// <param name="answers">The answers.</param>
    public void Know(AdmissionAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        _known.UnionWith(answers.Needs);
        foreach (var held in answers.Units.Where(held => !_changed.ContainsKey(held.Booking)))
        {
            _units[(held.Booking, held.Unit)] = held;
        }

        foreach (var held in answers.People.Where(held => !_changed.ContainsKey(held.Booking)))
        {
            _people[held.Booking] = held;
        }
    }

    /// <summary>Puts what the booking now holds in place of what it held; written when the transaction commits.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="booking">The booking after its new events.</param>
    /// <param name="isNew">Whether it held nothing when the transaction began.</param>
    public void Replace(BookingId id, Booking booking, bool isNew)
    {
        foreach (var unit in _units.Keys.Where(key => key.Booking == id.Value).ToList())
        {
            _units.Remove(unit);
        }

        _people.Remove(id.Value);
        var heldBefore = _changed.TryGetValue(id.Value, out var earlier) ? earlier.HeldBefore : !isNew;
        var changed = new ChangedHolding(id, Allocation.Of(booking), heldBefore);
        _changed[id.Value] = changed;
        if (changed.Now?.ExpiresAt is { } deadline && !(EarliestDeadline <= deadline))
        {
            EarliestDeadline = deadline;
        }

        foreach (var held in changed.Units())
        {
            _units[(id.Value, held.Unit)] = held;
        }

        if (changed.Presence() is { } present)
        {
            _people[id.Value] = present;
        }
    }

    /// <summary>
    /// Lets closures hold what they close after a change of the definition; written when the transaction commits, after all
    /// that bookings give up.
    /// </summary>
    /// <param name="before">The centre before.</param>
    /// <param name="after">The centre after.</param>
    public void Close(CentreBook before, CentreBook after) =>
        _closed.Add(ClosedUnits.Between(before, after, _work.Now));

    private async Task<BookerFacts?> BookerAsync(BookingWish wish)
    {
        if (wish.Person is not { } person || wish.Organisation is not null)
        {
            return null;
        }

        var booker = await Standings.OfAsync(_work, person);
        var registered = booker.Person.Registration;
        return new BookerFacts(registered?.AgeBand, registered?.Community, booker.Standing.SuspendedUntil(_work.Now));
    }

    private void Write()
    {
        _closed.ForEach(change => Allocations.Release(_work, change.Released));
        Allocations.Write(_work, [.. _changed.Values]);
        _closed.ForEach(change => Allocations.Claim(_work, change.Claimed));
        _changed.Clear();
        _closed.Clear();
    }

    private bool IsElsewhere(AdmissionNeed need, BookingId itself) =>
        _people.Values.Any(held =>
            need.Records.Contains(new PersonId(held.Person))
            && held.Booking != itself.Value
            && held.During.Overlaps(need.Window)
            && held.LivesAt(_work.Now)
        );

    // A booking of an organisation is its own, not its organiser's.
    private static bool IsOf(LedgerUnit held, ValueList<PersonId> records) =>
        held.Person is { } person && held.Organisation is null && records.Contains(new PersonId(person));

    private static bool IsOf(LedgerUnit held, string? organisation) =>
        organisation is not null && held.Organisation == organisation;

    private static QuotaUse UseOf(
        IEnumerable<LedgerUnit> others,
        FacilityKind kind,
        TimeWindow period,
        Func<LedgerUnit, bool> counts
    )
    {
        var stored = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
        var used = others
            .Where(held => held.Kind == stored && period.Contains(held.Own.Start) && counts(held))
            .Select(held => (held.Booking, held.Own))
            .Distinct()
            .ToList();
        return new QuotaUse(used.Count, (int)used.Sum(one => one.Own.Duration.Ticks / TimeSpan.TicksPerMinute));
    }
}
