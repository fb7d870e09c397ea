using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Bookings.Pages;

/// <summary>A place that was looked for.</summary>
/// <param name="Place">The place.</param>
/// <param name="Free">Times to choose from; empty when there is none.</param>
/// <param name="Why">Why there is none, or null.</param>
public sealed record PlaceFound(Bookable Place, IReadOnlyList<Slot> Free, Refusal? Why)
{
    /// <summary>Whether there are times to choose from, each of which staff must approve.</summary>
    public bool NeedsApproval => Free.Count > 0 && Free.All(slot => slot.NeedsApproval);
}

/// <summary>What a search found.</summary>
/// <param name="Ask">What was looked for.</param>
/// <param name="Places">Those with free times first, then those that staff must approve.</param>
/// <param name="Ways">Other times and places, when none is free without approval.</param>
/// <param name="IsUnderstood">Whether the words say something about a place of this centre.</param>
/// <param name="More">Number of further places that are not listed.</param>
public sealed record SearchFound(
    SearchAsk Ask,
    IReadOnlyList<PlaceFound> Places,
    IReadOnlyList<Alternative> Ways,
    bool IsUnderstood,
    int More
);

/// <summary>
/// Looks for places by words, time and people, among what is free. What it says is a promise to nobody: the decision is
/// made when the place is held.
/// </summary>
/// <param name="ask">What is looked for.</param>
/// <param name="book">The centre's definition.</param>
/// <param name="busy">What is held within the <see cref="Horizon"/>.</param>
/// <param name="now">The instant.</param>
internal sealed class PlaceSearch(
    SearchAsk ask,
    CentreBook book,
    IReadOnlyCollection<BusyUnit> busy,
    DateTimeOffset now
)
{
    private const int MostPlaces = 12;
    private const int MostTimes = 48;
    private const int MinutesBetween = 30;
    private const int MostWays = 6;
    private const int PlacesWithWays = 2;

    private static readonly TimeOnly _middle = new(14, 0);

    /// <summary>The stretch of time that has to be known.</summary>
    public static TimeWindow Horizon(SearchAsk ask, CentreZone zone) => Alternatives.Horizon(Around(ask, zone), zone);

    public SearchFound Find()
    {
        var meant = Meant();
        var places = meant
            .Select(Look)
            .OrderBy(found => found.Free.Count == 0)
            .ThenBy(found => found.NeedsApproval)
            .ToList();
        var ways = places.Exists(found => found.Free.Count > 0 && !found.NeedsApproval)
            ? []
            : places
                .Take(PlacesWithWays)
                .SelectMany(found => WaysAround(found.Place))
                .Distinct()
                .Take(MostWays)
                .ToList();
        return new SearchFound(
            ask,
            [.. places.Take(MostPlaces)],
            ways,
            meant.Count > 0,
            Math.Max(0, places.Count - MostPlaces)
        );
    }

    private List<Bookable> Meant()
    {
        var hasWords = ask.Words.Length > 0;
        var known = book.Bookables(withParts: hasWords)
            .Where(place => place.Kind != FacilityKind.Equipment)
            .Select(place => (Place: place, Fit: hasWords ? EverydayWords.Fit(ask.Words, place) : 1))
            .Where(scored => scored.Fit > 0)
            .ToList();
        var best = known.Select(scored => scored.Fit).DefaultIfEmpty().Max();
        return
        [
            .. known
                .Where(scored => scored.Fit == best && (hasWords || scored.Place.Holds(ask.People)))
                .Select(scored => scored.Place)
                .OrderBy(place => !place.Holds(ask.People))
                .ThenBy(place => place.Site == "main" ? 0 : 1)
                .ThenBy(place => place.Capacity)
                .ThenBy(place => place.Code, StringComparer.Ordinal),
        ];
    }

    private PlaceFound Look(Bookable place)
    {
        var window = ask.WindowIn(book.Zone);
        var free = place.Holds(ask.People)
            ? SlotSearch
                .Slots(place, window ?? book.Zone.DayOf(ask.Date), ask.Length, book, busy, now)
                .Where(slot => window is not null || IsUsualStart(slot.Window.Start))
                .Concat(window is { } exact ? Beyond(place, exact) : [])
                .Where(slot => UnitChoice.Suffices(WishOf(place), slot.Units))
                .Take(MostTimes)
                .ToList()
            : [];
        return new PlaceFound(place, free, free.Count > 0 ? null : WhyNot(place, window));
    }

    // Only when a time is asked for: a whole day would be full of nights.
    private IEnumerable<Slot> Beyond(Bookable place, TimeWindow exact) =>
        SlotSearch.Beyond(place, exact, book, busy, now) is { } slot ? [slot] : [];

    // With quarters of an hour nobody would see the day for buttons; who wants one types it.
    private bool IsUsualStart(DateTimeOffset start) => book.Zone.LocalOf(start).Minute % MinutesBetween == 0;

    // The house rules as the decision knows them; what they ask about the person is seen only then.
    private Refusal WhyNot(Bookable place, TimeWindow? window)
    {
        var wish = WishOf(place);
        var rules = book.RulesFor(place, book.Zone.DateOf(wish.Window.Start));
        var facts = new AdmissionFacts(now, book, new HashSet<string>(), false, false, default, default);
        var broken = HouseRules
            .Broken(wish, facts, rules)
            .FirstOrDefault(rule => rule.Code != "policy-not-eligible" && (window is not null || OfTheDay(rule.Code)));
        if (broken is not null)
        {
            return broken;
        }

        return
            rules.OutsideOpeningHours == OutsideHours.Approval
            && window is { } asked
            && !book.IsOpen(place, asked)
            && HouseRules.RequestLapsesAt(asked, now, rules) <= now
            ? new Refusal("too-late-for-approval", "Nobody could approve that in time.")
            : new Refusal(window is null ? "nothing-that-day" : "slot-taken", "The place is not free.");
    }

    private static bool OfTheDay(string rule) =>
        rule is "policy-over-capacity" or "policy-notice-too-short" or "policy-notice-too-long";

    private IReadOnlyList<Alternative> WaysAround(Bookable place) => Alternatives.Find(WishOf(place), book, busy, now);

    private BookingWish WishOf(Bookable place) =>
        new(place, Around(ask, book.Zone), ask.People, Purposes.Other, null, null, null, null, [], null);

    private static TimeWindow Around(SearchAsk ask, CentreZone zone)
    {
        var middle = zone.InstantOf(ask.Date, _middle);
        return ask.WindowIn(zone) ?? new TimeWindow(middle, middle + ask.Length);
    }
}
