using System;
using System.Collections.Generic;
using Center.Api.Bookings.Pages;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.FrontDesk;

/// <summary>A booking as the desk sees it: what it is, whose it is, and what can be done now.</summary>
/// <param name="Shown">The booking.</param>
/// <param name="Site">Code of its site.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="Organisation">Code of the organisation it is for, or null.</param>
/// <param name="ReleaseAt">When it is given free if nobody comes; null where no-shows are not counted.</param>
/// <param name="OpensAt">When check-in opens.</param>
/// <param name="Who">Name of the person, out of the vault; null when it is not known.</param>
/// <param name="Said">What was written to the centre with it, out of the vault; null when nothing was, and in lists.</param>
public sealed record DeskBooking(
    BookingShown Shown,
    string Site,
    PersonId? Person,
    string? Organisation,
    DateTimeOffset? ReleaseAt,
    DateTimeOffset OpensAt,
    string? Who = null,
    string? Said = null
)
{
    /// <summary>The booking.</summary>
    public Guid Id => Shown.Id;

    /// <summary>Where it stands.</summary>
    public BookingStatus Status => Shown.Status;

    /// <summary>Whether somebody who comes now is checked in: the one thing that is due.</summary>
    public bool IsDue => Status == BookingStatus.Confirmed && OpensAt <= Shown.Now && Shown.Now < Shown.Window.End;

    /// <summary>Whether nothing more will come of it.</summary>
    public bool IsOver =>
        Status
            is BookingStatus.CheckedOut
                or BookingStatus.Cancelled
                or BookingStatus.Declined
                or BookingStatus.Lapsed
                or BookingStatus.Released
        || Shown.Window.End <= Shown.Now;

    /// <summary>Verbs of what can be done now, the one that is due first.</summary>
    public IReadOnlyList<string> Verbs =>
        Status switch
        {
            BookingStatus.Requested when !IsOver => [DeskAct.Approve, DeskAct.Decline],
            BookingStatus.Confirmed when IsDue => [DeskAct.CheckIn, DeskAct.Cancel],
            BookingStatus.Confirmed or BookingStatus.Held when !IsOver => [DeskAct.Cancel],
            BookingStatus.CheckedIn => [DeskAct.CheckOut, DeskAct.Undo],
            _ => [],
        };

    internal static DeskBooking Of(BookingSheet sheet, CentreBook book, DateTimeOffset now) =>
        new(
            BookingShown.Of(sheet, now),
            sheet.Site,
            sheet.Person,
            sheet.Organisation,
            sheet.ReleaseAt,
            OpensAtOf(book, sheet.Facility, sheet.Start)
        );

    internal static DeskBooking Of(Guid id, Booking booking, CentreBook book, DateTimeOffset now)
    {
        var terms = booking.Terms!;
        return new DeskBooking(
            BookingShown.Of(id, booking, now),
            terms.Site,
            terms.Person,
            terms.Organisation,
            terms.ReleaseAt,
            OpensAtOf(book, terms.Facility, terms.Window.Start)
        );
    }

    private static DateTimeOffset OpensAtOf(CentreBook book, string facility, DateTimeOffset start) =>
        book.Find(facility) is { } place
            ? start.AddMinutes(-book.RulesFor(place, book.Zone.DateOf(start)).CheckInOpensBefore)
            : start;
}
