using System;
using System.Collections.Generic;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Reference;
using Center.Domain.Bookings;
using Center.Projections.Audit;

namespace Center.Api.Bookings;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class BookingsReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote
            .Get("/availability", "Search for free rooms and times")
            .AnswersPage<FreePlace>()
            .Asks("from", "to", "duration", "people", "feature", "site", "serviceLine", "kind", "parts")
            .Says("Best fit first; at most 31 days."),
        RouteNote
            .Get("/facilities/{code}/availability", "What is free and what is held at one facility")
            .Answers<FacilityTime>()
            .Asks("from", "to"),
        RouteNote
            .Get("/bookings", "Bookings, by start")
            .AnswersPage<BookingAnswer>()
            .Asks("facility", "site", "person", "organisation", "status", "from", "to")
            .Says(
                "Staff see all of their sites; an application what it booked; everybody else what is theirs, by any of "
                    + "their records, and of those whom they act for. `person` may be any record of a person."
            ),
        RouteNote
            .Get("/bookings/{id:guid}", "A booking")
            .Answers<BookingAnswer>()
            .Says("`note` only for whoever booked, and for staff who may see names."),
        RouteNote.Get("/bookings/{id:guid}/history", "All that happened to a booking").Answers<Page<HistoryItem>>(),
        RouteNote
            .Post("/bookings", "Book")
            .Answers<BookingAnswer>(201)
            .Says(
                "For whom: `onBehalfOf` a person, or an `organisation`; else the credential's own, where there is only one. "
                    + "Refused with `slot-taken` and `alternatives`, with `closed`, or with `policy-…` and the rule."
            ),
        RouteNote
            .Delete("/bookings/{id:guid}/note", "Take a booking's note away")
            .Says("By whoever may act on the booking, whatever became of it; the note is gone for good."),
        RouteNote.Post("/bookings/check", "Decide on a booking without making it").Answers<BookingCheck>(),
        Acts("confirm", "Confirm a hold"),
        Acts("approve", "Approve a request"),
        Acts("decline", "Decline a request"),
        Acts("reschedule", "Move to another time or place"),
        Acts("cancel", "Cancel"),
        Acts("check-in", "Check in"),
        Acts("undo-check-in", "Take a check-in back"),
        Acts("check-out", "Check out"),
    ];

    private static RouteNote Acts(string action, string summary) =>
        RouteNote.Post($"/bookings/{{id:guid}}/{action}", summary).Answers<BookingAnswer>();
}

/// <summary>A place that is free.</summary>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Start">First instant, inclusive.</param>
/// <param name="End">End, exclusive.</param>
/// <param name="UnitsFree">Units free through all of it.</param>
internal sealed record FreePlace(string Facility, DateTimeOffset Start, DateTimeOffset End, int UnitsFree);

/// <summary>One facility's time.</summary>
/// <param name="Free">Stretches within opening hours in which units are free.</param>
/// <param name="Held">Stretches in which units are held, by whomever.</param>
internal sealed record FacilityTime(IReadOnlyList<UnitTime> Free, IReadOnlyList<UnitTime> Held);

/// <summary>A stretch of time of some units.</summary>
/// <param name="Start">First instant, inclusive.</param>
/// <param name="End">End, exclusive.</param>
/// <param name="Units">How many.</param>
internal sealed record UnitTime(DateTimeOffset Start, DateTimeOffset End, int Units);

/// <summary>How a booking would be decided on now.</summary>
/// <param name="Accepted">Whether it would be made.</param>
/// <param name="Status">What it would be then; absent when refused.</param>
/// <param name="Refusal">Why not; absent when accepted.</param>
internal sealed record BookingCheck(bool Accepted, BookingStatus? Status, CheckRefusal? Refusal);

/// <summary>Why a booking would be refused; further members depend on the code.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Detail">In words.</param>
internal sealed record CheckRefusal(string Code, string Detail);
