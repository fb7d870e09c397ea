using System;
using System.Collections.Generic;
using System.Linq;
using Center.Api.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Demonstration;

/// <summary>What people want to book, where and when: within opening hours and on the grid, but not always within the rules.</summary>
/// <param name="stage">The stage.</param>
internal sealed class Wishes(Stage stage)
{
    private const int LongestUse = 150;

    private static readonly Dictionary<string, string[]> _purposes = new(StringComparer.Ordinal)
    {
        ["party-building"] = ["party-life", "party-life", "meeting"],
        ["government-affairs"] = ["government-affair"],
        ["convenience"] = ["care", "care", "other"],
        ["social-work-and-volunteering"] = ["volunteering", "meeting", "class"],
        ["culture-and-sport"] = ["rehearsal", "class", "sport", "play", "reading"],
    };

    private readonly Dictionary<FacilityKind, List<(Bookable, int)>> _places = [];

    /// <summary>A place of a kind; those at the street's centre are wanted most.</summary>
    public Bookable PlaceOf(FacilityKind kind)
    {
        if (!_places.TryGetValue(kind, out var places))
        {
            var all = stage.Book.Bookables(withParts: true).Where(place => place.Kind == kind);
            _places[kind] = places = [.. all.Select(place => (place, WeightOf(place)))];
        }

        return stage.Chance.Of(places);
    }

    /// <summary>A wish for a time of a day; null when the place is closed then.</summary>
    public PlaceRequest? On(Bookable place, DateOnly day, bool hold = false)
    {
        var open = stage.Book.OpenWindows(place, day);
        if (open.Count == 0)
        {
            return null;
        }

        var rules = stage.Book.RulesFor(place, day);
        var length = LengthOf(rules);
        var within = stage.Chance.Of(open.Select(window => (window, (int)window.Duration.TotalMinutes)).ToList());
        var grid = TimeSpan.FromMinutes(rules.Grid);
        var first = OnGrid(within.Start, grid);
        var room = (int)((within.End - first - length) / grid);
        var start = first + (grid * stage.Chance.Between(0, Math.Max(0, room)));
        return Of(place, start, start + length, hold);
    }

    /// <summary>A wish for now, for somebody who stands there; null when the place is closed or about to close.</summary>
    public PlaceRequest? Now(Bookable place, DateTimeOffset now)
    {
        var rules = stage.Book.RulesFor(place, stage.Zone.DateOf(now));
        var grid = TimeSpan.FromMinutes(rules.Grid);
        var start = OnGrid(now, grid) is var next && next > now ? next - grid : next;
        var window = new TimeWindow(start, start + LengthOf(rules));
        return stage.Book.IsOpen(place, window) ? Of(place, window.Start, window.End, hold: false) : null;
    }

    /// <summary>The same booking at another time, for somebody who has to move it.</summary>
    public RescheduleRequest? Later(Bookable place, DateOnly day) =>
        On(place, day) is { } wish ? new RescheduleRequest(wish.Start, wish.End) : null;

    private PlaceRequest Of(Bookable place, DateTimeOffset start, DateTimeOffset end, bool hold) =>
        new(
            place.Code,
            start,
            end,
            PeopleFor(place),
            PurposeOf(place),
            NoteOrNot(),
            Extras: ExtrasFor(place),
            Hold: hold
        );

    private TimeSpan LengthOf(BookingRules rules)
    {
        var longest = Math.Min(rules.Longest, LongestUse) / rules.Grid;
        var shortest = Math.Max(1, rules.Shortest / rules.Grid);
        return TimeSpan.FromMinutes(rules.Grid * stage.Chance.Between(shortest, Math.Max(shortest, longest)));
    }

    private int PeopleFor(Bookable place) =>
        place.Kind != FacilityKind.Room ? 1
        : stage.Chance.Happens(2) ? place.Capacity + stage.Chance.Between(1, 5)
        : Math.Max(1, place.Capacity * stage.Chance.Between(20, 90) / 100);

    private string PurposeOf(Bookable place) =>
        _purposes.TryGetValue(place.ServiceLine ?? string.Empty, out var known) ? stage.Chance.Of(known) : "other";

    private string? NoteOrNot() =>
        stage.Chance.Happens(8)
            ? stage.Chance.Of<string>(["请准备茶水", "需要投影", "有老人，请安排近电梯", "排练节目"])
            : null;

    private List<ExtraRequest>? ExtrasFor(Bookable place)
    {
        if (place.Kind != FacilityKind.Room || !stage.Chance.Happens(8))
        {
            return null;
        }

        var lent = stage
            .Book.Bookables(withParts: false)
            .Where(other => other.Kind == FacilityKind.Equipment && other.Site == place.Site)
            .ToList();
        return lent.Count == 0 ? null : [new ExtraRequest(stage.Chance.Of(lent).Code, 1)];
    }

    private int WeightOf(Bookable place) => stage.Book.FindSite(place.Site)?.Kind == SiteKind.StreetCentre ? 10 : 2;

    private DateTimeOffset OnGrid(DateTimeOffset instant, TimeSpan grid)
    {
        var past = stage.Zone.LocalOf(instant).TimeOfDay.Ticks % grid.Ticks;
        return past == 0 ? instant : instant.AddTicks(grid.Ticks - past);
    }
}
