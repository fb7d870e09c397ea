using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>
/// Whether a person is at a site. A scan at a booking brings somebody into the house as well; leaving a room leaves
/// the house only if the person never went through a scanned door, and leaving by the door leaves every room.
/// </summary>
public static class SitePresence
{
    /// <summary>One scan with the place where it was made.</summary>
    /// <param name="Booking">The booking, or null at the site's own door.</param>
    /// <param name="Scan">The scan.</param>
    public readonly record struct PlacedScan(BookingId? Booking, ScanRecorded Scan);

    /// <summary>Whether the person was there at all and is there now.</summary>
    /// <param name="Came">At least one scan counts.</param>
    /// <param name="Present">In, and not out again.</param>
    public readonly record struct Standing(bool Came, bool Present);

    /// <summary>Where one person stands after all scans of one site and day, in whatever order they are given.</summary>
    /// <param name="scans">The person's scans that were not annulled.</param>
    public static Standing Of(IReadOnlyCollection<PlacedScan> scans)
    {
        ArgumentNullException.ThrowIfNull(scans);
        var places = new Dictionary<ScanKey, BookingId?>();
        var recorded = new List<ScanRecorded>();
        foreach (var (booking, scan) in scans)
        {
            places[scan.Key] = booking;
            recorded.Add(scan);
        }

        var (came, throughDoor) = (false, false);
        var rooms = new HashSet<BookingId>();
        foreach (var scan in RollFold.InOrder(recorded))
        {
            if (scan.Flags.Contains(ScanFlag.NeedsPerson))
            {
                continue;
            }

            came = true;
            var isIn = scan.Direction == ScanDirection.In;
            if (places[scan.Key] is not { } room)
            {
                throughDoor = isIn;
                rooms = isIn ? rooms : [];
            }
            else if (isIn)
            {
                rooms.Add(room);
            }
            else
            {
                rooms.Remove(room);
            }
        }

        return new Standing(came, throughDoor || rooms.Count > 0);
    }
}
