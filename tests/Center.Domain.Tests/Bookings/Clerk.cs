using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Tests.Bookings;

/// <summary>
/// A clerk with a paper book who knows the centre's rules in words: the oracle that decisions are compared with. He asks
/// nothing of the domain but what was written down: definitions and wishes.
/// </summary>
/// <param name="book">The centre's definition.</param>
internal sealed partial class Clerk(CentreBook book)
{
    private readonly ClerkCalendar _calendar = new(book);
    private readonly Dictionary<PersonId, ClerkStanding> _standings = [];

    /// <summary>The definition as it is now; closures come and go.</summary>
    public CentreBook Book { get; set; } = book;

    public Dictionary<int, ClerkBooking> Bookings { get; } = [];

    public ClerkStanding StandingOf(PersonId person)
    {
        if (!_standings.TryGetValue(person, out var standing))
        {
            _standings[person] = standing = new ClerkStanding();
        }

        return standing;
    }

    /// <summary>Whether a wish can be granted.</summary>
    /// <returns>The refusal's codes in alphabetical order, or the line to be written.</returns>
    private (string? Refusal, ClerkBooking? Line) Admit(BookingWish wish, DateTimeOffset now, int itself)
    {
        var rules = RulesOf(wish);
        var others = Bookings.Where(pair => pair.Key != itself).Select(pair => pair.Value).ToList();
        var broken = Broken(wish, rules, now, others).Order(StringComparer.Ordinal).ToList();
        if (broken.Count > 0 && wish.OverrideReason is null)
        {
            return (string.Join(' ', broken), null);
        }

        var line = wish.ServiceLine ?? FacilityOf(wish).ServiceLine;
        var (from, to) = (wish.Window.Start.AddMinutes(-rules.Before), wish.Window.End.AddMinutes(rules.After));
        var refusal =
            wish.Window.End <= now ? "invalid-window"
            : line is null ? "invalid-value"
            : IsClosed(wish, from, to) ? "closed"
            : !HasRoom(wish, from, to, others) ? "slot-taken"
            : null;
        if (refusal is not null)
        {
            return (refusal, null);
        }

        return (
            null,
            new ClerkBooking
            {
                Wish = wish,
                Line = line!,
                Version = rules.Version,
                From = from,
                To = to,
                KeepsPerson = IsAlone(wish) && rules.OnePlace && !broken.Contains("policy-own-overlap"),
                Release = ReleaseOf(wish, rules, now),
                SetAside = string.Join(' ', broken),
                WaitsLater = Waits(wish, rules) && LapsesAt(wish, rules, now) > now,
            }
        );
    }

    private List<string> Broken(BookingWish wish, ClerkRules rules, DateTimeOffset now, List<ClerkBooking> others)
    {
        var (start, minutes) = (wish.Window.Start, (wish.Window.End - wish.Window.Start).TotalMinutes);
        var broken = new List<string>();
        Say("policy-suspended", rules.NoShow is not null && IsAlone(wish) && IsPaused(wish, now));
        Say("policy-not-eligible", rules.Eligible is { } eligible && !IsAmong(wish, eligible));
        Say("policy-over-capacity", wish.Place.Kind != FacilityKind.Equipment && wish.People > CapacityOf(wish));
        Say("policy-only-with-a-booking", rules.OnlyWithABooking);
        Say("policy-too-short", minutes < rules.Shortest);
        Say("policy-too-long", minutes > rules.Longest);
        Say(
            "policy-off-grid",
            !_calendar.IsOnGrid(start, rules.Grid) || !_calendar.IsOnGrid(wish.Window.End, rules.Grid)
        );
        Say(
            "policy-notice-too-short",
            IsTooSoon(wish, rules, now) || (Waits(wish, rules) && LapsesAt(wish, rules, now) <= now)
        );
        Say("policy-notice-too-long", _calendar.Day(start).DayNumber - _calendar.Day(now).DayNumber > rules.DaysAhead);
        Say("policy-out-of-hours", rules.Outside == OutsideHours.Refuse && !IsOpen(wish));
        Say("policy-own-overlap", rules.OnePlace && IsAlone(wish) && others.Exists(other => IsThere(wish, other)));
        Say("policy-quota-person", IsAlone(wish) && IsOver(wish, rules.PerPerson, others.FindAll(o => IsHis(wish, o))));
        Say(
            "policy-quota-organisation",
            wish.Organisation is not null
                && IsOver(wish, rules.PerOrganisation, others.FindAll(o => o.Wish.Organisation == wish.Organisation))
        );
        foreach (var extra in wish.Extras)
        {
            // What is lent with it is lent by its own rules too: to whom, how long, how soon and how far ahead.
            var lent = new ClerkRules(Book, FacilityOf(extra.Equipment), _calendar.Day(start));
            Say("policy-not-eligible", lent.Eligible is { } some && !IsAmong(wish, some));
            Say("policy-too-long", minutes > lent.Longest);
            Say("policy-notice-too-short", lent.Notice > 0 && IsTooSoon(wish, lent, now));
            Say(
                "policy-notice-too-long",
                _calendar.Day(start).DayNumber - _calendar.Day(now).DayNumber > lent.DaysAhead
            );
        }

        return broken;

        void Say(string code, bool isBroken)
        {
            if (isBroken && !broken.Contains(code))
            {
                broken.Add(code);
            }
        }
    }

    private static bool IsTooSoon(BookingWish wish, ClerkRules rules, DateTimeOffset now) =>
        rules.WalkIn
            ? (now - wish.Window.Start).TotalMinutes >= rules.Grid
            : (wish.Window.Start - now).TotalMinutes < rules.Notice;

    private bool Waits(BookingWish wish, ClerkRules rules) =>
        (wish.Organisation is not null && rules.OrganisationWaits)
        || (rules.Outside == OutsideHours.Approval && !IsOpen(wish));

    // Somebody has so many hours to approve, and at the latest until so long before the start.
    private static DateTimeOffset LapsesAt(BookingWish wish, ClerkRules rules, DateTimeOffset now) =>
        new[] { now.AddHours(rules.ApprovalHours), wish.Window.Start.AddMinutes(-rules.ApprovalBefore) }.Min();

    private bool IsOver(BookingWish wish, Quota? quota, List<ClerkBooking> own)
    {
        if (quota is null)
        {
            return false;
        }

        var used = own.FindAll(other =>
            other.Kind == wish.Place.Kind
            && other.Held(other.From, other.To) is not null
            && _calendar.IsSamePeriod(other.Start, wish.Window.Start, quota.Per)
        );
        var minutes = used.Sum(other => (other.End - other.Start).TotalMinutes);
        return used.Count >= quota.Count
            || minutes + (wish.Window.End - wish.Window.Start).TotalMinutes > quota.Minutes;
    }

    private static bool IsAlone(BookingWish wish) => wish.Person is not null && wish.Organisation is null;

    private static bool IsHis(BookingWish wish, ClerkBooking other) =>
        other.IsAlone && other.Wish.Person == wish.Person;

    private static bool IsThere(BookingWish wish, ClerkBooking other) =>
        other.KeepsPerson
        && other.Wish.Person == wish.Person
        && other.Held(other.Start, other.End) is { } there
        && there.From < wish.Window.End
        && wish.Window.Start < there.To;

    private bool IsPaused(BookingWish wish, DateTimeOffset now) =>
        StandingOf(wish.Person!.Value).PausedUntil(now) is not null;

    private bool IsAmong(BookingWish wish, Eligibility eligible)
    {
        if (wish.Organisation is { } code)
        {
            var home = Book.Organisations.Single(organisation => organisation.Code == code).Community;
            return eligible.Organisations is { } named
                ? named.Any(one => one == code)
                : eligible.Communities is not { } communities || home is null || communities.Any(one => one == home);
        }

        var (band, community) = DrawnWish.Known(Enumerable.Range(0, 4).Single(n => DrawnWish.Person(n) == wish.Person));
        return (eligible.Communities is not null || eligible.AgeBands is not null)
            && (eligible.Communities is not { } own || own.Any(one => one == community))
            && (eligible.AgeBands is not { } bands || bands.Any(one => one == band));
    }

    private bool IsOpen(BookingWish wish) => _calendar.IsOpen(FacilityOf(wish), wish.Window.Start, wish.Window.End);

    private ClerkRules RulesOf(BookingWish wish) => new(Book, FacilityOf(wish), _calendar.Day(wish.Window.Start));

    private Facility FacilityOf(BookingWish wish) => FacilityOf(wish.Place);

    private Facility FacilityOf(Bookable place) => Book.Facilities.Single(one => one.Code == place.Facility);

    private int CapacityOf(BookingWish wish)
    {
        var facility = FacilityOf(wish);
        return facility.Parts.FirstOrDefault(part => part.Code == wish.Place.Code)?.Capacity ?? facility.Capacity;
    }
}
