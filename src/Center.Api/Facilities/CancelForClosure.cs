using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.Facilities;

/// <summary>
/// What becomes of bookings that stand in the way of a closure: it is refused and they are named, or, when that is asked
/// for, all of them are cancelled by the staff in the closure's own transaction, under its correlation. A booking that is
/// in use stands in the way even so: the people in the room are asked to leave first, at the desk.
/// </summary>
internal static class CancelForClosure
{
    private const int MostNamed = 100;
    private const string Reason = "closure";

    /// <summary>Cancels, or refuses with <c>closure-has-bookings</c>.</summary>
    /// <returns>The bookings that were cancelled.</returns>
    public static async Task<(IReadOnlyList<LiveClaim> Bookings, Refusal? Refusal)> RunAsync(
        Command command,
        BookingDesk desk,
        Bookable place,
        Closure closure,
        bool cancel
    )
    {
        var claims = await LiveClaims.OnAsync(command.Work, place.UnitCodes, closure.Window);
        var standing = claims;
        if (cancel)
        {
            standing = await CancelAsync(command with { IfMatch = null, OnlyNew = false }, desk, claims);
        }

        return standing.Count == 0 ? (claims, null) : ([], Refuse(standing, cancel));
    }

    private static async Task<IReadOnlyList<LiveClaim>> CancelAsync(
        Command command,
        BookingDesk desk,
        IReadOnlyList<LiveClaim> claims
    )
    {
        await command.Work.ReadStreamsAsync(claims.Select(claim => BookingDesk.StreamOf(claim.Id)));
        var standing = new List<LiveClaim>();
        foreach (var claim in claims)
        {
            var read = await BookingDesk.ReadAsync(command, claim.Id);
            var ask = new CancelBooking(command.Work.Now, Reason, CancelledBy.Staff);
            var acted = await desk.ActAsync(command, claim.Id, read, state => BookingDecider.Decide(ask, state));
            if (acted.Refusal is not null)
            {
                standing.Add(claim);
            }
        }

        return standing;
    }

    private static Refusal Refuse(IReadOnlyList<LiveClaim> standing, bool cancel) =>
        new Refusal(
            "closure-has-bookings",
            cancel
                ? $"Bookings that are in use and cannot be cancelled: {standing.Count}."
                : $"Bookings in the way: {standing.Count}."
        )
            .With("count", standing.Count)
            .With("bookings", standing.Take(MostNamed).ToList());
}
