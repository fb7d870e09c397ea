using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Attendance;

/// <summary>Bookings at which somebody was scanned, each folded once.</summary>
/// <param name="command">The command.</param>
internal sealed class ScannedBookings(Command command)
{
    private readonly Dictionary<BookingId, Folded<Booking>> _folded = [];

    public static string StreamOf(BookingId booking) => $"booking/{booking}";

    /// <summary>The booking, or null when the text is no booking's id.</summary>
    public async Task<BookingId?> FindAsync(string scanned)
    {
        if (!Guid.TryParseExact(scanned, "D", out var value))
        {
            return null;
        }

        var id = new BookingId(value);
        if (!_folded.ContainsKey(id))
        {
            _folded[id] = await command.Work.FoldAsync(StreamOf(id), Booking.Initial, Booking.Evolve);
        }

        return _folded[id].State.Terms is null ? null : id;
    }

    public Folded<Booking> this[BookingId booking]
    {
        get => _folded[booking];
        set => _folded[booking] = value;
    }
}
