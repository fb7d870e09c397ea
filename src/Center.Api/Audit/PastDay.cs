using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Api.Statistics.Pages;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Audit;

/// <summary>Which moment of which day somebody wants to see again: <c>?date=&amp;at=&amp;site=</c>.</summary>
/// <param name="Date">Local day.</param>
/// <param name="Minutes">Minutes since midnight, a multiple of <see cref="Step"/>.</param>
/// <param name="Site">Code of a site; empty for all.</param>
public sealed record PastDayAsk(DateOnly Date, int Minutes, string Site)
{
    /// <summary>Minutes from one moment to the next.</summary>
    public const int Step = 15;

    /// <summary>The last moment of a day.</summary>
    public const int Last = MinutesADay - Step;

    private const int MinutesADay = 24 * 60;
    private const int Noon = 12 * 60;
    private const int MostDays = 36_500;

    /// <summary>Time of day.</summary>
    public TimeOnly At => TimeOnly.MinValue.AddMinutes(Minutes);

    /// <summary>Address of the page of this moment.</summary>
    public string Address =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/audit/day?site={Uri.EscapeDataString(Site)}&date={Date:yyyy-MM-dd}&at={At:HH:mm}"
        );

    /// <summary>A moment some minutes away.</summary>
    /// <param name="minutes">Later; negative for earlier.</param>
    public PastDayAsk Later(int minutes)
    {
        var moved = Date.ToDateTime(At).AddMinutes(minutes);
        return this with { Date = DateOnly.FromDateTime(moved), Minutes = MinutesOf(TimeOnly.FromDateTime(moved)) };
    }

    /// <summary>Reads an address. What cannot be read means today, this quarter of an hour, and all sites.</summary>
    /// <param name="query">Its query.</param>
    /// <param name="now">Now, in the centre's offset.</param>
    /// <param name="book">The centre's definition.</param>
    public static PastDayAsk Of(IQueryCollection query, DateTimeOffset now, CentreBook book)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(book);
        var today = DateOnly.FromDateTime(now.DateTime);
        var text = query["date"].ToString();
        var date =
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            && Math.Abs(read.DayNumber - today.DayNumber) <= MostDays
                ? read
                : today;
        var otherwise = date == today ? MinutesOf(TimeOnly.FromDateTime(now.DateTime)) : Noon;
        var site = query["site"].ToString();
        return new PastDayAsk(
            date,
            MinutesIn(query["at"].ToString()) ?? otherwise,
            book.FindSite(site) is null ? string.Empty : site
        );
    }

    // The slider sends minutes, links and people write the time of day.
    private static int? MinutesIn(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? Math.Clamp(minutes, 0, Last) / Step * Step
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? MinutesOf(time)
        : null;

    private static int MinutesOf(TimeOnly time) => ((time.Hour * 60) + time.Minute) / Step * Step;
}

/// <summary>The board of a day as it stood at a moment.</summary>
/// <param name="Book">The centre's definition of now.</param>
/// <param name="Ask">The moment that was asked for.</param>
/// <param name="Board">The board; null when nothing was recorded by then, or the moment is still to come.</param>
/// <param name="Moment">The moment's place in the log; null together with the board.</param>
/// <param name="Events">What happened in the quarter of an hour before it, the newest first.</param>
public sealed record PastDay(
    CentreBook Book,
    PastDayAsk Ask,
    DayBoard? Board,
    LogMoment? Moment,
    IReadOnlyList<StoredEvent> Events
);
