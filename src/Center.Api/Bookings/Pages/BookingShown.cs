using System;
using System.Collections.Generic;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.Bookings.Pages;

/// <summary>A booking as its page and the list of one's own show it.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Window">Its time.</param>
/// <param name="People">Number of people.</param>
/// <param name="Units">Codes of the units taken.</param>
/// <param name="NeedsApproval">Whether confirming the hold asks for approval.</param>
/// <param name="Deadline">End of the hold or request; null when it is neither.</param>
/// <param name="Now">When it was read.</param>
/// <param name="Purpose">Purpose code.</param>
/// <param name="Extras">Equipment lent with it.</param>
/// <param name="Person">The person it is for, or null.</param>
public sealed record BookingShown(
    Guid Id,
    BookingStatus Status,
    string Facility,
    FacilityKind Kind,
    TimeWindow Window,
    int People,
    IReadOnlyList<string> Units,
    bool NeedsApproval,
    DateTimeOffset? Deadline,
    DateTimeOffset Now,
    string Purpose,
    IReadOnlyList<Extra> Extras,
    Guid? Person
)
{
    /// <summary>Whether it is kept for a few minutes.</summary>
    public bool IsHeld => Status == BookingStatus.Held;

    /// <summary>Whether it stands, and is not over.</summary>
    public bool IsComing => CanCancel || (Status == BookingStatus.CheckedIn && Now < Window.End);

    /// <summary>Whether it can still be given up.</summary>
    public bool CanCancel =>
        Status is BookingStatus.Held or BookingStatus.Requested or BookingStatus.Confirmed && Now < Window.End;

    /// <summary>Whether it can be moved.</summary>
    public bool CanMove => Status is BookingStatus.Requested or BookingStatus.Confirmed && Now < Window.Start;

    /// <summary>Whole seconds until the hold ends; 0 when there is none.</summary>
    public long SecondsLeft =>
        IsHeld && Deadline is { } end ? Math.Max(0, (end - Now).Ticks / TimeSpan.TicksPerSecond) : 0;

    /// <summary>The same under the record that counts of whoever it is for.</summary>
    /// <param name="whose">The record that counts, by each record.</param>
    internal BookingShown Of(IReadOnlyDictionary<PersonId, PersonId> whose) =>
        Person is { } record && whose.TryGetValue(new PersonId(record), out var final)
            ? this with
            {
                Person = final.Value,
            }
            : this;

    internal static BookingShown Of(Guid id, Booking booking, DateTimeOffset now)
    {
        var terms = booking.Terms!;
        var status = booking.StatusAt(now);
        return new BookingShown(
            id,
            status,
            terms.Facility,
            terms.Kind,
            terms.Window,
            terms.People,
            terms.Units,
            booking.NeedsApproval,
            DeadlineOf(status, booking.Deadline),
            now,
            terms.Purpose,
            terms.Extras,
            terms.Person?.Value
        );
    }

    internal static BookingShown Of(BookingSheet sheet, DateTimeOffset now)
    {
        var status = sheet.StatusAt(now);
        return new BookingShown(
            Guid.Parse(sheet.Id),
            status,
            sheet.Facility,
            sheet.Kind,
            new TimeWindow(sheet.Start, sheet.End),
            sheet.People,
            sheet.Units,
            false,
            DeadlineOf(status, sheet.Deadline),
            now,
            sheet.Purpose,
            sheet.Extras,
            sheet.Person?.Value
        );
    }

    private static DateTimeOffset? DeadlineOf(BookingStatus status, DateTimeOffset? deadline) =>
        status is BookingStatus.Held or BookingStatus.Requested ? deadline : null;
}
