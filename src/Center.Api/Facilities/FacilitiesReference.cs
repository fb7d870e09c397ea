using System.Collections.Generic;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Reference;
using Center.Domain.Facilities;

namespace Center.Api.Facilities;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class FacilitiesReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote.Get("/sites", "Sites").AnswersPage<Site>(),
        RouteNote.Get("/service-lines", "Service lines").Answers<Page<ServiceLine>>(),
        RouteNote.Get("/organisations", "Organisations").AnswersPage<Organisation>(),
        RouteNote
            .Get("/facilities", "Facilities")
            .AnswersPage<FacilityAnswer>()
            .Asks("site", "serviceLine", "feature", "people", "parts", "kind"),
        RouteNote.Get("/facilities/{code}", "A facility or part").Answers<FacilityAnswer>(),
    ];
}
