using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Attendance;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
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
/// <param name="past">The past.</param>
/// <param name="refusals">What was refused; no key figure asks for it.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="clock">Says what now is.</param>
internal sealed class DayBoards(
    LiveLog log,
    BoardBookings bookings,
    KeyFigures figures,
    PastReads past,
    RefusalCounts refusals,
    NpgsqlDataSource source,
    IDocumentStore store,
    TimeProvider clock
)
{
    private static readonly string[] _views =
    [
        BookingSheetView.ViewName,
        SiteDayView.ViewName,
        FiguresView.ViewName,
        CentreBookView.ViewName,
    ];

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

        var book = await source.BookAsync(store, centre, stopping);
        await using var session = store.QuerySession(centre);
        var board = await MakeAsync(new Sources(book, session, bookings, figures), centre, position, now, stopping);
        _kept[centre] = board;
        return board;
    }

    /// <summary>
    /// The board as it stood at a moment of the past: rows folded from the events up to there, the definition of then, and
    /// the moment's instant as now. A fold reads the log from the beginning, so this is for few and not for everybody.
    /// </summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="moment">The moment, from <see cref="PastReads"/>.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="RefusedException">503 <c>overloaded</c>: too many look at the past now.</exception>
    public async Task<DayBoard> AsOfAsync(string centre, LogMoment moment, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(moment);
        await using var rows = await past.FoldAsync(centre, moment, stopping, _views);
        var book = await rows.FindAsync<CentreBookRow>(CentreBookRow.TheOnly, stopping);
        var answers = new FigureAnswers(new FigureSums(source, rows.Schema), refusals);
        await using var session = rows.Session();
        var then = new Sources(
            book?.Book ?? CentreBook.Empty,
            session,
            new BoardBookings(source, rows.Schema),
            new KeyFigures(answers, moment.Position)
        );
        return await MakeAsync(then, centre, moment.Position, moment.At ?? clock.GetUtcNow(), stopping);
    }

    private static async Task<DayBoard> MakeAsync(
        Sources from,
        string centre,
        long position,
        DateTimeOffset now,
        CancellationToken stopping
    )
    {
        var book = from.Book;
        var date = book.Zone.DateOf(now);
        var local = book.Zone.LocalOf(now);
        var lanes = new DayLanes(book, date, local);
        var places = book.Bookables(withParts: false).Where(place => place.Kind != FacilityKind.Equipment).ToList();
        var taken = await from.Bookings.ReadAsync(centre, book.Zone.DayOf(date), stopping);
        var axis = lanes.AxisOf(places, taken);
        var byPlace = taken.ToLookup(booking => booking.Whole, StringComparer.Ordinal);
        var sites = await SitesAsync(from.Rows, book, date, stopping);
        return new DayBoard(
            centre,
            book.Centre,
            date,
            local,
            position,
            axis,
            [.. PlacesOf(book, places, place => lanes.RowOf(place, axis, byPlace[place.Code]), sites)],
            await from.Figures.ReadAsync(centre, book, date, sites, stopping)
        );
    }

    private static async Task<IReadOnlyList<SiteDay>> SitesAsync(
        IQuerySession session,
        CentreBook book,
        DateOnly date,
        CancellationToken stopping
    )
    {
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

    private sealed record Sources(CentreBook Book, IQuerySession Rows, BoardBookings Bookings, KeyFigures Figures);
}
