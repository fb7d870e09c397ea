using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using CsCheck;

namespace Center.Domain.Tests.Bookings;

/// <summary>Invented small centres with every rule there is, drawn at random.</summary>
internal static class DrawnCentres
{
    /// <summary>What can be asked for; equipment too, which staff may lend alone.</summary>
    public static readonly string[] Places =
    [
        "studio",
        "hall",
        "hall-east",
        "hall-west",
        "reading",
        "counter",
        "projector",
    ];

    // Each zone with the Monday of a fortnight in which something happens to dates: a month ends, clocks change.
    private static readonly (string Zone, DateOnly Monday)[] _calendars =
    [
        ("Asia/Shanghai", new DateOnly(2026, 11, 23)),
        ("Asia/Shanghai", new DateOnly(2026, 12, 28)),
        ("Asia/Kathmandu", new DateOnly(2028, 2, 21)),
        ("Europe/Berlin", new DateOnly(2026, 10, 19)),
        ("America/St_Johns", new DateOnly(2027, 3, 8)),
    ];

    private static readonly LocalizedText _name = LocalizedText.Chinese("某处");

    private static readonly Gen<OpeningHours> _hours =
        from morning in DrawnRules.OneOf("07:00-12:00", "08:30-20:30", "00:00-24:00")
        from evening in DrawnRules.OneOf("12:00-21:00", "14:00-19:30", "13:00-24:00")
        from holidays in Gen.Bool
        let both = Ranges(morning, evening)
        let one = Ranges(morning)
        select new OpeningHours(both, one, both, Ranges(evening), both, both, one, holidays ? one : null);

    /// <summary>A centre, and the Monday on which its fortnight begins.</summary>
    public static readonly Gen<DrawnCentre> Any =
        from at in Gen.Int[0, _calendars.Length - 1]
        from versions in DrawnRules.Version.Array[1, 3]
        from overrides in DrawnRules.Maybe(DrawnRules.Overrides, 40).Array[6]
        from hours in Gen.Select(_hours, DrawnRules.Maybe(_hours, 30), DrawnRules.Maybe(_hours, 30))
        from holiday in Gen.Int[0, 9]
        select Build(_calendars[at], versions, overrides, [hours.Item1, hours.Item2, hours.Item3], holiday);

    private static DrawnCentre Build(
        (string Zone, DateOnly Monday) calendar,
        BookingRuleSet[] versions,
        RuleOverrides?[] overrides,
        OpeningHours?[] hours,
        int holiday
    )
    {
        var book = CentreBook.Empty with
        {
            CentreId = "drawn",
            Centre = new CentreDescription(
                calendar.Zone,
                _name,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                hours[0]!,
                null
            ),
            Sites = [new Site("main", SiteKind.StreetCentre, null, _name, hours[1])],
            Organisations =
            [
                new Organisation("club", "party", "community-b", _name),
                new Organisation("guild", "party", null, _name),
            ],
            Facilities = Facilities(overrides, hours[2]),
            BookingRules = versions
                .Select(
                    (version, i) =>
                        version with
                        {
                            Version = $"v{i}",
                            EffectiveFrom = calendar.Monday.AddDays(version.EffectiveFrom.DayNumber - 3),
                        }
                )
                .ToValueList(),
            HolidayCalendar = Holiday(calendar.Monday.AddDays(holiday)),
        };
        return new DrawnCentre(book, calendar.Monday);
    }

    /// <summary>A calendar with one public holiday.</summary>
    public static HolidayCalendar Holiday(DateOnly day) => new([new HolidayYear(day.Year, [day], [])]);

    private static ValueList<Facility> Facilities(RuleOverrides?[] rules, OpeningHours? own) =>
        [
            Of("studio", FacilityKind.Room, 10, 1, own, rules[0]),
            Of("hall", FacilityKind.Room, 12, 1, null, rules[1]) with
            {
                Parts = [new FacilityPart("hall-east", _name, 6, []), new FacilityPart("hall-west", _name, 6, [])],
            },
            Of("reading", FacilityKind.Seats, 4, 4, null, rules[2]),
            Of("counter", FacilityKind.Counter, 3, 2, own, rules[3]),
            Of("projector", FacilityKind.Equipment, 0, 2, null, rules[4]) with
            {
                ServiceLine = null,
            },
            Of("speaker", FacilityKind.Equipment, 0, 1, null, rules[5]),
        ];

    private static Facility Of(
        string code,
        FacilityKind kind,
        int capacity,
        int units,
        OpeningHours? hours,
        RuleOverrides? rules
    ) => new(code, "main", "culture", kind, null, _name, capacity, units, [], [], hours, rules, null);

    private static ValueList<OpenRange> Ranges(params string[] texts)
    {
        var ranges = new List<OpenRange>();
        foreach (var range in texts.Select(text => OpenRange.TryParse(text)!.Value))
        {
            if (ranges.Count == 0 || ranges[^1].To < range.From)
            {
                ranges.Add(range);
            }
            else if (range.To > ranges[^1].To)
            {
                ranges[^1] = new OpenRange(ranges[^1].From, range.To);
            }
        }

        return ranges.ToValueList();
    }
}
