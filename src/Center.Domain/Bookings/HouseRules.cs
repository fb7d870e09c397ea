using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>
/// The house rules that a wish may break, each a refusal with its limit. All of them are policy of the centre's
/// definition; none is law. The strictest answer is all broken rules at once.
/// </summary>
public static partial class HouseRules
{
    /// <summary>Every rule that the wish breaks, in the order in which a person would fix them.</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="facts">What is so.</param>
    /// <param name="rules">Rules in force for the place on that date.</param>
    public static IEnumerable<Refusal> Broken(BookingWish wish, AdmissionFacts facts, BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(rules);
        Refusal?[] answers =
        [
            Suspended(wish, rules, facts),
            NotEligible(wish, rules, facts),
            OverCapacity(wish),
            OnlyWithABooking(wish, rules),
            TooShort(wish, rules),
            TooLong(wish, rules),
            OffGrid(wish, rules, facts.Book.Zone),
            TooSoon(wish, rules, facts.Now) ?? TooLateForApproval(wish, facts, rules),
            TooFarAhead(wish, rules, facts),
            OutOfHours(wish, rules, facts.Book),
            OwnOverlap(wish, rules, facts),
            OverQuota(
                "policy-quota-person",
                wish.Person is not null && wish.Organisation is null,
                rules.PerPerson,
                facts.PersonUse,
                wish
            ),
            OverQuota(
                "policy-quota-organisation",
                wish.Organisation is not null,
                rules.PerOrganisation,
                facts.OrganisationUse,
                wish
            ),
        ];
        return answers.OfType<Refusal>().Concat(wish.Extras.SelectMany(extra => OfExtra(extra.Equipment, wish, facts)));
    }

    /// <summary>
    /// Whether an accepted wish waits for approval. Where no time is left for that, staff have set the rule aside and it
    /// stands at once.
    /// </summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="facts">What is so.</param>
    /// <param name="rules">Rules in force.</param>
    public static bool WaitsForApproval(BookingWish wish, AdmissionFacts facts, BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(facts);
        return NeedsApproval(wish, facts.Book, rules) && RequestLapsesAt(wish.Window, facts.Now, rules) > facts.Now;
    }

    private static bool NeedsApproval(BookingWish wish, CentreBook book, BookingRules rules) =>
        (wish.Organisation is not null && rules.OrganisationNeedsApproval)
        || (rules.OutsideOpeningHours == OutsideHours.Approval && !book.IsOpen(wish.Place, wish.Window));

    /// <summary>When a request lapses: so many hours after it was made, but at the latest so long before its start.</summary>
    /// <param name="window">The booking's window.</param>
    /// <param name="now">The instant of the request.</param>
    /// <param name="rules">Rules in force.</param>
    public static DateTimeOffset RequestLapsesAt(TimeWindow window, DateTimeOffset now, BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var afterHours = now.AddHours(rules.ApprovalLapsesAfterHours);
        var beforeStart = window.Start.AddMinutes(-rules.ApprovalLapsesBeforeStart);
        return afterHours < beforeStart ? afterHours : beforeStart;
    }

    // Whoever did not come to rooms may still take a seat where no-shows are not counted.
    private static Refusal? Suspended(BookingWish wish, BookingRules rules, AdmissionFacts facts) =>
        rules.NoShow is not null
        && wish.Organisation is null
        && facts.Booker?.SuspendedUntil is { } until
        && until > facts.Now
            ? new Refusal("policy-suspended", "The person may not book this after too many no-shows.").With(
                "until",
                until
            )
            : null;

    private static Refusal? NotEligible(BookingWish wish, BookingRules rules, AdmissionFacts facts) =>
        NotEligible(wish.Place.Code, wish, rules, facts);

    private static Refusal? NotEligible(string code, BookingWish wish, BookingRules rules, AdmissionFacts facts) =>
        rules.Eligibility is not { } eligible || IsEligible(wish, eligible, facts)
            ? null
            : new Refusal("policy-not-eligible", $"{code} is not for everybody.")
                .With("communities", eligible.Communities)
                .With("ageBands", eligible.AgeBands)
                .With("organisations", eligible.Organisations);

    private static bool IsEligible(BookingWish wish, Eligibility eligible, AdmissionFacts facts) =>
        wish.Organisation is { } code
            ? eligible.AdmitsOrganisation(
                code,
                facts.Book.Organisations.FirstOrDefault(organisation => organisation.Code == code)?.Community
            )
            : eligible.AdmitsPerson(facts.Booker?.AgeBand, facts.Booker?.Community);

    private static Refusal? OverCapacity(BookingWish wish) =>
        wish.Place.Holds(wish.People)
            ? null
            : new Refusal("policy-over-capacity", $"{wish.Place.Code} holds {wish.Place.Capacity} people.").With(
                "limit",
                wish.Place.Capacity
            );

    private static Refusal? OnlyWithABooking(BookingWish wish, BookingRules rules) =>
        rules.OnlyWithABooking
            ? new Refusal("policy-only-with-a-booking", $"{wish.Place.Code} is lent as an extra of a booking.")
            : null;

    private static Refusal? TooShort(BookingWish wish, BookingRules rules) =>
        wish.Window.Duration < TimeSpan.FromMinutes(rules.Shortest)
            ? new Refusal("policy-too-short", $"The shortest booking is {rules.Shortest} minutes.").With(
                "limit",
                rules.Shortest
            )
            : null;

    private static Refusal? TooLong(BookingWish wish, BookingRules rules) =>
        wish.Window.Duration > TimeSpan.FromMinutes(rules.Longest)
            ? new Refusal("policy-too-long", $"The longest booking is {rules.Longest} minutes.").With(
                "limit",
                rules.Longest
            )
            : null;

    private static Refusal? OffGrid(BookingWish wish, BookingRules rules, CentreZone zone) =>
        OnGrid(wish.Window.Start, rules, zone) && OnGrid(wish.Window.End, rules, zone)
            ? null
            : new Refusal("policy-off-grid", $"Bookings start and end on multiples of {rules.Grid} minutes.").With(
                "limit",
                rules.Grid
            );

    private static bool OnGrid(DateTimeOffset instant, BookingRules rules, CentreZone zone) =>
        zone.LocalOf(instant).TimeOfDay.Ticks % TimeSpan.FromMinutes(rules.Grid).Ticks == 0;

    // A walk-in takes the slot that has already begun; everything else starts in the future, with the notice asked for.
    private static Refusal? TooSoon(BookingWish wish, BookingRules rules, DateTimeOffset now)
    {
        var earliest = rules.WalkIn ? now.AddMinutes(-rules.Grid) : now.AddMinutes(rules.LatestBeforeStart);
        var early = rules.WalkIn ? wish.Window.Start > earliest : wish.Window.Start >= earliest;
        return early
            ? null
            : new Refusal(
                "policy-notice-too-short",
                $"This place is booked at least {rules.LatestBeforeStart} minutes ahead."
            )
                .With("limit", rules.LatestBeforeStart)
                .With("earliestStart", earliest);
    }

    /// <summary>The refusal of what would have lapsed before anybody could approve it.</summary>
    /// <param name="rules">Rules in force.</param>
    public static Refusal TooLateForApproval(BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new Refusal("policy-notice-too-short", "There is no time left for approval before the start.").With(
            "limit",
            rules.ApprovalLapsesBeforeStart
        );
    }

    private static Refusal? TooLateForApproval(BookingWish wish, AdmissionFacts facts, BookingRules rules) =>
        NeedsApproval(wish, facts.Book, rules) && !WaitsForApproval(wish, facts, rules)
            ? TooLateForApproval(rules)
            : null;

    private static Refusal? TooFarAhead(BookingWish wish, BookingRules rules, AdmissionFacts facts)
    {
        var zone = facts.Book.Zone;
        var last = zone.DateOf(facts.Now).AddDays(rules.EarliestDaysAhead);
        return zone.DateOf(wish.Window.Start) <= last
            ? null
            : new Refusal(
                "policy-notice-too-long",
                $"This place is booked at most {rules.EarliestDaysAhead} days ahead."
            )
                .With("limit", rules.EarliestDaysAhead)
                .With("lastDate", last);
    }

    private static Refusal? OutOfHours(BookingWish wish, BookingRules rules, CentreBook book) =>
        rules.OutsideOpeningHours == OutsideHours.Refuse && !book.IsOpen(wish.Place, wish.Window)
            ? new Refusal("policy-out-of-hours", "The place is closed at that time.")
            : null;

    private static Refusal? OwnOverlap(BookingWish wish, BookingRules rules, AdmissionFacts facts) =>
        rules.OnePersonOnePlaceAtATime && facts.PersonBusy && wish.Organisation is null
            ? new Refusal("policy-own-overlap", "The same person has another booking at that time.")
            : null;

    private static Refusal? OverQuota(string code, bool applies, Quota? quota, QuotaUse use, BookingWish wish)
    {
        if (!applies || quota is null)
        {
            return null;
        }

        var minutes = (int)(wish.Window.Duration.Ticks / TimeSpan.TicksPerMinute);
        var tooMany = quota.Count is { } count && use.Count + 1 > count;
        var tooLong = quota.Minutes is { } limit && use.Minutes + minutes > limit;
        return tooMany || tooLong
            ? new Refusal(code, $"The quota of {NameOf(quota.Per)} is used up.")
                .With("limit", tooMany ? quota.Count : quota.Minutes)
                .With("use", tooMany ? use.Count : use.Minutes)
                .With("per", quota.Per)
            : null;
    }

    private static string NameOf(QuotaPeriod period) =>
        period switch
        {
            QuotaPeriod.Day => "that day",
            QuotaPeriod.Week => "that week",
            _ => "that month",
        };
}
