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

/// <summary>Adds ways out to a refusal, after the transaction and its lock are gone.</summary>
internal static class BookingRefusals
{
    public static Reply Answer(Command command, CentreBook book, BookingWish wish, Refusal refusal)
    {
        var (centre, now) = (command.Work.Centre, command.Work.Now);
        return refusal.Code is "slot-taken" or "closed"
            ? Reply.RefusedThen(refusal, (source, _) => WithAlternativesAsync(source, centre, now, book, wish, refusal))
            : refusal;
    }

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
        var horizon = Alternatives.Horizon(wish.Window, book.Zone);
        var busy = await AdmissionReads.BusyAsync(connection, centre, horizon, now);
        return refusal.With("alternatives", Alternatives.Find(wish, book, busy, now));
    }
}
