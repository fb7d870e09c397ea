using System.Collections.Generic;
using System.Linq;
using Center.Api.Bookings.Pages;
using Center.Api.Plumbing.Pages;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Microsoft.Extensions.Localization;

namespace Center.Api.FrontDesk;

/// <summary>Says of bookings what the desk needs to hear.</summary>
internal static class DeskSaying
{
    /// <summary>Reasons why staff forgive, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Mercies { get; } = ["goodwill", "mistake", "ill", "hardship", "other"];

    /// <summary>Numbers of seats or counters; empty for a room.</summary>
    public static string Units(IStringLocalizer text, BookingShown booking) =>
        booking.Kind == FacilityKind.Room
            ? string.Empty
            : text[
                $"units.{booking.Kind}",
                string.Join(", ", booking.Units.Select(unit => unit[(unit.LastIndexOf('/') + 1)..].TrimStart('0')))
            ];

    /// <summary>Whose booking it is: name, or organisation, or the end of the id.</summary>
    public static string Who(IStringLocalizer text, CentreBook book, DeskBooking booking) =>
        booking.Organisation is { } code
            ? book.Organisations.FirstOrDefault(one => one.Code == code)?.Name.In(PageLanguage.Current) ?? code
        : booking.Who is { } name ? name
        : booking.Person is { } person ? text["nameless", DeskCode.ShortOf(person.Value)]
        : text["nobody"];

    /// <summary>A person's name, or the end of the id.</summary>
    public static string Name(IStringLocalizer text, DeskPerson person) =>
        person.Name ?? text["nameless", DeskCode.ShortOf(person.Id)];

    /// <summary>When and where somebody did not come.</summary>
    public static string Strike(BookWords words, DeskStrike strike) =>
        $"{words.Day(strike.Start)} {words.Clock(strike.Start)}{(strike.Place is { } place ? $" · {words.Place(place)}" : "")}";

    /// <summary>How many come.</summary>
    public static string People(IStringLocalizer text, DeskBooking booking) =>
        booking.Shown.People == 1 ? text["people.1"] : text["people", booking.Shown.People];

    /// <summary>What is to be known about it besides its state; empty when there is nothing.</summary>
    public static string Note(IStringLocalizer text, BookWords words, DeskBooking booking) =>
        booking.Status switch
        {
            BookingStatus.Confirmed when booking.IsDue && booking.ReleaseAt is { } release => text[
                "note-release",
                words.Clock(release)
            ],
            BookingStatus.Confirmed when !booking.IsDue && !booking.IsOver => text[
                "note-opens",
                words.Clock(booking.OpensAt)
            ],
            BookingStatus.Held or BookingStatus.Requested when booking.Shown.Deadline is { } deadline => text[
                "note-until",
                words.Day(deadline),
                words.Clock(deadline)
            ],
            BookingStatus.Released => text["note-no-show"],
            _ => string.Empty,
        };
}
