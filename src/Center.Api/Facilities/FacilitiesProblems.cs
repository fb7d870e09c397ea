using System.Collections.Generic;
using Center.Api.Plumbing;

namespace Center.Api.Facilities;

/// <summary>What refusals of changes to the centre's definition mean.</summary>
internal static class FacilitiesProblems
{
    public static IReadOnlyList<Problem> All { get; } =
    [
        Problem.OfRule(
            "units-have-bookings",
            409,
            "Bookings stand in the way",
            "Show the 'bookings'; repeat when none of them holds these units.",
            "Move or cancel the bookings named, then change the facility."
        ),
        Problem.OfRule(
            "closure-has-bookings",
            409,
            "Bookings stand in the way of the closure",
            "Show the 'bookings'; repeat with cancelBookings to cancel them.",
            "Move the bookings named, or cancel them with the closure; those in use are checked out first."
        ),
        Problem.OfRule(
            "closure-overlaps",
            409,
            "Closed already",
            "Show the 'closures' that stand.",
            "Withdraw the closure that stands, or announce only what it leaves out."
        ),
        Problem.OfRule(
            "invalid-definition",
            422,
            "Contradicts what is adopted",
            "Correct what 'problems' name; rules that change get a new version.",
            "Give changed rules a new version and the date from which they count."
        ),
    ];
}
