using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>Reading bookings. One booking is folded from its stream, so one's own write is always seen; lists are a view.</summary>
internal static class BookingsQueries
{
    private static readonly string[] _asked =
    [
        "facility",
        "site",
        "person",
        "organisation",
        "status",
        "from",
        "to",
        "limit",
        "cursor",
    ];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/bookings/{id:guid}", One).Requires(Permission.SeeOwnBookings);
        api.MapGet("/bookings/{id:guid}/history", History).Requires(Permission.SeeOwnBookings);
        api.MapGet("/bookings", List).Requires(Permission.SeeOwnBookings);
    }

    private static async Task<IResult> One(
        Guid id,
        HttpContext http,
        IDocumentStore store,
        BookingNotes notes,
        TimeProvider clock
    )
    {
        var booking = new BookingId(id);
        var read = await ReadAsync(http, store, booking);
        var note = await notes.ForAsync(Caller.Of(http), booking, read.State.Terms!, http.RequestAborted);
        var answer = BookingAnswer.Of(booking, read.State, read.Version, clock.GetUtcNow());
        return new JsonAnswer(answer with { Note = note }, read.Version);
    }

    private static async Task<IResult> History(Guid id, HttpContext http, IDocumentStore store, StreamHistory history)
    {
        var booking = new BookingId(id);
        await ReadAsync(http, store, booking);
        var stream = BookingDesk.StreamOf(booking);
        var items = await history.ReadAsync(Caller.Of(http).Centre, stream, http.RequestAborted);
        return new JsonAnswer(new Page<HistoryItem>(items, null));
    }

    private static async Task<IResult> List(
        HttpContext http,
        ViewReads reads,
        NpgsqlDataSource source,
        IDocumentStore store,
        PeopleActedFor acted,
        TimeProvider clock,
        CancellationToken stopping
    )
    {
        var query = new QueryParameters(http.Request, _asked);
        var paging = Paging.Of(query);
        var caller = Caller.Of(http);
        var filter = new BookingFilter
        {
            Facility = query.Text("facility"),
            Site = query.Text("site"),
            Person = query.Id("person"),
            Organisation = query.Text("organisation"),
            Status = query.OneOf<BookingStatus>("status"),
            From = query.Instant("from"),
            To = query.Instant("to"),
            Now = clock.GetUtcNow(),
            After = paging.After,
        };
        var visible = await VisibleAsync(caller, filter, store, acted, stopping);
        var page = await reads.FromAsync(
            "bookings",
            async (_, _) =>
                paging.Cut(
                    await BookingLists.ReadAsync(source, caller.Centre, visible, paging.Limit + 1, stopping),
                    BookingLists.KeyOf
                )
        );
        return new JsonAnswer(
            new Page<BookingAnswer>([.. page.Items.Select(sheet => BookingAnswer.Of(sheet, filter.Now))], page.Next)
        );
    }

    // Staff see all, within their site; everybody else what is theirs, and of those whom they act for.
    private static async Task<BookingFilter> VisibleAsync(
        Caller caller,
        BookingFilter filter,
        IDocumentStore store,
        PeopleActedFor acted,
        CancellationToken stopping
    )
    {
        if (caller.May(Permission.SeeAllBookings, filter.Site))
        {
            return filter;
        }

        await using var session = store.QuerySession(caller.Centre);
        IReadOnlyList<PersonId> people = caller.Person is { } self
            ? [self, .. await acted.OfAsync(session, self, ConsentKind.Bookings, stopping)]
            : [];
        return filter with { OnlyOf = new BookingOwners(caller.Person, people, caller.Organisation) };
    }

    /// <summary>Reads a booking that the caller may see.</summary>
    /// <exception cref="RefusedException">There is none for this caller.</exception>
    public static async Task<(Booking State, long Version)> ReadAsync(
        HttpContext http,
        IDocumentStore store,
        BookingId id
    )
    {
        var caller = Caller.Of(http);
        await using var session = store.QuerySession(caller.Centre);
        var events = await session.Events.FetchStreamAsync(BookingDesk.StreamOf(id), token: http.RequestAborted);
        var state = events.Aggregate(Booking.Initial, (booking, e) => Booking.Evolve(booking, e.Data));
        return state.Terms is { } terms && await BookingAccess.MaySeeAsync(caller, terms, Ties.In(session))
            ? (state, events[^1].Version)
            : throw BookingAccess.NotFound();
    }
}
