using System;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.People;

namespace Center.Api.Attendance;

/// <summary>
/// Policy: whoever is scanned into his or her own booking has come, so the booking is checked in at that time. Of a
/// booking for an organisation anybody who comes will do. Others are on the roll and check nothing in. Whoever was scanned
/// in time to a booking that was released meanwhile has come too: the room may be gone, but the strike is withdrawn. Runs
/// under the centre's admission lock.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="book">The centre's definition.</param>
/// <param name="desk">Where bookings are decided.</param>
/// <param name="bookings">Bookings at which somebody was scanned.</param>
internal sealed class CheckInByScan(Command command, CentreBook book, BookingDesk desk, ScannedBookings bookings)
{
    /// <summary>Checks the booking in where that is due.</summary>
    /// <returns>False when the scan came at a time, or to a booking, that cannot be checked in to.</returns>
    public async Task<bool> CheckInAsync(BookingId? place, RecordScan scan)
    {
        if (place is not { } id || scan.Scan.Direction != ScanDirection.In || scan.Times.Flag == ScanFlag.NeedsPerson)
        {
            return true;
        }

        var read = bookings[id];
        var terms = read.State.Terms!;
        if (book.Find(terms.Facility) is null)
        {
            return false;
        }

        var rules = BookingDesk.RulesOf(book, terms);
        var ask = new CheckInBooking(scan.Times.EffectiveAt, rules);
        if (read.State.Status == BookingStatus.CheckedOut)
        {
            return terms.Window.Widen(TimeSpan.FromMinutes(rules.CheckInOpensBefore), TimeSpan.Zero).Contains(ask.At);
        }

        var isBooker = await IsForAsync(terms, scan.Scan.Person);
        if (NoShowRelease.WasThere(read.State, ask.At, rules))
        {
            await (isBooker ? StrikeNoShows.WithdrawAsync(command, id, terms) : Task.CompletedTask);
            return true;
        }

        if (BookingDecider.Decide(ask, read.State).Refusal is not null)
        {
            return false;
        }

        await (isBooker ? ActAsync(id, read, ask) : Task.CompletedTask);
        return true;
    }

    private async Task ActAsync(BookingId id, (Booking State, long Version) read, CheckInBooking ask)
    {
        var unconditional = command with { IfMatch = null };
        var done = await desk.ActAsync(unconditional, id, read, state => BookingDecider.Decide(ask, state));
        bookings[id] = (done.State, done.Version);
    }

    private async Task<bool> IsForAsync(BookingTerms terms, PersonId? person) =>
        terms.Organisation is not null || await Ties.In(command.Work).AreOneAsync(person, terms.Person);
}
