using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>
/// Reads opening hours such as <c>{"monday-friday": ["08:30-12:00", "14:00-20:30"], "sunday": []}</c>: days, spans of
/// days, <c>daily</c> and <c>public-holidays</c>. A day that is not named is closed; none may be named twice.
/// </summary>
internal static class HoursReader
{
    private const string Daily = "daily";
    private const string PublicHolidays = "public-holidays";
    private static readonly string[] Days =
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];

    public static OpeningHours? Optional(ObjectReader parent, string name) =>
        parent.Object(name, required: false) is { } hours ? Read(hours) : null;

    public static OpeningHours Required(ObjectReader parent, string name) =>
        parent.Object(name) is { } hours ? Read(hours) : OpeningHours.Closed;

    public static OpeningHours Read(ObjectReader hours)
    {
        var week = new ValueList<OpenRange>?[Days.Length];
        ValueList<OpenRange>? holidays = null;
        foreach (var name in hours.Names)
        {
            if (name == PublicHolidays)
            {
                // Null says the same as leaving it out, so that hours which were given out can be sent back.
                holidays = hours.IsNull(name) ? Ignored(hours, name) : Ranges(hours, name);
            }
            else if (DaysOf(name) is { } days)
            {
                var ranges = Ranges(hours, name);
                foreach (var day in days)
                {
                    if (week[day] is not null)
                    {
                        hours.Complain(name, $"gives {Days[day]} a second time");
                    }

                    week[day] = ranges;
                }
            }
        }

        hours.Close();
        return new OpeningHours(
            week[0] ?? [],
            week[1] ?? [],
            week[2] ?? [],
            week[3] ?? [],
            week[4] ?? [],
            week[5] ?? [],
            week[6] ?? [],
            holidays
        );
    }

    private static ValueList<OpenRange>? Ignored(ObjectReader hours, string name)
    {
        hours.Texts(name, required: false);
        return null;
    }

    private static List<int>? DaysOf(string name)
    {
        if (name == Daily)
        {
            return [0, 1, 2, 3, 4, 5, 6];
        }

        var ends = name.Split('-').Select(end => Array.IndexOf(Days, end)).ToList();
        if (ends.Count > 2 || ends.Contains(-1))
        {
            return null;
        }

        var days = new List<int> { ends[0] };
        while (days[^1] != ends[^1])
        {
            days.Add((days[^1] + 1) % Days.Length);
        }

        return days;
    }

    private static ValueList<OpenRange> Ranges(ObjectReader hours, string name)
    {
        var ranges = new List<(OpenRange Range, string Place)>();
        foreach (var text in hours.Texts(name))
        {
            if (OpenRange.TryParse(text.Text) is { } range)
            {
                ranges.Add((range, text.Place));
            }
            else
            {
                hours.ComplainAt(
                    text.Place,
                    "must be a range such as 08:30-12:00 that ends after it starts, at most 24:00"
                );
            }
        }

        return Joined(hours, ranges.OrderBy(item => item.Range.From).ToList());
    }

    private static ValueList<OpenRange> Joined(ObjectReader hours, List<(OpenRange Range, string Place)> ranges)
    {
        var joined = new List<OpenRange>();
        foreach (var (range, place) in ranges)
        {
            if (joined.Count == 0 || joined[^1].To < range.From)
            {
                joined.Add(range);
                continue;
            }

            if (joined[^1].To > range.From)
            {
                hours.ComplainAt(place, "overlaps another range of the day");
            }

            joined[^1] = joined[^1] with { To = Math.Max(range.To, joined[^1].To) };
        }

        return joined.ToValueList();
    }
}
