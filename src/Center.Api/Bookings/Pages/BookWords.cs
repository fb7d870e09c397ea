using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Api.Plumbing.Pages;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Microsoft.Extensions.Localization;

namespace Center.Api.Bookings.Pages;

/// <summary>Says in the page's language what codes, times and places mean to a resident.</summary>
/// <param name="text">The texts.</param>
/// <param name="book">The centre's definition.</param>
public sealed class BookWords(IStringLocalizer text, CentreBook book)
{
    private const int MinutesAnHour = 60;

    /// <summary>Purpose codes in the order in which they are offered; that of everything else comes last.</summary>
    public static IReadOnlyList<string> Purposes { get; } =
    [
        "meeting",
        "class",
        "rehearsal",
        "sport",
        "reading",
        "play",
        "care",
        "party-life",
        "government-affair",
        "volunteering",
        Center.Domain.Bookings.Purposes.Other,
    ];

    /// <summary>All sentences of a refusal: every rule that was broken.</summary>
    /// <param name="refusal">The refusal.</param>
    public IReadOnlyList<string> Sentences(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Data.GetValueOrDefault("broken") is IEnumerable<BrokenRule> broken
            ? [.. broken.Select(rule => Sentence(rule.Code, rule.Data)).Distinct()]
            : [Sentence(refusal.Code, refusal.Data)];
    }

    /// <summary>The ways out that came with a refusal.</summary>
    /// <param name="refusal">The refusal, or null.</param>
    public static IReadOnlyList<Alternative> Ways(Refusal? refusal) =>
        refusal?.Data.GetValueOrDefault("alternatives") as IReadOnlyList<Alternative> ?? [];

    /// <summary>Name of a place, and of its site when that is not the street's centre.</summary>
    /// <param name="code">Code of the facility or part.</param>
    public string Place(string code)
    {
        var place = book.Find(code);
        if (place is null)
        {
            return code;
        }

        var name = place.Name.In(PageLanguage.Current);
        return IsStation(place) ? $"{name} · {Site(place)}" : name;
    }

    /// <summary>Where a place is.</summary>
    /// <param name="place">The place.</param>
    public string Where(Bookable place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return !IsStation(place) && place.Floor is { } floor ? $"{Site(place)} · {text["floor", floor]}" : Site(place);
    }

    /// <summary>Equipment lent with a booking: name and number of each; empty when there is none.</summary>
    /// <param name="extras">The equipment.</param>
    public string Extras(IEnumerable<Extra> extras) =>
        string.Join(
            text["list-comma"],
            extras.Select(extra =>
                extra.Units.Count == 1
                    ? Place(extra.Code)
                    : text["extra-units", Place(extra.Code), extra.Units.Count].Value
            )
        );

    /// <summary>That something is for somebody else.</summary>
    /// <param name="member">Who that is.</param>
    public string For(FamilyMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return text["for-other", member.Name ?? text["nameless", member.Code]];
    }

    /// <summary>Day and time.</summary>
    /// <param name="window">The time.</param>
    public string When(TimeWindow window) => $"{Day(window.Start)} {Time(window)}";

    /// <summary>Day with weekday.</summary>
    /// <param name="instant">Any instant.</param>
    public string Day(DateTimeOffset instant) => Local(instant).ToString(text["date"], CultureInfo.CurrentCulture);

    /// <summary>From when to when.</summary>
    /// <param name="window">The time.</param>
    public string Time(TimeWindow window) => $"{Clock(window.Start)}–{Clock(window.End)}";

    /// <summary>The time of day.</summary>
    /// <param name="instant">Any instant.</param>
    public string Clock(DateTimeOffset instant) => Local(instant).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The instant with the centre's offset.</summary>
    /// <param name="instant">Any instant.</param>
    public DateTimeOffset Local(DateTimeOffset instant) => book.Zone.LocalOf(instant);

    private bool IsStation(Bookable place) => book.FindSite(place.Site)?.Kind == SiteKind.CommunityStation;

    private string Site(Bookable place) => book.FindSite(place.Site)?.Name.In(PageLanguage.Current) ?? place.Site;

    private string Sentence(string code, IReadOnlyDictionary<string, object?> data)
    {
        // The hours that a request waits for an answer are no notice of the place's own: no earliest start comes with them.
        var isForApproval = code == "policy-notice-too-short" && !data.ContainsKey("earliestStart");
        var known = text[$"refusal.{(isForApproval ? "too-late-for-approval" : code)}"];
        if (known.ResourceNotFound)
        {
            return text["refusal.other"];
        }

        var sentence = string.Format(CultureInfo.CurrentCulture, known.Value, Limit(code, data), More(data));
        return data.GetValueOrDefault("extra") is string extra ? text["of-extra", Place(extra), sentence] : sentence;
    }

    private object? Limit(string code, IReadOnlyDictionary<string, object?> data) =>
        data.GetValueOrDefault("limit") is int limit
        && code is "policy-notice-too-short" or "policy-too-short" or "policy-too-long" or "policy-off-grid"
            ? Length((int)data["limit"]!)
            : data.GetValueOrDefault("limit");

    private string Length(int minutes) =>
        minutes % MinutesAnHour == 0 ? text["hours", minutes / MinutesAnHour] : text["minutes", minutes];

    private string More(IReadOnlyDictionary<string, object?> data) =>
        data.GetValueOrDefault("earliestStart") is DateTimeOffset earliest ? $"{Day(earliest)} {Clock(earliest)}"
        : data.GetValueOrDefault("opensAt") is DateTimeOffset opens ? Clock(opens)
        : data.GetValueOrDefault("until") is DateTimeOffset until ? Day(until)
        : data.GetValueOrDefault("lastDate") is DateOnly last ? last.ToString(text["date"], CultureInfo.CurrentCulture)
        : data.GetValueOrDefault("per") is QuotaPeriod per ? text[$"per.{per}"]
        : string.Empty;
}
