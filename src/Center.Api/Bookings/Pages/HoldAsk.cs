using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Bookings.Pages;

/// <summary>A place and a time that somebody has chosen, and what is wanted with it; not held yet.</summary>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Window">The time.</param>
/// <param name="People">Number of people, at least 1.</param>
/// <param name="Purpose">Purpose code; empty when nothing was said.</param>
/// <param name="Extras">Equipment by code, each with a number of units of at least 1.</param>
/// <param name="For">For whom, when that is not oneself.</param>
public sealed record HoldAsk(
    string Facility,
    TimeWindow Window,
    int People,
    string Purpose,
    IReadOnlyDictionary<string, int> Extras,
    Guid? For = null
)
{
    private const string ExtraField = "extra-";

    /// <summary>A time without anything else.</summary>
    /// <param name="facility">Code of the facility or part.</param>
    /// <param name="window">The time.</param>
    /// <param name="people">Number of people.</param>
    public static HoldAsk Plain(string facility, TimeWindow window, int people) =>
        new(facility, window, people, string.Empty, new Dictionary<string, int>());

    /// <summary>Name of the field in which so many of an equipment are asked for.</summary>
    /// <param name="code">Code of the equipment.</param>
    public static string FieldOf(string code) => ExtraField + code;

    /// <summary>What the address says.</summary>
    /// <exception cref="RefusedException">It holds no place and time.</exception>
    internal static HoldAsk Of(IQueryCollection query) =>
        new(
            query["facility"].ToString(),
            TimeWindow.TryMake(InstantOf(query, "start"), InstantOf(query, "end"))
                ?? throw new RefusedException("invalid-window", "The end lies after the start.", "end"),
            Math.Clamp(NumberOf(query["people"].ToString()), 1, SearchAsk.MostPeople),
            query["purpose"].ToString(),
            query
                .Where(pair => pair.Key.StartsWith(ExtraField, StringComparison.Ordinal))
                .Select(pair => (Code: pair.Key[ExtraField.Length..], Units: NumberOf(pair.Value.ToString())))
                .Where(extra => extra.Units > 0)
                .ToDictionary(extra => extra.Code, extra => extra.Units),
            Guid.TryParse(query["for"].ToString(), out var other) ? other : null
        );

    /// <summary>What a form says; equipment is looked for among that of the place's site.</summary>
    internal static PlaceRequest RequestOf(PageForm form, CentreBook book)
    {
        var place = form.Text("facility");
        return new PlaceRequest(
            place,
            form.Instant("start"),
            form.Instant("end"),
            form.Number("people"),
            form.Text("purpose"),
            OnBehalfOf: WhomOf(form),
            Extras:
            [
                .. EquipmentBeside(book, place)
                    .Select(one => new ExtraRequest(one.Code, form.Number(FieldOf(one.Code))))
                    .Where(extra => extra.Units > 0),
            ],
            Hold: true
        );
    }

    /// <summary>The same as the form that was refused.</summary>
    internal static HoldAsk Of(PlaceRequest request, TimeWindow window) =>
        new(
            request.Facility,
            window,
            Math.Clamp(request.People, 1, SearchAsk.MostPeople),
            request.Purpose ?? string.Empty,
            (request.Extras ?? []).ToDictionary(extra => extra.Code, extra => extra.Units),
            request.OnBehalfOf
        );

    /// <summary>Equipment that is lent together with a place: that of its site.</summary>
    internal static IEnumerable<Bookable> EquipmentBeside(CentreBook book, string facility) =>
        book.Find(facility) is { } place
            ? book.Bookables(withParts: false)
                .Where(one => one.Kind == FacilityKind.Equipment && one.Site == place.Site)
            : [];

    /// <summary>The address of the page on which it is held.</summary>
    /// <param name="zone">The centre's zone.</param>
    public string Link(CentreZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        KeyValuePair<string, string?>[] fields =
        [
            KeyValuePair.Create<string, string?>("facility", Facility),
            KeyValuePair.Create<string, string?>("start", PageForm.Write(zone.LocalOf(Window.Start))),
            KeyValuePair.Create<string, string?>("end", PageForm.Write(zone.LocalOf(Window.End))),
            KeyValuePair.Create<string, string?>("people", People.ToString(CultureInfo.InvariantCulture)),
            .. Purpose.Length > 0
                ? [KeyValuePair.Create<string, string?>("purpose", Purpose)]
                : Array.Empty<KeyValuePair<string, string?>>(),
            .. For is { } other
                ? [KeyValuePair.Create<string, string?>("for", other.ToString())]
                : Array.Empty<KeyValuePair<string, string?>>(),
            .. Extras.Select(extra =>
                KeyValuePair.Create<string, string?>(
                    FieldOf(extra.Key),
                    extra.Value.ToString(CultureInfo.InvariantCulture)
                )
            ),
        ];
        return "/book/hold" + QueryString.Create(fields);
    }

    /// <summary>The search in which it is found.</summary>
    /// <param name="book">The centre's definition.</param>
    public SearchAsk Search(CentreBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var (start, end) = (book.Zone.LocalOf(Window.Start), book.Zone.LocalOf(Window.End));
        return new SearchAsk(
            book.Find(Facility)?.Name.In(PageLanguage.Current) ?? string.Empty,
            DateOnly.FromDateTime(start.DateTime),
            TimeOnly.FromDateTime(start.DateTime),
            TimeOnly.FromDateTime(end.DateTime),
            People,
            []
        );
    }

    private static Guid? WhomOf(PageForm form) =>
        form.Text("for") is not { Length: > 0 } text ? null
        : Guid.TryParse(text, out var other) ? other
        : throw new RefusedException("invalid-value", "The field names nobody.", "for");

    private static DateTimeOffset InstantOf(IQueryCollection query, string name) =>
        Instants.TryRead(query[name].ToString(), out var instant)
            ? instant
            : throw new RefusedException("invalid-value", "The address holds no instant.", name);

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
