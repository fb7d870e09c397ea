using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.People;

/// <summary>Shows people, and finds them by name, phone or card.</summary>
internal static class PeopleQueries
{
    private static readonly string[] _searched = ["phone", "name", "card"];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/people/{id:guid}", One).Requires(Permission.SeeSelf);
        api.MapGet("/people", Find).Requires(Permission.FindPeople);
    }

    private static async Task<IResult> One(
        Guid id,
        HttpContext context,
        IDocumentStore store,
        PersonalReading personal,
        PeopleActedFor acted
    )
    {
        var caller = Caller.Of(context);
        await using var session = store.QuerySession(caller.Centre);
        var row = await session.LoadAsync<PersonRow>(id.ToString(), context.RequestAborted);
        var own = await IsOwnAsync(session, caller, id);
        if (!own && !caller.MaySomewhere(Permission.SeePeople))
        {
            throw new RefusedException("forbidden", "You may see your own record.");
        }

        if (row is null)
        {
            throw new RefusedException("not-found", "There is no such person.");
        }

        var details =
            own || caller.MaySomewhere(Permission.SeePersonalData)
                ? await personal.OfAsync(caller.Centre, row.Id, context.RequestAborted)
                : null;
        return new JsonAnswer(await AnswerAsync(session, row, details, acted, context.RequestAborted), row.Version);
    }

    private static async Task<PersonAnswer> AnswerAsync(
        IQuerySession session,
        PersonRow row,
        IReadOnlyDictionary<string, string>? details,
        PeopleActedFor acted,
        CancellationToken stopping
    )
    {
        if (row.Person.Erased)
        {
            return PersonAnswer.Of(row);
        }

        var self = new PersonId(Guid.Parse(row.Id));
        var actsFor = await acted.OfAsync(session, self, ConsentKind.Bookings, stopping);
        return PersonAnswer.Of(row, details) with { ActsFor = actsFor.ToValueList() };
    }

    /// <summary>Lets pass whoever may see a person's record: the person, a guardian or whom she lets, staff.</summary>
    /// <exception cref="RefusedException">The caller may not.</exception>
    public static async Task RefuseForeignAsync(IQuerySession session, Caller caller, Guid person)
    {
        if (!caller.MaySomewhere(Permission.SeePeople) && !await IsOwnAsync(session, caller, person))
        {
            throw new RefusedException("forbidden", "You may see your own record.");
        }
    }

    private static async Task<IResult> Find(
        HttpContext context,
        IDocumentStore store,
        PersonalReading personal,
        PeopleActedFor acted
    )
    {
        var caller = Caller.Of(context);
        var query = new QueryParameters(context.Request, [.. _searched, "limit", "cursor"]);
        var paging = Paging.Of(query);
        var given = _searched.Where(field => query.Text(field) is not null).ToList();
        if (given is not [var field])
        {
            throw new RefusedException("invalid-value", "Search by exactly one of phone, name and card.", "name");
        }

        var found = await personal.FindAsync(caller.Centre, field, query.Text(field)!, context.RequestAborted);
        await using var session = store.QuerySession(caller.Centre);
        var rows = await FinalAsync(session, found, context.RequestAborted);
        var page = paging.CutAll(rows, row => row.Id);
        var items = new List<PersonAnswer>();
        foreach (var row in page.Items)
        {
            var details = await personal.OfAsync(caller.Centre, row.Id, context.RequestAborted);
            items.Add(await AnswerAsync(session, row, details, acted, context.RequestAborted));
        }

        return new JsonAnswer(new Page<PersonAnswer>(items, page.Next));
    }

    /// <summary>The records that count: whoever is found under one that was merged away is shown by the one it went into.</summary>
    public static async Task<List<PersonRow>> FinalAsync(
        IQuerySession session,
        IEnumerable<string> people,
        CancellationToken stopping
    )
    {
        var rows = new Dictionary<string, PersonRow>(StringComparer.Ordinal);
        foreach (var person in people)
        {
            var row = await session.LoadAsync<PersonRow>(person, stopping);
            while (row?.Person.MergedInto is { } into)
            {
                row = await session.LoadAsync<PersonRow>(into.ToString(), stopping);
            }

            if (row is not null)
            {
                rows[row.Id] = row;
            }
        }

        return [.. rows.Values];
    }

    private static async Task<bool> IsOwnAsync(IQuerySession session, Caller caller, Guid person) =>
        caller.Person is { } self && await IsOwnAsync(Ties.In(session), self, new PersonId(person));

    private static async Task<bool> IsOwnAsync(Ties ties, PersonId self, PersonId person) =>
        await ties.AreOneAsync(self, person) || await ties.MayAsync(self, person, ConsentKind.Details);
}

/// <summary>Reads the vault outside of a command.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="key">The vault key.</param>
internal sealed class PersonalReading(NpgsqlDataSource source, VaultKey key)
{
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(
        string centre,
        string person,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        return PersonalDetails.Of(await new Vault(connection, centre, key).ReadAllAsync(person, stopping));
    }

    public async Task<IReadOnlyList<string>> FindAsync(
        string centre,
        string field,
        string text,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        return await new Vault(connection, centre, key).FindAsync(field, text, stopping);
    }

    /// <summary>One field of several people, as far as it is known; each is named by the id that it was asked by.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EachAsync(
        string centre,
        string field,
        IReadOnlyCollection<string> people,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        return await new Vault(connection, centre, key).ReadEachAsync(people, field, stopping);
    }
}
