using System.Collections.Generic;
using Center.Api.Plumbing;

namespace Center.Api.People;

/// <summary>Problem codes of the room People.</summary>
internal static class PeopleProblems
{
    public static IReadOnlyList<Problem> All { get; } =
    [
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
