using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.Facilities;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>Searching for free rooms and times; read from the tables that bookings are decided by.</summary>
internal static class AvailabilityQueries
{
    private const int MostStartsAPlace = 16;
    private static readonly TimeSpan LongestSearch = TimeSpan.FromDays(31);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/availability", Search).Requires(Permission.SeeAvailability);
        api.MapGet("/facilities/{code}/availability", OfFacility).Requires(Permission.SeeAvailability);
    }

    private static async Task<IResult> Search(HttpContext http, FreeReads reads, CancellationToken stopping)
    {
        var query = new QueryParameters(
            http.Request,
            "from",
            "to",
            "duration",
            "people",
            "feature",
            "site",
            "serviceLine",
            "kind",
            "parts",
            "limit",
            "cursor"
        );
        var range = QueryParameters.Required(query.Window("from", "to"), "from");
        if (range.Duration > LongestSearch)
        {
            throw new RefusedException("invalid-window", "A search covers at most 31 days.", "to");
        }

        var duration = query.Duration("duration") ?? TimeSpan.FromHours(1);
        var people = query.Integer("people", 1, 10_000) ?? 1;
        var (book, busy, now) = await reads.ReadAsync(Caller.Of(http).Centre, range, stopping);
        var found = Places(book, query, people)
            .SelectMany(place => Offers(place, range, duration, people, book, busy, now))
            .ToList();
        return new JsonAnswer(CutByRank(found, Paging.Of(query)));
    }

    private static async Task<IResult> OfFacility(
        string code,
        HttpContext http,
        FreeReads reads,
        CancellationToken stopping
    )
    {
        var query = new QueryParameters(http.Request, "from", "to");
        var range = QueryParameters.Required(query.Window("from", "to"), "from");
        if (range.Duration > LongestSearch)
        {
            throw new RefusedException("invalid-window", "A search covers at most 31 days.", "to");
        }

        var (book, busy, _) = await reads.ReadAsync(Caller.Of(http).Centre, range, stopping);
        var place = book.Find(code) ?? throw new RefusedException("not-found", "There is no such facility.");
        var open = OpenWithin(book, place, range);
        var own = busy.Where(held => held.Claim.Overlaps(range) && place.UnitCodes.Contains(held.Unit));
        return new JsonAnswer(
            new
            {
                free = FreeTime
                    .Stretches(place, open, busy)
                    .Select(free => new
                    {
                        start = free.Window.Start,
                        end = free.Window.End,
                        units = free.Units,
                    }),
                held = own.GroupBy(held => held.Claim)
                    .OrderBy(group => group.Key.Start)
                    .Select(group => new
                    {
                        start = group.Key.Start,
                        end = group.Key.End,
                        units = group.Count(),
                    }),
            }
        );
    }

    private static IEnumerable<Bookable> Places(CentreBook book, QueryParameters query, int people)
    {
        var (feature, site, line) = (query.Text("feature"), query.Text("site"), query.Text("serviceLine"));
        var kind = query.OneOf<FacilityKind>("kind");
        return book.Bookables(query.Flag("parts") ?? false)
            .Where(place => place.Kind != FacilityKind.Equipment)
            .Where(place => feature is null || place.Features.Contains(feature))
            .Where(place => site is null || place.Site == site)
            .Where(place => line is null || place.ServiceLine == line)
            .Where(place => kind is null || place.Kind == kind)
            .Where(place => place.Holds(people))
            .OrderBy(place => place.Capacity)
            .ThenBy(place => place.Site == "main" ? 0 : 1)
            .ThenBy(place => place.Code, StringComparer.Ordinal);
    }

    private static IEnumerable<Offer> Offers(
        Bookable place,
        TimeWindow range,
        TimeSpan duration,
        int people,
        CentreBook book,
        IReadOnlyCollection<BusyUnit> busy,
        DateTimeOffset now
    ) =>
        SlotSearch
            .Slots(place, range, duration, book, busy, now)
            .Where(slot => place.Kind != FacilityKind.Seats || slot.Units >= people)
            .Take(MostStartsAPlace)
            .Select(slot => new Offer(place.Code, slot.Window.Start, slot.Window.End, slot.Units));

    private static IEnumerable<TimeWindow> OpenWithin(CentreBook book, Bookable place, TimeWindow range)
    {
        for (var date = book.Zone.DateOf(range.Start); book.Zone.DayOf(date).Start < range.End; date = date.AddDays(1))
        {
            foreach (var open in book.OpenWindows(place, date))
            {
                if (open.Intersect(range) is { } inside)
                {
                    yield return inside;
                }
            }
        }
    }

    // The order is by fit, which no key of an offer tells, so the cursor is the rank itself.
    private static Page<Offer> CutByRank(List<Offer> found, Paging paging)
    {
        var ranked = found.Select(
            (offer, rank) => (offer, key: rank.ToString("00000000", CultureInfo.InvariantCulture))
        );
        var page = paging.CutAll(ranked, item => item.key);
        return new Page<Offer>([.. page.Items.Select(item => item.offer)], page.Next);
    }

    private sealed record Offer(string Facility, DateTimeOffset Start, DateTimeOffset End, int UnitsFree);
}

/// <summary>Reads the definition and what is held, at one instant.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="clock">The clock.</param>
internal sealed class FreeReads(NpgsqlDataSource source, IDocumentStore store, TimeProvider clock)
{
    /// <summary>Reads what is held within a range, and as far around it as set-up and tear-down reach.</summary>
    public Task<(CentreBook Book, IReadOnlyList<BusyUnit> Busy, DateTimeOffset Now)> ReadAsync(
        string centre,
        TimeWindow range,
        CancellationToken stopping
    ) => ReadAsync(centre, (_, _) => range, stopping);

    /// <summary>The same within a range that depends on the centre's zone and on now.</summary>
    public async Task<(CentreBook Book, IReadOnlyList<BusyUnit> Busy, DateTimeOffset Now)> ReadAsync(
        string centre,
        Func<CentreBook, DateTimeOffset, TimeWindow> rangeOf,
        CancellationToken stopping
    )
    {
        var book = await source.BookAsync(store, centre, stopping);
        await using var connection = await source.OpenConnectionAsync(stopping);
        var now = clock.GetUtcNow();
        var reach = book.Reach(rangeOf(book, now));
        return (book, await AdmissionReads.BusyAsync(connection, centre, reach, now), now);
    }
}
