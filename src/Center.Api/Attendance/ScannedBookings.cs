using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Kernel;

namespace Center.Api.Attendance;

/// <summary>Bookings at which somebody was scanned, each read once.</summary>
/// <param name="command">The command.</param>
internal sealed class ScannedBookings(Command command)
{
    private readonly Dictionary<BookingId, (Booking State, long Version)> _read = [];

    /// <summary>The booking, or null when the text is no booking's id.</summary>
    public async Task<BookingId?> FindAsync(string scanned)
    {
        if (!Guid.TryParseExact(scanned, "D", out var value))
        {
            return null;
        }

        var id = new BookingId(value);
        if (!_read.TryGetValue(id, out var read))
        {
            _read[id] = read = await BookingDesk.ReadAsync(command, id);
        }

        return read.State.Terms is null ? null : id;
    }

    public (Booking State, long Version) this[BookingId booking]
    {
        get => _read[booking];
        set => _read[booking] = value;
    }
}
