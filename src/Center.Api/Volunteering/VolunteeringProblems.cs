using System.Collections.Generic;
using Center.Api.Plumbing;

namespace Center.Api.Volunteering;

/// <summary>Refusals that only volunteering knows.</summary>
internal static class VolunteeringProblems
{
    public static IReadOnlyList<Problem> All { get; } =
    [
        Problem.OfRule(
            "self-approval",
            422,
            "Needs somebody else",
            "Let another person do it: not the volunteer, the recorder, the issuer of the recorder's key, or an approver.",
            "Have a second coordinator look at the entry."
        ),
        Problem.OfRule(
            "policy-not-ended",
            422,
            "Not over yet",
            "Record the service after it has ended.",
            "Check the clock and the end that was sent."
        ),
        Problem.OfRule(
            "policy-before-rules",
            422,
            "No rules for that day",
            "Check the date.",
            "Adopt rules of service time that count from that day, if it is meant."
        ),
    ];
}
