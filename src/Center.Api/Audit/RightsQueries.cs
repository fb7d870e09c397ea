using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Who could do a thing at a moment.</summary>
internal static class RightsQueries
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/audit/rights", Rights).Requires(Permission.ReadEvents).AddEndpointFilter(LogDamage.ExplainAsync);
    }

    private static async Task<IResult> Rights(HttpContext context, RightsReads rights, PastReads past)
    {
        var query = new QueryParameters(context.Request, "permission", "scope", PastReads.AsOf, "limit", "cursor");
        var permission = QueryParameters.Required(query.OneOf<Permission>("permission"), "permission");
        var paging = Paging.Of(query);
        var scope = ScopeIn(query);
        var moment =
            await past.MomentAsync(context, query)
            ?? await past.NowAsync(Caller.Of(context).Centre, context.RequestAborted);
        var found = await rights.FindAsync(context, new RightsAsk(permission, scope), moment);
        var page = paging.CutAll(found, right => right.Position.ToString("d19", CultureInfo.InvariantCulture));
        PastReads.Tell(context, moment);
        return new JsonAnswer(
            new RightsAnswer(
                permission,
                scope,
                RightsReads.RolesFor(permission),
                RightsReads.IsForEverybody(permission),
                moment.Position,
                moment.At,
                [.. page.Items.Select(RightAnswer.Of)],
                page.Next
            )
        );
    }

    private static Scope? ScopeIn(QueryParameters query) =>
        query.Text("scope") is not { } text ? null
        : Scope.TryParse(text, out var scope) ? scope
        : throw QueryParameters.Wrong("scope", "is centre, site:<code> or organisation:<code>");
}

/// <summary>Which right is asked about.</summary>
/// <param name="Permission">What could be done.</param>
/// <param name="Scope">Where; null for anywhere.</param>
internal sealed record RightsAsk(Permission Permission, Scope? Scope);

/// <summary>Reads who could do a thing, for the API and the page alike.</summary>
/// <param name="log">Folds rights.</param>
internal sealed class RightsReads(RightsLog log)
{
    /// <summary>Roles that allow a thing, by the table of this version of the service.</summary>
    public static IReadOnlyList<Role> RolesFor(Permission permission) =>
        [.. Enum.GetValues<Role>().Where(role => AccessPolicy.Allows(role, permission))];

    /// <summary>Whether everybody who is registered may do a thing: whoever signs in as a person is a resident.</summary>
    public static bool IsForEverybody(Permission permission) => AccessPolicy.Allows(Role.Resident, permission);

    /// <summary>Who could, in the order in which they were given it.</summary>
    /// <exception cref="Center.Projections.Audit.Sealing.LogDamagedException">An event cannot be read.</exception>
    public async Task<IReadOnlyList<HeldRight>> FindAsync(HttpContext context, RightsAsk ask, LogMoment moment)
    {
        var rights = await log.AsOfAsync(Caller.Of(context).Centre, moment.Position, context.RequestAborted);
        return
        [
            .. rights.All.Where(right =>
                AccessPolicy.Allows(right.Grant.Role, ask.Permission)
                && (ask.Scope is not { } scope || right.Grant.Scope.Contains(scope))
            ),
        ];
    }
}

/// <summary>Who could do a thing at a moment.</summary>
/// <param name="Permission">What.</param>
/// <param name="Scope">Where; absent for anywhere.</param>
/// <param name="Roles">Roles that allow it, by the table of this version of the service.</param>
/// <param name="Everybody">Whether every registered person may do it for himself, beside those listed.</param>
/// <param name="Position">Position that <c>asOf</c> became.</param>
/// <param name="At">The instant asked for, or when the last event up to the position was decided.</param>
/// <param name="Items">Who, in the order in which they were given it.</param>
/// <param name="Next">Cursor of the next page; absent at the end.</param>
internal sealed record RightsAnswer(
    Permission Permission,
    Scope? Scope,
    IReadOnlyList<Role> Roles,
    bool Everybody,
    long Position,
    DateTimeOffset? At,
    IReadOnlyList<RightAnswer> Items,
    string? Next
);

/// <summary>A role that somebody held.</summary>
/// <param name="Subject">Whose: a person, a key that belongs to nobody, or an identity of another sign-in service.</param>
/// <param name="Person">The person who acted with it, by the record that counted then; absent when it was no person's.</param>
/// <param name="Key">The key that carried it; absent when the subject was granted it.</param>
/// <param name="Role">The role.</param>
/// <param name="Scope">Where.</param>
/// <param name="GivenBy">Subject that gave it.</param>
/// <param name="Since">When.</param>
/// <param name="Event">Id of the event that gave it.</param>
/// <param name="EventPosition">Its position.</param>
internal sealed record RightAnswer(
    string Subject,
    PersonId? Person,
    CredentialId? Key,
    Role Role,
    Scope Scope,
    string GivenBy,
    DateTimeOffset Since,
    Guid Event,
    long EventPosition
)
{
    public static RightAnswer Of(HeldRight right) =>
        new(
            right.Subject,
            right.Person,
            right.Key,
            right.Grant.Role,
            right.Grant.Scope,
            right.GivenBy,
            right.Since,
            right.Event,
            right.Position
        );
}
