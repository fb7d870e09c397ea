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

    // Read from the raw rows: an event that somebody falsified is shown as it is, not hidden behind a failure.
    private static async Task<IResult> History(Guid id, HttpContext http, IDocumentStore store, StreamHistory history)
    {
        var caller = Caller.Of(http);
        var stream = BookingDesk.StreamOf(new BookingId(id));
        var events = await history.StoredAsync(caller.Centre, stream, http.RequestAborted);
        var state = StreamFold.ReadableOf(events).Aggregate(Booking.Initial, Booking.Evolve);
        await using var session = store.QuerySession(caller.Centre);
        var maySee = state.Terms is { } terms
            ? await new BookingAccess(caller, terms, events[0].Actor, Ties.In(session)).MaySeeAsync()
            : events.Count > 0 && caller.May(Permission.SeeAllBookings);
        return maySee
            ? new JsonAnswer(new Page<HistoryItem>([.. events.Select(HistoryItem.Of)], null))
            : throw BookingAccess.NotFound();
    }

    private static async Task<IResult> List(
        HttpContext http,
        ViewReads reads,
        NpgsqlDataSource source,
        IDocumentStore store,
        BookingSight sight,
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
            Person = await RecordsAsync(source, caller, query.Id("person"), stopping),
            Organisation = query.Text("organisation"),
            Status = query.OneOf<BookingStatus>("status"),
            From = query.Instant("from"),
            To = query.Instant("to"),
            Now = clock.GetUtcNow(),
            After = paging.After,
        };
        await RefuseErasedAsync(caller.Centre, query.Id("person"), store, stopping);
        var visible = await sight.CutAsync(caller, filter, stopping);
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

    // What is left of an erased person is kept in the bookings, and not listed by that person.
    private static async Task RefuseErasedAsync(
        string centre,
        Guid? person,
        IDocumentStore store,
        CancellationToken stopping
    )
    {
        await using var session = store.QuerySession(centre);
        if (
            person is { } asked
            && await session.LoadAsync<PersonRow>(asked.ToString(), stopping) is { Person.Erased: true }
        )
        {
            throw new RefusedException(PersonDecider.Erased);
        }
    }

    // A person is asked for by any record, and found under all of them.
    private static async Task<IReadOnlyList<PersonId>?> RecordsAsync(
        NpgsqlDataSource source,
        Caller caller,
        Guid? person,
        CancellationToken stopping
    ) =>
        person is { } record
            ? (await SamePeople.OfAsync(source, caller.Centre, new PersonId(record), stopping)).Records
            : null;

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
        return
            state.Terms is { } terms
            && await new BookingAccess(caller, terms, events[0].UserName, Ties.In(session)).MaySeeAsync()
            ? (state, events[^1].Version)
            : throw BookingAccess.NotFound();
    }
}
