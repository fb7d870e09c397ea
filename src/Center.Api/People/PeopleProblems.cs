using System.Collections.Generic;
using Center.Api.Plumbing;

namespace Center.Api.People;

/// <summary>Problem codes of the room People.</summary>
internal static class PeopleProblems
{
    public static IReadOnlyList<Problem> All { get; } =
    [
        Problem.OfRule(
            "person-erased",
            409,
            "Erased",
            "Nothing: who it was is gone for good, what is left is only kept, and nothing was recorded.",
            "Register whoever comes again as somebody new: nothing is done under the old id any more."
        ),
        Problem.OfRule(
            "card-taken",
            409,
            "Card of another person",
            "Give another card, or look up whose this one is.",
            "Scan the card: if both are the same person, merge the records."
        ),
        Problem.OfRule(
            "look-ups-spent",
            429,
            "Looked up too many people",
            "Wait as long as Retry-After says: until the day of the centre ends.",
            "Let somebody else look up the rest, if there is so much to check."
        ),
        new(
            "guardian-consent-needed",
            422,
            "A guardian must consent",
            "Let a guardian of the minor say it, with the guardian's own credential.",
            "Record it with `guardian` and the evidence, once the guardian has said so.",
            "Nothing to do."
        ),
        new(
            "vault-unreadable",
            500,
            "Details cannot be read",
            "Show the rest; trying again does not help.",
            "Tell the operator; the person's bookings and hours are not touched.",
            "A sealed text was altered or moved in the database, or comes from another installation: restore the tables of the vault."
        ),
    ];
}
