using System;
using System.Collections.Generic;
using System.Globalization;
using Center.Api.Facilities;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Kernel;

namespace Center.Api.FrontDesk;

/// <summary>A closure as the form of its page holds it: local dates and times, as they were typed.</summary>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="FromDate">Local date of the first instant.</param>
/// <param name="FromTime">Local time of the first instant.</param>
/// <param name="ToDate">Local date of the end.</param>
/// <param name="ToTime">Local time of the end, exclusive.</param>
/// <param name="Reason">Reason code.</param>
public sealed record ClosureAsk(
    string Facility,
    string FromDate,
    string FromTime,
    string ToDate,
    string ToTime,
    string Reason
)
{
    private const int MostDays = 730;

    /// <summary>What the form starts with: from the next full hour to the end of the day.</summary>
    public static ClosureAsk Usual(DeskView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var next = view.Book.Zone.LocalOf(view.Now).AddHours(1);
        return new ClosureAsk(
            string.Empty,
            DateOnly.FromDateTime(next.DateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            next.ToString("HH:00", CultureInfo.InvariantCulture),
            DateOnly.FromDateTime(next.DateTime).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "00:00",
            "repair"
        );
    }

    /// <summary>The same as fields of a form, for the step that closes exactly what was shown.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields =>
        [
            ("facility", Facility),
            ("from-date", FromDate),
            ("from-time", FromTime),
            ("to-date", ToDate),
            ("to-time", ToTime),
            ("reason", Reason),
        ];

    internal static ClosureAsk Of(PageForm form) =>
        new(
            form.Text("facility"),
            form.Text("from-date"),
            form.Text("from-time"),
            form.Text("to-date"),
            form.Text("to-time"),
            form.Text("reason")
        );

    /// <summary>The request of the API.</summary>
    /// <exception cref="RefusedException">A date or time cannot be read, or lies years away.</exception>
    internal ClosureRequest RequestIn(DeskView view, bool cancelBookings) =>
        new(InstantOf(view, FromDate, FromTime, "from"), InstantOf(view, ToDate, ToTime, "to"), Reason, cancelBookings);

    private static DateTimeOffset InstantOf(DeskView view, string date, string time, string member) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && Math.Abs(day.DayNumber - view.Today.DayNumber) <= MostDays
        && TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? view.Book.Zone.InstantOf(day, clock)
            : throw new RefusedException("invalid-value", "A date within two years and a time are asked for.", member);
}

/// <summary>A closure in the list of its site.</summary>
/// <param name="Id">The closure.</param>
/// <param name="Place">Code of the facility or part that is closed.</param>
/// <param name="Facility">Code of the facility.</param>
/// <param name="Window">When.</param>
/// <param name="Reason">Reason code.</param>
public sealed record ClosureShown(Guid Id, string Place, string Facility, TimeWindow Window, string Reason);
