using System.Collections.Generic;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Reference;
using Center.Domain.People;

namespace Center.Api.People;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class PeopleReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote.Post("/people", "Register a person").Answers<PersonAnswer>(201),
        RouteNote
            .Get("/people", "Find people")
            .AnswersPage<PersonAnswer>()
            .Asks("phone", "name", "card")
            .Says("By exactly one of phone, name and card, and only by the whole of it."),
        RouteNote
            .Get("/people/{id:guid}", "A person")
            .Answers<PersonAnswer>()
            .Says("Of whoever was erased nothing but the id, and that it is so."),
        RouteNote
            .Post("/people/{id:guid}/details", "Change name, contacts or card of a person")
            .Answers<PersonAnswer>()
            .Says(
                "What is left out stays; an empty text takes a detail out. A card that was replaced finds nobody any more. "
                    + "The history says which details changed, never what they say."
            ),
        RouteNote.Get("/people/{id:guid}/standing", "Strikes and suspension after no-shows").Answers<StandingAnswer>(),
        RouteNote
            .Post("/people/{id:guid}/standing/lift", "Lift a suspension")
            .Answers<StandingAnswer>()
            .Says("Its strikes stay on record and do not count again."),
        RouteNote
            .Post("/people/{id:guid}/strikes/{booking:guid}/withdraw", "Withdraw a strike")
            .Answers<StandingAnswer>()
            .Says(
                "It counts no more. A suspension that stands on it ends, and the other strikes of that count again. "
                    + "Where no such strike stands, nothing is changed."
            ),
        RouteNote
            .Post("/audit/look-ups", "Be shown who a person id is, for a reason")
            .Answers<LookUpAnswer>()
            .Says(
                $"Who asked, whom and why is an event before anything is shown; the person sees it in `GET /me/data`. "
                    + $"`reasonCode` is one of {string.Join(", ", LookUpReasons.All)}. At most {LookUpDay.Most} in a day. "
                    + "Sent again under the same Idempotency-Key it is answered without `personal`."
            ),
        RouteNote
            .Get("/people/{id:guid}/consents", "Who may act for a person by consent")
            .Answers<Page<ConsentAnswer>>(),
        RouteNote
            .Post("/people/{id:guid}/consents", "Let somebody act for a person")
            .Answers<ConsentAnswer>(201)
            .Says(
                "By the person, a guardian, or staff with `evidence`. For a minor a guardian says so, or staff name the `guardian` who did."
            ),
        RouteNote
            .Delete("/people/{id:guid}/consents/{to:guid}", "Let somebody no longer act for a person")
            .Asks("kind")
            .Says("At once, and for every kind when none is named. Whoever may act may give it up."),
        RouteNote
            .Get("/me/data", "Everything that is held about oneself")
            .Answers<OwnDataAnswer>()
            .Says("What is erasable, and what is kept by which law."),
        RouteNote
            .Delete("/me/data", "Have one's own data erased")
            .Answers<ErasureAnswer>()
            .Says(
                "Destroys the key of one's texts, for good; restricts what the law keeps, and says which. Bookings to come are "
                    + "cancelled, and no key, link or page of the person works any more."
            ),
        RouteNote
            .Post("/people/{id:guid}/merge", "Join a record into another of the same person")
            .Answers<PersonAnswer>(),
        RouteNote
            .Post("/people/{id:guid}/sign-in-link", "Make a link that signs a person in once")
            .Answers<SignInLinkAnswer>(201),
    ];
}
