using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.Volunteering;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Volunteering;

/// <summary>What volunteers did, what waits for approval, what counts.</summary>
internal static class VolunteeringQueries
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/service-entries", Entries).Requires(Permission.SeeOwnStatement);
        api.MapGet("/service-entries/{id:guid}", Entry).Requires(Permission.SeeOwnStatement);
        api.MapGet("/volunteers/{person:guid}/statement", Statement).Requires(Permission.SeeOwnStatement);
    }

    private static async Task<IResult> Entries(HttpContext context, ServiceEntryList list)
    {
        var caller = Caller.Of(context);
        var query = new QueryParameters(context.Request, "state", "person", "from", "to", "limit", "cursor");
        var paging = Paging.Of(query);
        PersonId? person = query.Id("person") is { } id ? new PersonId(id) : null;
        var units = UnitsSeenBy(caller);
        if (units is [])
        {
            person ??= caller.Person;
            if (person is null || person != caller.Person)
            {
                throw new RefusedException("forbidden", "You see your own entries.");
            }

            units = null;
        }

        var filter = new ServiceEntryFilter(
            query.OneOf<ServiceEntryState>("state"),
            person,
            query.Date("from"),
            query.Date("to"),
            units
        );
        var found = await list.PageAsync(
            caller.Centre,
            filter,
            paging.After ?? string.Empty,
            paging.Limit + 1,
            context.RequestAborted
        );
        var page = paging.Cut(found, row => row.Id);
        return new JsonAnswer(new Page<ServiceEntryAnswer>([.. page.Items.Select(ServiceEntryAnswer.Of)], page.Next));
    }

    private static async Task<IResult> Entry(Guid id, HttpContext context, IDocumentStore store)
    {
        var caller = Caller.Of(context);
        await using var session = store.QuerySession(caller.Centre);
        var row = await session.LoadAsync<ServiceEntryRow>(id.ToString(), context.RequestAborted);
        if (row is null || !Sees(caller, row))
        {
            throw new RefusedException("not-found", "There is no such service entry.");
        }

        var stream = VolunteerDay.StreamOf(row.Person, row.Day);
        var events = await session.Events.FetchStreamAsync(stream, token: context.RequestAborted);
        var day = events.Aggregate(VolunteerDay.Initial, (state, e) => VolunteerDayDecider.Evolve(state, e.Data));
        return new JsonAnswer(ServiceEntryAnswer.Of(row.Person, row.Day, day, new(id)), events[^1].Version);
    }

    private static async Task<IResult> Statement(
        Guid person,
        HttpContext context,
        IDocumentStore store,
        NpgsqlDataSource source,
        PastReads past,
        TimeProvider clock
    )
    {
        var caller = Caller.Of(context);
        var volunteer = new PersonId(person);
        if (volunteer != caller.Person && !caller.May(Permission.SeeAllStatements))
        {
            throw new RefusedException("forbidden", "You see your own statement.");
        }

        var query = new QueryParameters(context.Request, "from", "to", PastReads.AsOf);
        var book = await source.BookAsync(store, caller.Centre, context.RequestAborted);
        var (from, to) = Period(query, book.Zone.DateOf(clock.GetUtcNow()), book);
        var records = await Volunteers.RecordsAsync(source, caller.Centre, volunteer, context.RequestAborted);
        if (records.Count == 0)
        {
            throw new RefusedException("not-found", "There is no such person.");
        }

        var position =
            (await past.MomentAsync(context, query))?.Position
            ?? await LogEnd.FinalPositionAsync(source, caller.Centre, context.RequestAborted);
        await using var session = store.QuerySession(caller.Centre);
        var days = await ServiceHistory.DaysAsync(session, records, from, to, position, context.RequestAborted);
        PastReads.Tell(context, new LogMoment(position, null));
        return new JsonAnswer(StatementAnswer.Of(volunteer, from, to, VolunteerStatement.Of(days), position));
    }

    // Nothing is recorded before the first rules or in the future, so a wider period is the same one.
    private static (DateOnly From, DateOnly To) Period(QueryParameters query, DateOnly today, CentreBook book)
    {
        var first = ServiceRules.FirstDay(book) ?? today;
        var from = query.Date("from") ?? first;
        var to = query.Date("to") ?? today;
        return from > to && query.Date("to") is not null
            ? throw new RefusedException("invalid-window", "'to' is not before 'from'.", "to")
            : (from < first ? first : from, to > today ? today : to);
    }

    private static bool Sees(Caller caller, ServiceEntryRow row) =>
        row.Person == caller.Person
        || caller.May(Permission.SeeAllStatements, organisation: row.Entry.Service.RecordingUnit);

    /// <summary>Recording units whose entries the caller sees; null for all.</summary>
    private static IReadOnlyList<string>? UnitsSeenBy(Caller caller) =>
        caller.May(Permission.SeeAllStatements)
            ? null
            :
            [
                .. caller
                    .Grants.Where(grant => AccessPolicy.Allows(grant.Role, Permission.SeeAllStatements))
                    .Select(grant => grant.Scope.Organisation)
                    .OfType<string>(),
            ];
}
