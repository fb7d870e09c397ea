using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Access;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Access;

/// <summary>Who one is, and who holds which keys and roles.</summary>
internal static class AccessQueries
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", Me).Requires(Permission.SeeSelf);
        api.MapGet("/keys", Keys).Requires(Permission.ManageKeys);
        api.MapGet("/grants", Grants).Requires(Permission.ManageGrants);
    }

    private static async Task<IResult> Me(HttpContext context, IDocumentStore store, PeopleActedFor acted)
    {
        var caller = Caller.Of(context);
        await using var session = store.QuerySession(caller.Centre);
        var actsFor = caller.Person is { } self
            ? await acted.OfAsync(session, self, ConsentKind.Bookings, context.RequestAborted)
            : null;
        return new JsonAnswer(
            new MeAnswer(
                caller.Centre,
                caller.Subject,
                caller.Person,
                caller.Organisation,
                caller.Organisations,
                actsFor?.ToValueList(),
                caller.Grants,
                Enum.GetValues<Permission>().Where(caller.MaySomewhere).ToValueList()
            )
        );
    }

    private static async Task<IResult> Keys(
        HttpContext context,
        AccessLists lists,
        NpgsqlDataSource source,
        VaultKey vaultKey
    )
    {
        var caller = Caller.Of(context);
        var paging = Paging.Of(new QueryParameters(context.Request, "limit", "cursor"));
        var found = await lists.KeysAsync(
            caller.Centre,
            paging.After ?? string.Empty,
            paging.Limit + 1,
            context.RequestAborted
        );
        var page = paging.Cut(found, key => key.Key.Id.ToString());
        await using var connection = await source.OpenConnectionAsync(context.RequestAborted);
        var vault = new Vault(connection, caller.Centre, vaultKey);
        var items = new List<KeyAnswer>();
        foreach (var key in page.Items.Where(key => Reaches(caller, Permission.ManageKeys, key.Key.Grant.Scope)))
        {
            var label = await vault.ReadAsync(key.Subject, KeyIssuing.LabelField(key.Key.Id), context.RequestAborted);
            items.Add(KeyAnswer.Of(key, label));
        }

        return new JsonAnswer(new Page<KeyAnswer>(items, page.Next));
    }

    private static async Task<IResult> Grants(HttpContext context, AccessLists lists)
    {
        var caller = Caller.Of(context);
        var query = new QueryParameters(context.Request, "subject", "limit", "cursor");
        var paging = Paging.Of(query);
        var found = await lists.HoldersAsync(
            caller.Centre,
            query.Id("subject")?.ToString(),
            paging.After ?? string.Empty,
            paging.Limit + 1,
            context.RequestAborted
        );
        var page = paging.Cut(found, row => row.Id);
        var items = page
            .Items.SelectMany(
                row => row.Access.Grants,
                (row, held) => GrantAnswer.Of(row.Id, held.Grant, held.GrantedBy)
            )
            .Where(grant => Reaches(caller, Permission.ManageGrants, grant.Scope))
            .ToList();
        return new JsonAnswer(new Page<GrantAnswer>(items, page.Next));
    }

    private static bool Reaches(Caller caller, Permission permission, Scope scope) =>
        caller.Grants.Any(own => AccessPolicy.Allows(own.Role, permission) && own.Scope.Contains(scope));
}

/// <summary>Who one is.</summary>
/// <param name="Centre">The centre.</param>
/// <param name="Subject">The subject that events name as the actor.</param>
/// <param name="Person">The person, or absent.</param>
/// <param name="Organisation">Organisation that one acts for; absent without one, and with several.</param>
/// <param name="Organisations">All organisations that one acts for.</param>
/// <param name="ActsFor">People whom one may book for; absent without a person.</param>
/// <param name="Grants">Roles and their scopes.</param>
/// <param name="Permissions">What the roles allow, in some scope.</param>
internal sealed record MeAnswer(
    string Centre,
    string Subject,
    PersonId? Person,
    string? Organisation,
    IReadOnlyList<string> Organisations,
    ValueList<PersonId>? ActsFor,
    ValueList<Grant> Grants,
    ValueList<Permission> Permissions
);

/// <summary>A key without its secret.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">What people call it; absent when the person's data were erased.</param>
/// <param name="Role">What its holder is.</param>
/// <param name="Scope">Where.</param>
/// <param name="Person">Whose it is, or absent.</param>
/// <param name="IssuedBy">Subject that issued it.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="Revoked">Whether it counts no longer.</param>
internal sealed record KeyAnswer(
    CredentialId Id,
    string? Name,
    Role Role,
    Scope Scope,
    string? Person,
    string IssuedBy,
    DateTimeOffset IssuedAt,
    bool Revoked
)
{
    public static KeyAnswer Of(ListedKey listed, string? name) =>
        new(
            listed.Key.Id,
            name,
            listed.Key.Grant.Role,
            listed.Key.Grant.Scope,
            listed.Subject == listed.Key.Id.ToString() ? null : listed.Subject,
            listed.Key.IssuedBy,
            listed.IssuedAt,
            listed.Key.Revoked
        );
}
