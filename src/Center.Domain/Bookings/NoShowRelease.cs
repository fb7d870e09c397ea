using System;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>When a booking to which nobody came is given free, and whether that counts against whom it was for.</summary>
public static class NoShowRelease
{
    // Who writes the release is reminded at the deadline and looks every few seconds. Much later than that, the service
    // was not there, so nobody could check in either.
    private static readonly TimeSpan _punctual = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The deadline: so long after the start, or after the decision for whoever took what had begun, as the rules say, at
    /// the latest at the end. Null where no-shows are not counted: nobody needs to check in there.
    /// </summary>
    /// <param name="window">The booking's window.</param>
    /// <param name="now">The instant of the decision.</param>
    /// <param name="rules">Rules in force.</param>
    public static DateTimeOffset? ReleaseAt(TimeWindow window, DateTimeOffset now, BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.NoShow is null)
        {
            return null;
        }

        var begins = window.Start > now ? window.Start : now;
        var release = begins.AddMinutes(rules.ReleaseNoShowAfter);

        // Where no time is given, whoever takes what has begun would not have come in the moment of asking for it.
        return release > now && release < window.End ? release : window.End;
    }

    /// <summary>Whether the release was written so late that the service must have been down.</summary>
    /// <param name="due">The deadline.</param>
    /// <param name="now">The instant at which it is written.</param>
    public static bool CameLate(DateTimeOffset due, DateTimeOffset now) => now - due > _punctual;

    /// <summary>Whether somebody who came at an instant was there in time, though the booking was released.</summary>
    /// <param name="released">The released booking.</param>
    /// <param name="at">When the person came, as a scan says that arrives afterwards.</param>
    /// <param name="rules">Rules in force for the booking.</param>
    public static bool WasThere(Booking released, DateTimeOffset at, BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(released);
        ArgumentNullException.ThrowIfNull(rules);
        return released is { Status: BookingStatus.Released, Terms: { } terms, LeftAt: { } due }
            && terms.Window.Start.AddMinutes(-rules.CheckInOpensBefore) <= at
            && at < due;
    }
}
