using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Attendance;
using Center.Projections.Facilities;
using Center.Projections.Statistics;
using Marten;
using Npgsql;

namespace Center.Api.Statistics.Pages;

/// <summary>
/// Makes the board of today. However many watch, it is read once for each position of the log and each minute; it holds
/// nothing that is not the same for everybody.
/// </summary>
/// <param name="log">Says how far the views have come.</param>
/// <param name="bookings">The bookings of a day.</param>
/// <param name="figures">The key figures.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="clock">Says what now is.</param>
internal sealed class DayBoards(
    LiveLog log,
    BoardBookings bookings,
    KeyFigures figures,
    NpgsqlDataSource source,
    IDocumentStore store,
    TimeProvider clock
)
{
    private readonly ConcurrentDictionary<string, DayBoard> _kept = new(StringComparer.Ordinal);

    /// <summary>The board as the views have it.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<DayBoard> ReadAsync(string centre, CancellationToken stopping)
    {
        var position = await log.PositionAsync(centre, stopping);
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(centre, out var kept) && kept.Position == position && MinuteOf(kept.Now) == MinuteOf(now))
        {
            return kept;
        }

        var board = await MakeAsync(centre, position, now, stopping);
        _kept[centre] = board;
        return board;
    }

    private async Task<DayBoard> MakeAsync(string centre, long position, DateTimeOffset now, CancellationToken stopping)
    {
        var book = await source.BookAsync(store, centre, stopping);
        var date = book.Zone.DateOf(now);
        var local = book.Zone.LocalOf(now);
        var lanes = new DayLanes(book, date, local);
        var places = book.Bookables(withParts: false).Where(place => place.Kind != FacilityKind.Equipment).ToList();
        var taken = await bookings.ReadAsync(centre, book.Zone.DayOf(date), stopping);
        var axis = lanes.AxisOf(places, taken);
        var byPlace = taken.ToLookup(booking => booking.Whole, StringComparer.Ordinal);
        var sites = await SitesAsync(centre, book, date, stopping);
        return new DayBoard(
            centre,
            book.Centre,
            date,
            local,
            position,
            axis,
            [.. PlacesOf(book, places, place => lanes.RowOf(place, axis, byPlace[place.Code]), sites)],
            await figures.ReadAsync(centre, book, date, sites, stopping)
        );
    }

    private async Task<IReadOnlyList<SiteDay>> SitesAsync(
        string centre,
        CentreBook book,
        DateOnly date,
        CancellationToken stopping
    )
    {
        await using var session = store.QuerySession(centre);
        var keys = book.Sites.Select(site => SiteDay.Key(site.Code, date));
        return await session.LoadManyAsync<SiteDay>(stopping, keys);
    }

    // As on the board in the lobby: the top floor first, the stations below.
    private static IEnumerable<DayPlace> PlacesOf(
        CentreBook book,
        List<Bookable> places,
        Func<Bookable, DayRow> rowOf,
        IReadOnlyList<SiteDay> days
    ) =>
        book
            .Sites.OrderBy(site => site.Kind)
            .ThenBy(site => site.Code, StringComparer.Ordinal)
            .SelectMany(site =>
                places
                    .Where(place => place.Site == site.Code)
                    .GroupBy(place => site.Kind == SiteKind.StreetCentre ? place.Floor : null)
                    .OrderByDescending(floor => floor.Key ?? 0)
                    .Select(floor => new DayPlace(
                        site.Code,
                        site.Name,
                        site.Kind == SiteKind.CommunityStation,
                        floor.Key,
                        days.FirstOrDefault(day => day.Site == site.Code)?.InNow ?? 0,
                        [.. floor.Select(rowOf)]
                    ))
            );

    private static long MinuteOf(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMinute;
}
