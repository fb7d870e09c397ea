using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.Bookings;

/// <summary>What <c>POST /bookings</c> and <c>/bookings/check</c> take.</summary>
internal sealed record PlaceRequest(
    string Facility,
    DateTimeOffset Start,
    DateTimeOffset End,
    int People,
    string? Purpose = null,
    string? Note = null,
    string? ServiceLine = null,
    string? Organisation = null,
    Guid? OnBehalfOf = null,
    int? Units = null,
    IReadOnlyList<ExtraRequest>? Extras = null,
    bool Hold = false,
    OverrideRequest? Override = null
);

/// <summary>Equipment asked for.</summary>
internal sealed record ExtraRequest(string Code, int Units);

/// <summary>Staff set rules aside, with a reason.</summary>
internal sealed record OverrideRequest(string ReasonCode);

/// <summary>What <c>POST /bookings/{id}/reschedule</c> takes.</summary>
internal sealed record RescheduleRequest(
    DateTimeOffset Start,
    DateTimeOffset End,
    string? Facility = null,
    OverrideRequest? Override = null
);

/// <summary>What cancelling and declining take.</summary>
internal sealed record ReasonRequest(string ReasonCode);

/// <summary>What actions without arguments take: <c>{}</c>.</summary>
internal sealed record EmptyRequest;

/// <summary>
/// A booking as clients see it. The note is told with one booking alone, to whoever booked and to staff who may see names.
/// </summary>
internal sealed record BookingAnswer(
    Guid Id,
    BookingStatus Status,
    string Facility,
    string Site,
    string ServiceLine,
    IReadOnlyList<string> Units,
    DateTimeOffset Start,
    DateTimeOffset End,
    int People,
    string Purpose,
    Guid? Person,
    string? Organisation,
    IReadOnlyList<ExtraAnswer> Extras,
    string PolicyVersion,
    OverrideAnswer? Override,
    long Version,
    DateTimeOffset? ExpiresAt,
    string? Note = null
)
{
    public static BookingAnswer Of(BookingId id, Booking booking, long version, DateTimeOffset now)
    {
        var terms = booking.Terms!;
        var status = booking.StatusAt(now);
        return new BookingAnswer(
            id.Value,
            status,
            terms.Facility,
            terms.Site,
            terms.ServiceLine,
            terms.Units,
            terms.Window.Start,
            terms.Window.End,
            terms.People,
            terms.Purpose,
            terms.Person?.Value,
            terms.Organisation,
            [.. terms.Extras.Select(extra => new ExtraAnswer(extra.Code, extra.Units))],
            terms.PolicyVersion,
            OverrideAnswer.Of(terms.Override),
            version,
            status is BookingStatus.Held or BookingStatus.Requested ? booking.Deadline : null
        );
    }

    public static BookingAnswer Of(BookingSheet sheet, DateTimeOffset now)
    {
        var status = sheet.StatusAt(now);
        return new BookingAnswer(
            Guid.Parse(sheet.Id),
            status,
            sheet.Facility,
            sheet.Site,
            sheet.ServiceLine,
            sheet.Units,
            sheet.Start,
            sheet.End,
            sheet.People,
            sheet.Purpose,
            sheet.Person?.Value,
            sheet.Organisation,
            [.. sheet.Extras.Select(extra => new ExtraAnswer(extra.Code, extra.Units))],
            sheet.PolicyVersion,
            OverrideAnswer.Of(sheet.Override),
            sheet.Version,
            status is BookingStatus.Held or BookingStatus.Requested ? sheet.Deadline : null
        );
    }
}

/// <summary>Equipment lent.</summary>
internal sealed record ExtraAnswer(string Code, IReadOnlyList<string> Units);

/// <summary>Rules that staff set aside.</summary>
internal sealed record OverrideAnswer(string ReasonCode, IReadOnlyList<string> Rules)
{
    public static OverrideAnswer? Of(Override? set) =>
        set is null ? null : new OverrideAnswer(set.ReasonCode, set.Rules);
}
