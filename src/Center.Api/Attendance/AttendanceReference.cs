using System;
using System.Collections.Generic;
using Center.Api.Access;
using Center.Api.Plumbing.Reference;
using Center.Domain.Kernel;

namespace Center.Api.Attendance;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class AttendanceReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote.Get("/devices", "Devices").AnswersPage<DeviceAnswer>(),
        RouteNote.Post("/devices", "Put a device to work").Answers<KeyOnce>(201).Says("Its key is shown this once."),
        RouteNote.Delete("/devices/{id:guid}", "Take a device out of use"),
        RouteNote
            .Post("/scans", "Upload scans")
            .Answers<ScanUploadAnswer>()
            .Says("At most 500, in any order. Whatever the result of a scan, the device may forget it then."),
        RouteNote.Post("/scans/{device:guid}/{scanId}/annul", "Annul a scan").Answers<AnnulledScan>(),
        RouteNote.Post("/visits", "Report people counted at the door").Answers<VisitsAnswer>(),
        RouteNote.Get("/bookings/{id:guid}/roll", "Who was at a booking").Answers<RollAnswer>(),
        RouteNote.Get("/sites/{code}/roll", "Who was at a site on a day").Answers<RollAnswer>().Asks("date"),
        RouteNote
            .Get("/sites/{code}/now", "Who is at a site now")
            .Answers<PeopleInNow>()
            .Asks("limit", "cursor", "asOf")
            .Says("With `asOf`, who was there at that moment of its day; `position` says which position it became."),
    ];
}

/// <summary>A scan that no longer counts.</summary>
/// <param name="Device">The device.</param>
/// <param name="ScanId">The scan.</param>
/// <param name="Annulled">True.</param>
internal sealed record AnnulledScan(DeviceId Device, string ScanId, bool Annulled);

/// <summary>Who is in.</summary>
/// <param name="Items">People scanned in and not out again.</param>
/// <param name="Next">Cursor of the next page; absent at the end.</param>
/// <param name="Count">How many in all.</param>
/// <param name="Date">Local day.</param>
/// <param name="Position">Log position of the answer.</param>
internal sealed record PeopleInNow(
    IReadOnlyList<PersonIn> Items,
    string? Next,
    int Count,
    DateOnly Date,
    long Position
);

/// <summary>One who is in.</summary>
/// <param name="Person">Who.</param>
internal sealed record PersonIn(PersonId Person);
