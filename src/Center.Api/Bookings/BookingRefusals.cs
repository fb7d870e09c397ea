using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Api.Bookings;

/// <summary>Answers refused bookings, after the transaction and its lock are gone: counts them and adds ways out.</summary>
/// <param name="counts">Counts refusals.</param>
/// <param name="alternatives">Finds ways out.</param>
internal sealed class BookingRefusals(RefusalCounts counts, SharedAlternatives alternatives)
{
    public Reply Answer(Command command, CentreBook book, BookingWish wish, Refusal refusal)
    {
        var (centre, now) = (command.Work.Centre, command.Work.Now);
        return Reply.RefusedThen(
            refusal,
            async () =>
            {
                if (IsUnmetDemand(refusal))
                {
                    counts.Count(centre, wish.Place.Facility, refusal.Code, wish.Window.Start, now);
                }

                return refusal.Code is "slot-taken" or "closed"
                    ? refusal.With("alternatives", await alternatives.FindAsync(centre, book, wish, now))
                    : refusal;
            }
        );
    }

    private static bool IsUnmetDemand(Refusal refusal) =>
        refusal.Code is "slot-taken" or "closed" || refusal.Code.StartsWith("policy-", StringComparison.Ordinal);

    public static Dictionary<string, object?> AsData(Refusal refusal)
    {
        var data = new Dictionary<string, object?>(refusal.Data)
        {
            ["code"] = refusal.Code,
            ["detail"] = refusal.Detail,
        };
        return data;
    }
}
