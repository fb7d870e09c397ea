using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Attendance;

/// <summary>Where a scan belongs.</summary>
/// <param name="Roll">The roll on which it lies.</param>
/// <param name="Booking">The booking, when it is one's roll.</param>
/// <param name="Refusal">Why it is on no roll though it lies there, or null.</param>
internal sealed record ScanPlace(RollKey Roll, BookingId? Booking, ScanRefusalReason? Refusal);

/// <summary>
/// Finds the place of a scan. One at a place that cannot be told is filed at the device's own site, where somebody will
/// look.
/// </summary>
/// <param name="book">The centre's definition.</param>
/// <param name="site">Code of the site where the device stands.</param>
/// <param name="bookings">Bookings.</param>
internal sealed class ScanPlaces(CentreBook book, string site, ScannedBookings bookings)
{
    public async Task<ScanPlace> OfAsync(Arrival arrival)
    {
        var (scan, times) = arrival;
        var filed = RollKey.At(site, times.DayIn(book.Zone));
        if (scan.Site is { } named)
        {
            return new ScanPlace(filed, null, RefuseSite(named));
        }

        if (scan.Booking is null || await bookings.FindAsync(scan.Booking) is not { } booking)
        {
            return new ScanPlace(filed, null, ScanRefusalReason.UnknownPlace);
        }

        return bookings[booking].State.Terms!.Site == site
            ? new ScanPlace(RollKey.At(booking), booking, null)
            : new ScanPlace(filed, null, ScanRefusalReason.OtherSite);
    }

    private ScanRefusalReason? RefuseSite(string named) =>
        named == site ? null
        : book.FindSite(named) is null ? ScanRefusalReason.UnknownPlace
        : ScanRefusalReason.OtherSite;
}
