using System.Collections.Generic;
using Center.Api.Plumbing.Reference;

namespace Center.Api.Volunteering;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class VolunteeringReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote
            .Get("/service-entries", "Service entries")
            .AnswersPage<ServiceEntryAnswer>()
            .Asks("state", "person", "from", "to"),
        RouteNote.Get("/service-entries/{id:guid}", "A service entry").Answers<ServiceEntryAnswer>(),
        RouteNote
            .Post("/service-entries", "Record service")
            .Answers<ServiceEntryAnswer>(201)
            .Says("Service over local midnight becomes one entry for each day; `parts` lists them."),
        Acts("credit", "Credit an entry"),
        Acts("reject", "Reject an entry"),
        Acts("revoke", "Take a credit back"),
        Acts("adjust", "Add or take minutes"),
        Acts("corrections", "Say that an entry is wrong"),
        RouteNote
            .Get("/volunteers/{person:guid}/statement", "What a volunteer did and what counts of it")
            .Answers<StatementAnswer>()
            .Asks("from", "to", "asOf")
            .Says(
                "As of `asOf`, a log position or an instant, and the final position when left out; `position` says which one it "
                    + "became, and with it the answer stays the same."
            ),
    ];

    private static RouteNote Acts(string action, string summary) =>
        RouteNote.Post($"/service-entries/{{id:guid}}/{action}", summary).Answers<ServiceEntryAnswer>();
}
