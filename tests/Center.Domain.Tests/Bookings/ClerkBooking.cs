using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Tests.Bookings;

/// <summary>A line of the clerk's book.</summary>
internal sealed class ClerkBooking
{
    public required BookingWish Wish { get; init; }

    public required string Line { get; init; }

    /// <summary>Rules it was decided by.</summary>
    public required string Version { get; init; }

    /// <summary>The time for which its units are held, with set-up and tear-down.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required bool KeepsPerson { get; init; }

    /// <summary>When it is given free if nobody came.</summary>
    public DateTimeOffset? Release { get; set; }

    /// <summary>Rules that were set aside, in alphabetical order.</summary>
    public required string SetAside { get; init; }

    public required bool WaitsLater { get; set; }

    /// <summary>Units of the place and of what is lent with it, as they were chosen.</summary>
    public IReadOnlyList<string> Units { get; set; } = [];

    public BookingStatus State { get; set; }

    /// <summary>When it lapses or is released, or null.</summary>
    public DateTimeOffset? Until { get; set; }

    public DateTimeOffset? Left { get; set; }

    public DateTimeOffset Start => Wish.Window.Start;

    public DateTimeOffset End => Wish.Window.End;

    public FacilityKind Kind => Wish.Place.Kind;

    public bool IsAlone => Wish.Person is not null && Wish.Organisation is null;

    /// <summary>What is left of a stretch of its time: all while it stands, what was used of it afterwards.</summary>
    /// <param name="from">Begin of the stretch.</param>
    /// <param name="to">Its end.</param>
    public (DateTimeOffset From, DateTimeOffset To)? Held(DateTimeOffset from, DateTimeOffset to)
    {
        switch (State)
        {
            case BookingStatus.Held or BookingStatus.Requested or BookingStatus.Confirmed or BookingStatus.CheckedIn:
                return (from, to);
            case BookingStatus.CheckedOut or BookingStatus.Released when Left > From:
                var end = Left.Value < to ? Left.Value : to;
                return end > from ? (from, end) : null;
            default:
                return null;
        }
    }

    public bool Meets(DateTimeOffset from, DateTimeOffset to) =>
        Held(From, To) is { } held && held.From < to && from < held.To;

    /// <summary>Everything that was agreed, in words.</summary>
    public string Terms =>
        $"{Wish.Place.Code} {Of(Start)}-{Of(End)} held {Of(From)}-{Of(To)} {Line} {Wish.People} {Wish.Purpose} "
        + $"for {Wish.Person} {Wish.Organisation} keeps {KeepsPerson} units {string.Join(' ', Units)} by {Version} "
        + $"without {SetAside} free {Of(Release)}";

    /// <summary>Everything about it, in words.</summary>
    public override string ToString() => $"{State} until {Of(Until)} left {Of(Left)}: {Terms}";

    /// <summary>The same words about a booking as the domain knows it.</summary>
    public static string Words(Booking booking)
    {
        var terms = booking.Terms!;
        var setAside = string.Join(' ', (terms.Override?.Rules ?? []).Order(StringComparer.Ordinal));
        return $"{booking.Status} until {Of(booking.Deadline)} left {Of(booking.LeftAt)}: "
            + $"{terms.Facility} {Of(terms.Window.Start)}-{Of(terms.Window.End)} "
            + $"held {Of(terms.Claim.Start)}-{Of(terms.Claim.End)} {terms.ServiceLine} {terms.People} {terms.Purpose} "
            + $"for {terms.Person} {terms.Organisation} keeps {terms.HoldsPerson} "
            + $"units {string.Join(' ', terms.AllUnits())} by {terms.PolicyVersion} "
            + $"without {setAside} free {Of(terms.ReleaseAt)}";
    }

    private static string Of(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>A line of the clerk's book about a person who did not come.</summary>
/// <param name="Booking">To which booking.</param>
/// <param name="At">When it was given free.</param>
/// <param name="Counts">Whether it has not led to a pause yet.</param>
internal sealed record ClerkStrike(int Booking, DateTimeOffset At, bool Counts);

/// <summary>How a person stands with the house, by the clerk's book.</summary>
internal sealed class ClerkStanding
{
    private readonly List<ClerkStrike> _strikes = [];
    private readonly List<int> _grounds = [];
    private DateTimeOffset? _pausedUntil;

    public DateTimeOffset? PausedUntil(DateTimeOffset now) => now < _pausedUntil ? _pausedUntil : null;

    public string Strikes =>
        string.Join(' ', _strikes.Select(strike => $"{strike.Booking}{(strike.Counts ? "" : "-spent")}"));

    public void DidNotCome(int booking, DateTimeOffset at, DateTimeOffset now, NoShowRule rule)
    {
        _strikes.Add(new ClerkStrike(booking, at, true));
        var counting = _strikes.FindAll(one => one.Counts && at - one.At < TimeSpan.FromDays(rule.WithinDays));
        if (counting.Count >= rule.Strikes && PausedUntil(now) is null)
        {
            _pausedUntil = now + TimeSpan.FromDays(rule.SuspendDays);
            _grounds.Clear();
            _grounds.AddRange(counting.Select(one => one.Booking));
            Count(_grounds, false);
        }
    }

    /// <summary>The strike was wrong; a pause that stands on it has no ground any more.</summary>
    public void WasThere(int booking, DateTimeOffset now)
    {
        if (
            _strikes.RemoveAll(strike => strike.Booking == booking) > 0
            && PausedUntil(now) is not null
            && _grounds.Contains(booking)
        )
        {
            _pausedUntil = null;
            Count(_grounds, true);
        }
    }

    /// <summary>Staff forgive: the strikes stay spent.</summary>
    public void Forgive() => _pausedUntil = null;

    private void Count(List<int> those, bool counts)
    {
        for (var i = 0; i < _strikes.Count; i++)
        {
            _strikes[i] = those.Contains(_strikes[i].Booking) ? _strikes[i] with { Counts = counts } : _strikes[i];
        }
    }
}
