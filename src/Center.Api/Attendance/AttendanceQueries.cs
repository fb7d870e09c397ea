using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Attendance;
using Center.Projections.Facilities;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Attendance;

/// <summary>Who was where, who is in the house, and which devices there are.</summary>
internal static class AttendanceQueries
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/devices", Devices).Requires(Permission.EnrolDevices);
        api.MapGet("/bookings/{id:guid}/roll", RollOfBooking).Requires(Permission.SeeRolls);
        api.MapGet("/sites/{code}/roll", RollOfSite).Requires(Permission.SeeRolls);
        api.MapGet("/sites/{code}/now", InNow).Requires(Permission.SeeRolls);
    }

    private static async Task<IResult> Devices(
        HttpContext context,
        IDocumentStore store,
        NpgsqlDataSource source,
        VaultKey vaultKey
    )
    {
        var caller = Caller.Of(context);
        var paging = Paging.Of(new QueryParameters(context.Request, "limit", "cursor"));
        await using var session = store.QuerySession(caller.Centre);
        var rows = await session.Query<DeviceRow>().ToListAsync(context.RequestAborted);
        var page = paging.CutAll(rows.Where(row => caller.May(Permission.EnrolDevices, row.Site)), row => row.Id);
        await using var connection = await source.OpenConnectionAsync(context.RequestAborted);
        var vault = new Vault(connection, caller.Centre, vaultKey);
        var items = new List<DeviceAnswer>();
        foreach (var row in page.Items)
        {
            var label = KeyIssuing.LabelField(new CredentialId(Guid.Parse(row.Id)));
            var name = await vault.ReadAsync(row.Id, label, context.RequestAborted);
            items.Add(new DeviceAnswer(row.Id, name, row.Site, row.ClockOffsetMs, row.EnrolledAt, row.Retired));
        }

        return new JsonAnswer(new Page<DeviceAnswer>(items, page.Next));
    }

    private static async Task<IResult> RollOfBooking(
        Guid id,
        HttpContext context,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        _ = new QueryParameters(context.Request);
        var caller = Caller.Of(context);
        await using var session = store.QuerySession(caller.Centre);
        var booking = new BookingId(id);
        var (state, _) = await FoldAsync(session, BookingDesk.StreamOf(booking), Booking.Initial, Booking.Evolve);
        if (state.Terms is not { } terms)
        {
            return new ProblemAnswer(new Refusal("not-found", "There is no such booking."));
        }

        RefuseOutside(caller, terms.Site);
        var book = await source.BookAsync(store, caller.Centre, context.RequestAborted);
        var day = book.Zone.DateOf(terms.Window.Start);
        return await RollAsync(session, RollKey.At(booking), HouseRule.RepeatWithin(book, day));
    }

    private static async Task<IResult> RollOfSite(
        string code,
        HttpContext context,
        IDocumentStore store,
        NpgsqlDataSource source,
        TimeProvider clock
    )
    {
        var query = new QueryParameters(context.Request, "date");
        var caller = Caller.Of(context);
        var book = await source.BookAsync(store, caller.Centre, context.RequestAborted);
        var site = SiteOf(book, caller, code);
        var day = query.Date("date") ?? book.Zone.DateOf(clock.GetUtcNow());
        await using var session = store.QuerySession(caller.Centre);
        return await RollAsync(session, RollKey.At(site, day), HouseRule.RepeatWithin(book, day));
    }

    private static async Task<IResult> InNow(
        string code,
        HttpContext context,
        IDocumentStore store,
        NpgsqlDataSource source,
        TimeProvider clock,
        ViewReads views,
        PastReads past
    )
    {
        var query = new QueryParameters(context.Request, "limit", "cursor", PastReads.AsOf);
        var paging = Paging.Of(query);
        var caller = Caller.Of(context);
        var book = await source.BookAsync(store, caller.Centre, context.RequestAborted);
        var site = SiteOf(book, caller, code);
        if (await past.MomentAsync(context, query) is { } moment)
        {
            var day = book.Zone.DateOf(moment.At ?? clock.GetUtcNow());
            await using var rows = await past.FoldAsync(
                caller.Centre,
                moment,
                context.RequestAborted,
                SiteDayView.ViewName
            );
            await using var session = rows.Session();
            PastReads.Tell(context, moment);
            return await PresentAsync(session, paging, site, day, moment.Position);
        }

        var today = book.Zone.DateOf(clock.GetUtcNow());
        return await views.FromAsync(
            SiteDayView.ViewName,
            (session, position) => PresentAsync(session, paging, site, today, position)
        );
    }

    private static async Task<IResult> PresentAsync(
        IQuerySession session,
        Paging paging,
        string site,
        DateOnly date,
        long position
    )
    {
        var day = SiteDay.Key(site, date) + "/";
        var present = await session
            .Query<SiteVisitor>()
            .Where(visitor => visitor.Id.StartsWith(day) && visitor.Present)
            .ToListAsync();
        var page = paging.CutAll(present.Select(visitor => visitor.Person.ToString()), person => person);
        var items = page.Items.Select(person => new { Person = person }).ToList();
        return new JsonAnswer(
            new
            {
                Items = items,
                page.Next,
                Count = present.Count,
                Date = date,
                position,
            }
        );
    }

    private static async Task<IResult> RollAsync(IQuerySession session, RollKey key, TimeSpan repeatWithin)
    {
        var (roll, version) = await FoldAsync(session, key.Stream, RollDecider.Initial, RollDecider.Evolve);
        var lines = RollFold.Of(roll, repeatWithin);
        var answer = new RollAnswer([.. lines.Select(RollLineAnswer.Of)], lines.Count(line => line.Counted));
        return new JsonAnswer(answer, version);
    }

    private static async Task<(TState State, long Version)> FoldAsync<TState>(
        IQuerySession session,
        string stream,
        TState initial,
        Func<TState, object, TState> evolve
    )
    {
        var events = await session.Events.FetchStreamAsync(stream);
        return (events.Aggregate(initial, (state, e) => evolve(state, e.Data)), events.Count);
    }

    private static string SiteOf(CentreBook book, Caller caller, string code)
    {
        if (book.FindSite(code) is not { } site)
        {
            throw new RefusedException("not-found", "The centre has no such site.");
        }

        RefuseOutside(caller, site.Code);
        return site.Code;
    }

    private static void RefuseOutside(Caller caller, string site)
    {
        if (!caller.May(Permission.SeeRolls, site))
        {
            throw new RefusedException("forbidden", "The site is outside your scope.");
        }
    }
}
