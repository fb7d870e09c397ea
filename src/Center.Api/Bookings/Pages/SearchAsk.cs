using System;
using System.Collections.Generic;
using System.Globalization;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Bookings.Pages;

/// <summary>What somebody looks for, as typed; what cannot be read is passed over and named.</summary>
/// <param name="Words">Words of every day; may be empty.</param>
/// <param name="Date">Local date.</param>
/// <param name="From">Start, local; null for any time of the day.</param>
/// <param name="To">End, local, later than the start; null exactly when the start is.</param>
/// <param name="People">Number of people, at least 1.</param>
/// <param name="Wrong">Names of fields that could not be read.</param>
public sealed record SearchAsk(
    string Words,
    DateOnly Date,
    TimeOnly? From,
    TimeOnly? To,
    int People,
    IReadOnlyList<string> Wrong
)
{
    /// <summary>Most people that a search may ask for.</summary>
    public const int MostPeople = 999;

    private const int LongestWords = 60;
    private const int FurthestDays = 366;

    /// <summary>How long a stay is looked for when no end is given.</summary>
    public static readonly TimeSpan UsualStay = TimeSpan.FromHours(1);

    /// <summary>The whole time asked for; null for any time of the day.</summary>
    /// <param name="zone">The centre's zone.</param>
    public TimeWindow? WindowIn(CentreZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return From is { } from && To is { } to
            ? TimeWindow.TryMake(zone.InstantOf(Date, from), zone.InstantOf(Date, to))
            : null;
    }

    /// <summary>The length looked for.</summary>
    public TimeSpan Length => From is { } from && To is { } to ? to - from : UsualStay;

    /// <summary>Reads the query; its names are q, date, from, to and people.</summary>
    /// <param name="query">The query.</param>
    /// <param name="today">Local date of today.</param>
    /// <param name="usual">What counts for a field that is not given.</param>
    internal static SearchAsk Of(IQueryCollection query, DateOnly today, SearchAsk usual)
    {
        var wrong = new List<string>();
        var words = query["q"].ToString().Trim();
        var date = ReadDate(query["date"].ToString(), today, wrong) ?? usual.Date;
        var from = ReadTime(query, "from", wrong);
        var to = ReadTime(query, "to", wrong);
        if (from is null && to is null && wrong.Count == 0 && !query.ContainsKey("from"))
        {
            (from, to) = (usual.From, usual.To);
        }

        (from, to) = Both(from, to, wrong);
        var people = ReadPeople(query["people"].ToString(), wrong) ?? usual.People;
        return new SearchAsk(words.Length <= LongestWords ? words : Cut(words), date, from, to, people, wrong);
    }

    /// <summary>A link to the same search.</summary>
    /// <param name="path">Path of the page.</param>
    public string Link(string path) =>
        path
        + QueryString.Create([
            KeyValuePair.Create<string, string?>("q", Words),
            KeyValuePair.Create<string, string?>("date", Write(Date)),
            KeyValuePair.Create<string, string?>("from", Write(From)),
            KeyValuePair.Create<string, string?>("to", Write(To)),
            KeyValuePair.Create<string, string?>("people", People.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>A date as a field holds it.</summary>
    /// <param name="date">Local date.</param>
    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A time as a field holds it.</summary>
    /// <param name="time">Local time, or null.</param>
    public static string Write(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? string.Empty;

    private static DateOnly? ReadDate(string text, DateOnly today, List<string> wrong)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var isDate = DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        );
        if (isDate && date >= today && date <= today.AddDays(FurthestDays))
        {
            return date;
        }

        wrong.Add(isDate && date < today ? "past" : "date");
        return null;
    }

    private static TimeOnly? ReadTime(IQueryCollection query, string name, List<string> wrong)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        string[] forms = ["HH:mm", "H:mm", "HH:mm:ss"];
        if (TimeOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        wrong.Add(name);
        return null;
    }

    private static (TimeOnly? From, TimeOnly? To) Both(TimeOnly? from, TimeOnly? to, List<string> wrong)
    {
        if (from is { } start && to is null && start.ToTimeSpan() + UsualStay < TimeSpan.FromDays(1))
        {
            return (start, start.Add(UsualStay));
        }

        if (from is null && to is { } end && end.ToTimeSpan() >= UsualStay)
        {
            return (end.Add(-UsualStay), end);
        }

        if (from < to || (from is null && to is null))
        {
            return (from, to);
        }

        wrong.Add("order");
        return (null, null);
    }

    private static int? ReadPeople(string text, List<string> wrong)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            && people is > 0 and <= MostPeople
        )
        {
            return people;
        }

        wrong.Add("people");
        return null;
    }

    // Not through the middle of a pair of surrogates.
    private static string Cut(string words) =>
        words[..(char.IsHighSurrogate(words[LongestWords - 1]) ? LongestWords - 1 : LongestWords)];
}
