using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>The public log as C2SP tlog-tiles: for everybody, and of no use to who wants to know what happened.</summary>
internal static class LogRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var routes = api.MapGroup(string.Empty).AddEndpointFilter(LogDamage.ExplainAsync);
        foreach (var log in (string[])["/audit/log", "/audit/log/{centre}"])
        {
            routes.MapGet($"{log}/checkpoint", Checkpoint).OpenToStrangers().AnswersAs("text/plain");
            routes.MapGet($"{log}/key", Key).OpenToStrangers().AnswersAs("text/plain");
            routes
                .MapGet($"{log}/tile/{{level}}/{{**place}}", Tile)
                .OpenToStrangers()
                .AnswersAs("application/octet-stream");
            routes
                .MapGet($"{log}/tile/entries/{{**place}}", Entries)
                .OpenToStrangers()
                .AnswersAs("application/octet-stream");
        }
    }

    private static async Task<IResult> Checkpoint(PublicLog log, HttpContext context)
    {
        var centre = await log.CentreAsync(context);
        return new LogText((await log.NewestAsync(centre, context.RequestAborted)).Note, LogCaching.None);
    }

    private static async Task<IResult> Key(PublicLog log, HttpContext context)
    {
        var centre = await log.CentreAsync(context);
        return new LogText($"{await log.KeyAsync(centre, context.RequestAborted)}\n", LogCaching.None);
    }

    private static async Task<IResult> Tile(
        string level,
        string? place,
        PublicLog log,
        LogTree tree,
        HttpContext context
    )
    {
        var read = TileAddress.TryRead(level, place ?? string.Empty, out var address);
        var centre = await log.CentreWithAsync(read ? address : null, context);
        return new LogBytes(await tree.TileAsync(centre, address, context.RequestAborted), LogCaching.Of(address));
    }

    private static async Task<IResult> Entries(string? place, PublicLog log, LogTree tree, HttpContext context)
    {
        var read = TileAddress.TryReadEntries(place ?? string.Empty, out var address);
        var centre = await log.CentreWithAsync(read ? address : null, context);
        var entries = await tree.EntriesAsync(centre, address, context.RequestAborted);
        return new LogBytes(EntryBundle.Write([.. entries]), LogCaching.Of(address));
    }
}

/// <summary>Says in the house's way that rows of the log are missing.</summary>
internal static class LogDamage
{
    public static async ValueTask<object?> ExplainAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (LogDamagedException damaged)
        {
            throw new RefusedException("log-damaged", damaged.Message);
        }
    }
}
