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
        RouteNote
            .Get("/facilities/{code}/closures", "Closures of a facility or part, by start")
            .AnswersPage<ClosureAnswer>(),
        RouteNote.Get("/facilities/{code}/closures/{id:guid}", "A closure").Answers<ClosureAnswer>(),
        RouteNote
            .Post("/facilities/{code}/closures", "Close a facility or part for a time")
            .Answers<ClosureAnswer>(201)
            .Says("Refused with `closure-has-bookings` unless `cancelBookings`; a start in the past becomes now."),
        RouteNote.Delete("/facilities/{code}/closures/{id:guid}", "Withdraw a closure"),
        RouteNote
            .Put("/facilities/{code}", "Open a facility or change it")
            .Answers<FacilityAnswer>()
            .Says("201 when it is new, which `If-None-Match: *` insists on."),
        RouteNote
            .Put("/facilities/{code}/hours", "Set the opening hours of a facility")
            .Takes<OpeningHours>()
            .Answers<FacilityAnswer>(),
        RouteNote.Get("/policies/booking", "The booking rules in force").Answers<BookingRuleSet>().Asks("on"),
        RouteNote
            .Get("/policies/booking/versions", "All booking rules that were adopted")
            .AnswersPage<BookingRuleSet>(),
        RouteNote
            .Put("/policies/booking", "Adopt booking rules")
            .Takes<BookingRuleSet>()
            .Answers<BookingRuleSet>()
            .Says("In force from `effectiveFrom`."),
        RouteNote
            .Post("/definition", "Import a definition of the whole centre")
            .Answers<DefinitionAnswer>()
            .Asks("check")
            .Says("Whatever differs becomes events; `check=true` only tells what would."),
    ];
}
