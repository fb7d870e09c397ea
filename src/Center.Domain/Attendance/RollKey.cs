using System;
using System.Globalization;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>The place whose roll is kept: a booking, or a site on one local day.</summary>
public sealed record RollKey
{
    private const string Room = "roll/";
    private const string OfBooking = "booking-";
    private const string DayFormat = "yyyy-MM-dd";
    private const int DayLength = 10;

    private RollKey(BookingId? booking, string site, DateOnly day)
    {
        Booking = booking;
        Site = site;
        Day = day;
    }

    /// <summary>The booking, or null when the place is a site.</summary>
    public BookingId? Booking { get; }

    /// <summary>Code of the site; empty for a booking.</summary>
    public string Site { get; }

    /// <summary>The local day at the site; meaningless for a booking.</summary>
    public DateOnly Day { get; }

    /// <summary>The key of the roll's stream.</summary>
    public string Stream =>
        Booking is { } booking
            ? $"{Room}{OfBooking}{booking}"
            : $"{Room}{Site}-{Day.ToString(DayFormat, CultureInfo.InvariantCulture)}";

    /// <summary>The roll of a booking.</summary>
    /// <param name="booking">The booking.</param>
    public static RollKey At(BookingId booking) => new(booking, string.Empty, default);

    /// <summary>The roll of a site on one day.</summary>
    /// <param name="site">Code of the site.</param>
    /// <param name="day">Local day.</param>
    public static RollKey At(string site, DateOnly day) => new(null, site, day);

    /// <summary>Reads the key of a stream, or null when it is not a roll's.</summary>
    /// <param name="stream">Key of any stream.</param>
    public static RollKey? Of(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.StartsWith(Room, StringComparison.Ordinal))
        {
            return null;
        }

        var place = stream.AsSpan(Room.Length);
        if (place.StartsWith(OfBooking) && Guid.TryParse(place[OfBooking.Length..], out var booking))
        {
            return At(new BookingId(booking));
        }

        var dash = place.Length - DayLength - 1;
        return
            dash > 0
            && place[dash] == '-'
            && DateOnly.TryParseExact(
                place[(dash + 1)..],
                DayFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
            ? At(place[..dash].ToString(), day)
            : null;
    }
}
