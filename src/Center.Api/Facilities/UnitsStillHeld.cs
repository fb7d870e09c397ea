using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;

namespace Center.Api.Facilities;

/// <summary>
/// What a change of the definition may do to bookings that stand. They were decided by the rules of their day, so other
/// hours, house rules, names, sites, capacities or an organisation's leaving let them stand as they are. But a unit, a
/// part or a facility that a booking holds now or later cannot be taken away from under it: that would leave claims on
/// what does not exist. Such a change is refused as a whole, with the bookings to be moved or cancelled first.
/// </summary>
internal static class UnitsStillHeld
{
    private const int MostNamed = 100;

    /// <summary>Refuses with <c>units-have-bookings</c>, or null when nothing stands in the way.</summary>
    /// <param name="work">The transaction; holds the admission lock, so no booking can slip in between.</param>
    /// <param name="before">The centre as it is.</param>
    /// <param name="after">The centre as it is to be.</param>
    public static async Task<Refusal?> RefuseAsync(Work work, CentreBook before, CentreBook after)
    {
        var claims = await LiveClaims.OnAsync(work, LostUnits.Between(before, after));
        return claims.Count == 0
            ? null
            : new Refusal("units-have-bookings", $"Bookings that hold units which are to go: {claims.Count}.")
                .With("count", claims.Count)
                .With("bookings", claims.Take(MostNamed).ToList());
    }
}
