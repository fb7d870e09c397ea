using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Center.Api.Notifications;

/// <summary>The change feed: what the credential may see, from a position on.</summary>
internal static class ChangesQueries
{
    private const string End = "now";
    private const int MostChanges = 1000;
    private const int ChangesOtherwise = 200;
    private const int LongestWait = 30;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/changes", Changes).Requires(Permission.SeeFacilities);
    }

    private static async Task<IResult> Changes(
        HttpContext context,
        ChangeFeed feed,
        NpgsqlDataSource source,
        IHostApplicationLifetime life
    )
    {
        var query = new QueryParameters(context.Request, "after", "limit", "wait");
        var after = query.Text("after") == End ? (long?)null : query.Position("after") ?? 0;
        var limit = query.Integer("limit", 1, MostChanges) ?? ChangesOtherwise;
        var wait = TimeSpan.FromSeconds(query.Integer("wait", 0, LongestWait) ?? 0);
        var caller = Caller.Of(context);
        await RefuseFutureAsync(source, caller.Centre, after ?? 0, context.RequestAborted);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            life.ApplicationStopping
        );
        return new JsonAnswer(await feed.ReadAsync(caller, after, limit, wait, gone.Token));
    }

    // Whoever followed a database that was replaced by an older one must not wait in silence for positions to come again.
    private static async Task RefuseFutureAsync(
        NpgsqlDataSource source,
        string centre,
        long after,
        CancellationToken stopping
    )
    {
        if (after == 0)
        {
            return;
        }

        await using var connection = await source.OpenConnectionAsync(stopping);
        if (after > await ViewProgress.HeadAsync(connection, centre, stopping))
        {
            throw QueryParameters.Wrong("after", "lies beyond the end of the log");
        }
    }
}
