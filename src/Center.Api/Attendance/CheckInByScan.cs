using System.Collections.Generic;
using System.Linq;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Attendance;

/// <summary>
/// Policy: whoever is scanned into his or her own booking has come, so the booking is checked in at that time. Of a
/// booking for an organisation anybody who comes will do. Others are on the roll and check nothing in.
/// </summary>
/// <param name="work">The transaction, which holds the centre's admission lock.</param>
/// <param name="book">The centre's definition.</param>
/// <param name="bookings">Bookings at which somebody was scanned.</param>
internal sealed class CheckInByScan(Work work, CentreBook book, ScannedBookings bookings)
{
    private readonly Dictionary<BookingId, List<object>> _events = [];

    /// <summary>Checks the booking in where that is due.</summary>
    /// <returns>False when the scan came at a time, or to a booking, that cannot be checked in to.</returns>
    public bool CheckIn(BookingId? place, RecordScan scan)
    {
        if (place is not { } id || scan.Scan.Direction != ScanDirection.In || scan.Times.Flag == ScanFlag.NeedsPerson)
        {
            return true;
        }

        var (state, version) = bookings[id];
        var terms = state.Terms!;
        if (book.Find(terms.Facility) is not { } facility)
        {
            return false;
        }

        var rules = book.RulesFor(facility, book.Zone.DateOf(terms.Window.Start));
        var at = scan.Times.EffectiveAt;
        if (state.Status == BookingStatus.CheckedOut)
        {
            return at >= terms.Window.Start.AddMinutes(-rules.CheckInOpensBefore) && at < terms.Window.End;
        }

        var decision = BookingDecider.Decide(new CheckInBooking(at, rules), state);
        if (decision.Refusal is not null)
        {
            return false;
        }

        if (decision.Events.Count > 0 && IsFor(terms, scan.Scan.Person))
        {
            bookings[id] = new Folded<Booking>(decision.Events.Aggregate(state, Booking.Evolve), version);
            _events[id] = [.. decision.Events];
        }

        return true;
    }

    public void Append()
    {
        foreach (var (id, events) in _events)
        {
            work.Append(ScannedBookings.StreamOf(id), bookings[id].Version, events);
        }
    }

    private static bool IsFor(BookingTerms terms, PersonId? person) =>
        terms.Organisation is not null || (person is not null && terms.Person == person);
}
