using System;
using System.Linq;
using Center.Domain.Bookings;

namespace Center.Domain.Tests.Bookings;

/// <summary>What becomes of bookings that run out of time, and of those who did not come.</summary>
internal sealed partial class Clerk
{
    private static readonly TimeSpan _punctual = TimeSpan.FromMinutes(5);

    /// <summary>Strikes out what has run out of time; who did not come is noted, unless the clerk himself came late.</summary>
    public void TidyUp(DateTimeOffset now)
    {
        foreach (var (id, line) in Bookings.OrderBy(pair => pair.Key))
        {
            if (line.Until is not { } due || due > now)
            {
                continue;
            }

            line.Until = null;
            if (line.State != BookingStatus.Confirmed)
            {
                line.State = BookingStatus.Lapsed;
                continue;
            }

            (line.State, line.Left) = (BookingStatus.Released, due);
            if (line.IsAlone && now - due <= _punctual && RulesOf(line.Wish).NoShow is { } rule)
            {
                StandingOf(line.Wish.Person!.Value).DidNotCome(id, due, now, rule);
            }
        }
    }

    /// <summary>A scan from before the release comes in: the strike is taken back, the room stays gone.</summary>
    public bool LateScan(int id, DateTimeOffset at, DateTimeOffset now)
    {
        if (!IsAlready(id, BookingStatus.Released))
        {
            return false;
        }

        var line = Bookings[id];
        var wasThere = at >= line.Start.AddMinutes(-RulesOf(line.Wish).CheckInOpens) && at < line.Left;
        if (wasThere && line.IsAlone)
        {
            StandingOf(line.Wish.Person!.Value).WasThere(id, now);
        }

        return wasThere;
    }

    // A quarter of an hour from the start, or from now for what has begun; never in the moment of the decision itself.
    private static DateTimeOffset? ReleaseOf(BookingWish wish, ClerkRules rules, DateTimeOffset now)
    {
        if (rules.NoShow is null)
        {
            return null;
        }

        var release = new[] { wish.Window.Start, now }.Max().AddMinutes(rules.ReleaseAfter);
        return release > now && release < wish.Window.End ? release : wish.Window.End;
    }
}
