using System;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Access;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Access;

/// <summary>Hands out keys and roles, and takes them back.</summary>
internal static class AccessEndpoints
{
    private const int LongestName = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/keys", IssueKey).Requires(Permission.ManageKeys);
        api.MapDelete("/keys/{id:guid}", RevokeKey).Requires(Permission.ManageKeys);
        api.MapDelete("/keys/{id:guid}/name", EraseName).Requires(Permission.ManageKeys);
        api.MapPost("/grants", GrantRole).Requires(Permission.ManageGrants);
        api.MapDelete("/grants", RevokeRole).Requires(Permission.ManageGrants);
    }

    private static Task<IResult> IssueKey(Body<IssueKeyRequest> body, CommandDoor door, KeyIssuing keys)
    {
        var request = body.Value;
        if (request.Name.Trim().Length is 0 or > LongestName)
        {
            throw new RefusedException("invalid-value", $"A key's name has 1 to {LongestName} characters.", "name");
        }

        var wanted = new WantedKey(
            request.Name,
            new Grant(request.Role, request.Scope ?? Scope.Centre),
            request.Person
        );
        return door.RunAsync(
            body,
            async command =>
            {
                var key = await keys.IssueAsync(command, wanted);
                return key.Refusal is { } refusal
                    ? refusal
                    : Reply.Created(
                        $"/api/v1/keys/{key.Id}",
                        new { key.Id, Key = key.Secret },
                        bodyToKeep: new { key.Id }
                    );
            }
        );
    }

    private static Task<IResult> RevokeKey(Guid id, CommandDoor door) =>
        door.RunAsync(async command =>
        {
            if (await command.Work.Session.LoadAsync<CredentialRow>(id.ToString()) is not { } row)
            {
                return new Refusal("not-found", "There is no such key.");
            }

            var ask = new RevokeKey(new CredentialId(id), command.Caller.AsIssuer());
            var decided = await DecideAsync(command, row.Subject, state => AccessDecider.Decide(ask, state));
            return decided.Refusal is { } refusal ? refusal : Reply.NoContent();
        });

    // A name is text that somebody typed, and may name somebody: whoever could issue the key may take it away.
    private static Task<IResult> EraseName(Guid id, CommandDoor door, VaultKey vaultKey) =>
        door.RunAsync(async command =>
        {
            var (key, grants) = (new CredentialId(id), command.Caller.Grants);
            var row = await command.Work.Session.LoadAsync<CredentialRow>(id.ToString());
            var holder = row is null ? null : await command.Work.Session.LoadAsync<SubjectRow>(row.Subject);
            if (holder?.Access.Key(key) is not { } known)
            {
                return new Refusal("not-found", "There is no such key.");
            }

            if (!AccessPolicy.MayHandOut(grants, Permission.ManageKeys, known.Grant))
            {
                return new Refusal("forbidden", "The key is above your rank or outside your scope.");
            }

            var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
            await vault.EraseAsync(holder.Id, KeyIssuing.LabelField(key));
            return Reply.NoContent();
        });

    private static Task<IResult> GrantRole(Body<GrantRoleRequest> body, CommandDoor door)
    {
        var request = body.Value;
        var subject = (request.Subject ?? request.Person?.Value)?.ToString();
        var grant = new Grant(request.Role, request.Scope ?? Scope.Centre);
        return subject is null
            ? throw new RefusedException("invalid-body", "Name the subject or the person.", "person")
            : door.RunAsync(
                body,
                async command =>
                {
                    var refusal =
                        await KeyIssuing.RefuseUnknownAsync(command, grant.Scope)
                        ?? await KeyIssuing.RefuseUnknownAsync(command, request.Person);
                    return refusal is not null
                        ? refusal
                        : await Granting.GrantAsync(command, subject, grant, request.Person);
                }
            );
    }

    private static Task<IResult> RevokeRole(HttpRequest request, CommandDoor door)
    {
        var query = new QueryParameters(request, "subject", "role", "scope");
        var subject = QueryParameters.Required(query.Id("subject"), "subject").ToString();
        var role = QueryParameters.Required(query.OneOf<Role>("role"), "role");
        if (!Scope.TryParse(query.Text("scope") ?? Scope.Centre.ToString(), out var scope))
        {
            throw QueryParameters.Wrong("scope", "is centre, site:<code> or organisation:<code>");
        }

        return door.RunAsync(async command =>
        {
            var ask = new RevokeRole(new Grant(role, scope), command.Caller.AsIssuer());
            var decided = await DecideAsync(command, subject, state => AccessDecider.Decide(ask, state));
            return decided.Refusal is { } refusal ? refusal : Reply.NoContent();
        });
    }

    private static Task<Decided<SubjectAccess>> DecideAsync(
        Command command,
        string subject,
        Func<SubjectAccess, Decision> decide
    ) => command.DecideAsync(AccessView.StreamOf(subject), AccessDecider.Initial, AccessDecider.Evolve, decide);
}

/// <summary>A key that is asked for.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Role">What its holder is.</param>
/// <param name="Scope">Where; default the centre.</param>
/// <param name="Person">Whose it is.</param>
internal sealed record IssueKeyRequest(string Name, Role Role, Scope? Scope = null, PersonId? Person = null);

/// <summary>A role that is to be granted.</summary>
/// <param name="Role">The role.</param>
/// <param name="Scope">Where; default the centre.</param>
/// <param name="Person">The person who gets it.</param>
/// <param name="Subject">The subject who gets it, as <c>GET /me</c> tells; together with a person: that is the same one.</param>
internal sealed record GrantRoleRequest(Role Role, Scope? Scope = null, PersonId? Person = null, Guid? Subject = null);
