using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Audit.Pages;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Who could? A table of those who held a right at a moment.</summary>
internal static class RightsPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        AuditPages
            .Group(app)
            .MapGet("/audit/rights", ShowAsync)
            .Requires(Permission.ReadEvents)
            .AddEndpointFilter(LogDamage.ExplainAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AuditReads reads, RightsReads rights, PastReads past)
    {
        var book = await reads.BookAsync(http);
        var permission = PermissionIn(http.Request);
        Scope? scope = Scope.TryParse(http.Request.Query["scope"].ToString(), out var read) ? read : null;
        var moment = await MomentAsync(http, past, book);
        IReadOnlyList<HeldRight> found = moment is null
            ? []
            : await rights.FindAsync(http, new RightsAsk(permission, scope), moment);
        var page = new RightsShown(book, permission, scope, moment, [.. found.Take(RightsShown.Most)], found.Count)
        {
            People = await reads.PeopleAsync(http, found.Select(right => right.Person?.ToString()).OfType<string>()),
        };
        return PageAnswer.Show<RightsPage>(http, 200, new { Rights = page });
    }

    private static Permission PermissionIn(HttpRequest request)
    {
        var code = request.Query["permission"].ToString();
        var known = Enum.GetValues<Permission>().Where(one => RightsShown.CodeOf(one) == code).ToList();
        return known is [var permission] ? permission : Permission.ApproveBookings;
    }

    // Now, where no moment is named; null where one is named that the log does not know.
    private static async Task<LogMoment?> MomentAsync(HttpContext http, PastReads past, CentreBook book)
    {
        var (centre, stopping) = (Caller.Of(http).Centre, http.RequestAborted);
        var text = http.Request.Query["at"].ToString();
        if (text.Length == 0)
        {
            return await past.NowAsync(centre, stopping);
        }

        if (AuditReads.LocalTime(text) is not { } local)
        {
            return null;
        }

        try
        {
            var instant = book.Zone.InstantOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
            return await past.MomentAsync(centre, instant, stopping);
        }
        catch (RefusedException refused) when (refused.Refusal.Code == "invalid-value")
        {
            return null;
        }
    }
}

/// <summary>Those who held a right at a moment, as the page shows them.</summary>
/// <param name="Book">The centre's definition.</param>
/// <param name="Permission">What they could do.</param>
/// <param name="Scope">Where; null for anywhere.</param>
/// <param name="Moment">The moment; null when the one that was asked for lies in the future or before the first event.</param>
/// <param name="Rights">The first of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record RightsShown(
    CentreBook Book,
    Permission Permission,
    Scope? Scope,
    LogMoment? Moment,
    IReadOnlyList<HeldRight> Rights,
    int Count
)
{
    /// <summary>Most lines of the table.</summary>
    public const int Most = 200;

    /// <summary>People among them whom the reader may look up, by id.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Whether every registered person may do it for himself.</summary>
    public bool IsForEverybody => RightsReads.IsForEverybody(Permission);

    /// <summary>A permission as addresses name it.</summary>
    /// <param name="permission">The permission.</param>
    public static string CodeOf(Permission permission) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(permission.ToString());

    /// <summary>A role as addresses and texts name it.</summary>
    /// <param name="role">The role.</param>
    public static string CodeOf(Role role) => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());

    /// <summary>The moment as a field for local time holds it.</summary>
    public string LocalAt =>
        Moment?.At is { } at
            ? Book.Zone.LocalOf(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : string.Empty;
}
