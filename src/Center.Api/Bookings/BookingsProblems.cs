using System.Collections.Generic;
using Center.Api.Plumbing;

namespace Center.Api.Bookings;

/// <summary>What refusals of bookings mean.</summary>
internal static class BookingsProblems
{
    private const string Change = "Change the request as 'broken' says, or take an alternative.";
    private const string Explain = "Explain the house rule, or book with an override and its reason.";

    public static IReadOnlyList<Problem> All { get; } =
    [
        Problem.OfRule("slot-taken", 409, "Taken", "Offer the 'alternatives'.", "Offer another time or room."),
        Problem.OfRule("closed", 409, "Closed", "Choose another time.", "See the closure of the facility."),
        Problem.OfClient("booker-missing", 422, "For whom?", "Send onBehalfOf or organisation, or use a personal key."),
        Rule("policy-notice-too-short", "Too late to book"),
        Rule("policy-notice-too-long", "Too early to book"),
        Rule("policy-too-long", "Too long"),
        Rule("policy-too-short", "Too short"),
        Rule("policy-off-grid", "Off the grid"),
        Rule("policy-over-capacity", "Too many people"),
        Rule("policy-quota-person", "Quota of the person used up"),
        Rule("policy-quota-organisation", "Quota of the organisation used up"),
        Rule("policy-own-overlap", "Two places at one time"),
        Rule("policy-out-of-hours", "Outside opening hours"),
        Problem.OfRule(
            "policy-suspended",
            422,
            "Suspended after no-shows",
            "Show 'until'; seats and counters that count no no-shows can still be booked.",
            "Explain the strikes, or lift the suspension with its reason."
        ),
        Rule("policy-not-eligible", "Not for this booker"),
        Rule("policy-only-with-a-booking", "Lent only with a booking"),
        Problem.OfRule(
            "policy-check-in-not-open",
            422,
            "Check-in not open",
            "Check in from 'opensAt' on.",
            "Ask to wait until check-in opens."
        ),
    ];

    private static Problem Rule(string code, string title) => Problem.OfRule(code, 422, title, Change, Explain);
}
