using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.Facilities;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Facilities;

/// <summary>
/// Closing a facility, or a part of one, for a time. A closure holds the units as a booking does, so the two never stand
/// together: whoever books and whoever closes take the same lock, and the same constraint has the last word.
/// </summary>
internal static class ClosuresEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/facilities/{code}/closures", Announce).Requires(Permission.EditFacilities);
        api.MapDelete("/facilities/{code}/closures/{id:guid}", Withdraw).Requires(Permission.EditFacilities);
        api.MapGet("/facilities/{code}/closures", List).Requires(Permission.SeeFacilities);
        api.MapGet("/facilities/{code}/closures/{id:guid}", One).Requires(Permission.SeeFacilities);
    }

    private static Task<IResult> Announce(string code, Body<ClosureRequest> body, CommandDoor door, ClosureActs acts) =>
        door.RunAsync(body, acts.Announce(code, body.Value));

    private static Task<IResult> Withdraw(string code, Guid id, CommandDoor door) =>
        door.RunAsync(ClosureActs.Withdraw(code, id));

    private static async Task<IResult> List(
        string code,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        var paging = Paging.Of(new QueryParameters(http.Request, "limit", "cursor"));
        var closures = await ReadAsync(code, http, store, source);
        return new JsonAnswer(
            paging.CutAll(closures.Select(ClosureAnswer.Of), one => $"{one.From.UtcTicks:D19} {one.Id}")
        );
    }

    private static async Task<IResult> One(
        string code,
        Guid id,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        _ = new QueryParameters(http.Request);
        var closures = await ReadAsync(code, http, store, source);
        return closures.FirstOrDefault(closure => closure.Id.Value == id) is { } found
            ? new JsonAnswer(ClosureAnswer.Of(found))
            : throw new RefusedException("not-found", "There is no such closure.");
    }

    private static async Task<IEnumerable<Closure>> ReadAsync(
        string code,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        var book = await source.BookAsync(store, Caller.Of(http).Centre, http.RequestAborted);
        var place = book.Find(code) ?? throw new RefusedException("not-found", "There is no such facility.");
        return book.FindFacility(place.Facility)!
            .Closures.Where(closure => !place.IsPart || closure.Part is null || closure.Part == place.Code)
            .OrderBy(closure => closure.Window.Start)
            .ThenBy(closure => closure.Id.Value);
    }
}

/// <summary>What <c>POST /facilities/{code}/closures</c> takes.</summary>
/// <param name="From">First instant; now when it lies in the past.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="ReasonCode">Why; see <see cref="ClosureReasons"/>.</param>
/// <param name="CancelBookings">Whether bookings in the way are cancelled.</param>
internal sealed record ClosureRequest(
    DateTimeOffset From,
    DateTimeOffset To,
    string ReasonCode,
    bool CancelBookings = false
);

/// <summary>A closure as clients see it.</summary>
/// <param name="Id">The closure.</param>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Part">Code of the part; absent when all of the facility is closed.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="Affected">Bookings that were cancelled for it; only in the answer to its announcement.</param>
internal sealed record ClosureAnswer(
    Guid Id,
    DateTimeOffset From,
    DateTimeOffset To,
    string? Part,
    string ReasonCode,
    IReadOnlyList<LiveClaim>? Affected = null
)
{
    public static ClosureAnswer Of(Closure closure) =>
        new(closure.Id.Value, closure.Window.Start, closure.Window.End, closure.Part, closure.ReasonCode);
}
