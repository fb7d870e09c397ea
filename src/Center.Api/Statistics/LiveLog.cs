using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.Attendance;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Statistics;
using Marten;
using Npgsql;

namespace Center.Api.Statistics;

/// <summary>Something that is told to those who watch.</summary>
/// <param name="Position">Log position; the id of the message.</param>
/// <param name="Type">position, booking, figures or reset.</param>
/// <param name="Data">JSON.</param>
internal sealed record LiveMessage(long Position, string Type, string Data)
{
    /// <summary>There will be no more.</summary>
    public static readonly LiveMessage End = new(0, "end", string.Empty);

    public static LiveMessage Of(long position, string type) =>
        new(position, type, JsonSerializer.Serialize(new { position }, CenterJson.Options));
}

/// <summary>Reads what happened between two positions, as far as the views that pages are made of have come.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
internal sealed class LiveLog(NpgsqlDataSource source, IDocumentStore store)
{
    private const int MostAtOnce = 20_000;

    private static readonly string[] _views = [BookingSheetView.ViewName, FiguresView.ViewName, SiteDayView.ViewName];

    /// <summary>The position that all views of the live pages have reached.</summary>
    public async Task<long> PositionAsync(string centre, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        var least = long.MaxValue;
        foreach (var view in _views)
        {
            least = Math.Min(least, await ViewProgress.ReadAsync(connection, view, centre, stopping));
        }

        return least;
    }

    /// <summary>What happened; a stretch too long to tell is answered with a reset: read everything anew.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="after">Position before the first event.</param>
    /// <param name="upTo">Position of the last.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<LiveMessage>> ReadAsync(
        string centre,
        long after,
        long upTo,
        CancellationToken stopping
    )
    {
        if (upTo - after > MostAtOnce)
        {
            return [LiveMessage.Of(upTo, "reset"), LiveMessage.Of(upTo, "position")];
        }

        var ids = await BookingsAsync(centre, after, upTo, stopping);
        await using var session = store.QuerySession(centre);
        var sheets = ids.Count == 0 ? [] : await session.LoadManyAsync<BookingSheet>(stopping, ids);
        return
        [
            .. sheets.Where(sheet => sheet.Position > after).OrderBy(sheet => sheet.Position).Select(Booking),
            LiveMessage.Of(upTo, "figures"),
            LiveMessage.Of(upTo, "position"),
        ];
    }

    private static LiveMessage Booking(BookingSheet sheet) =>
        new(
            sheet.Position,
            "booking",
            JsonSerializer.Serialize(
                new
                {
                    sheet.Position,
                    Booking = sheet.Id,
                    sheet.Facility,
                    sheet.Site,
                    sheet.Status,
                    sheet.Start,
                    sheet.End,
                    sheet.Version,
                },
                CenterJson.Options
            )
        );

    private async Task<IReadOnlyList<string>> BookingsAsync(
        string centre,
        long after,
        long upTo,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(
            """
            select distinct substr(stream_id, 9) from center.mt_events
            where tenant_id = $1 and seq_id > $2 and seq_id <= $3 and starts_with(stream_id, 'booking/')
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = upTo });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var ids = new List<string>();
        while (await reader.ReadAsync(stopping))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
