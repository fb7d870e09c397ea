using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>Answers refused bookings, after the transaction and its lock are gone: counts them and adds ways out.</summary>
/// <param name="counts">Counts refusals.</param>
internal sealed class BookingRefusals(RefusalCounts counts)
{
    public Reply Answer(Command command, CentreBook book, BookingWish wish, Refusal refusal)
    {
        var (centre, now) = (command.Work.Centre, command.Work.Now);
        return Reply.RefusedThen(
            refusal,
            async (source, _) =>
            {
                if (IsUnmetDemand(refusal))
                {
                    counts.Count(centre, wish.Place.Facility, refusal.Code, wish.Window.Start, now);
                }

                return refusal.Code is "slot-taken" or "closed"
                    ? await WithAlternativesAsync(source, centre, now, book, wish, refusal)
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

    private static async Task<Refusal> WithAlternativesAsync(
        NpgsqlDataSource source,
        string centre,
        DateTimeOffset now,
        CentreBook book,
        BookingWish wish,
        Refusal refusal
    )
    {
        await using var connection = await source.OpenConnectionAsync();
        var horizon = book.Reach(Alternatives.Horizon(wish.Window, book.Zone));
        var busy = await AdmissionReads.BusyAsync(connection, centre, horizon, now);
        return refusal.With("alternatives", Alternatives.Find(wish, book, busy, now));
    }
}
