using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Projections.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;

namespace Center.Api.Statistics.Pages;

/// <summary>The page of today, the fragment that it swaps in, and the stream that says when.</summary>
internal static class DayPages
{
    public static void Map(WebApplication app)
    {
        var isPublic = BoardSettings.Of(app.Configuration).IsPublic;
        Admit(app.MapGet("/", PageAsync), isPublic);
        Admit(app.MapGet("/live/board", FragmentAsync), isPublic);
        Admit(app.MapGet("/live/stream", StreamAsync), isPublic);
    }

    private static async Task<IResult> PageAsync(HttpContext context, Watchers watchers, DayBoards boards)
    {
        var watcher = await watchers.OfAsync(context);
        var board = await boards.ReadAsync(watcher.Centre, context.RequestAborted);
        return PageAnswer.Show<DayPage>(context, StatusCodes.Status200OK, new { Board = board, watcher.SignedIn });
    }

    private static async Task<IResult> FragmentAsync(HttpContext context, Watchers watchers, DayBoards boards)
    {
        var watcher = await watchers.OfAsync(context);
        var board = await boards.ReadAsync(watcher.Centre, context.RequestAborted);
        return PageAnswer.Show<DayTimeline>(context, StatusCodes.Status200OK, new { Board = board });
    }

    private static async Task<IResult> StreamAsync(
        HttpContext context,
        Watchers watchers,
        LiveFeed feed,
        IHostApplicationLifetime life
    )
    {
        var watcher = await watchers.OfAsync(context);
        return LiveStream.Board(context, watcher.Centre, feed, life);
    }

    private static void Admit(RouteHandlerBuilder route, bool isPublic)
    {
        route.ExcludeFromDescription();
        if (isPublic)
        {
            route.OpenToStrangers();
        }
        else
        {
            route.Requires(Permission.SeeLive);
        }
    }
}

/// <summary>Who looks at the board.</summary>
/// <param name="Centre">The centre (tenant) that is shown.</param>
/// <param name="SignedIn">Whether the pages' cookie is there.</param>
internal sealed record Watcher(string Centre, bool SignedIn);

/// <summary>Finds out which centre somebody looks at: their own, else the one named, else the only one.</summary>
/// <param name="credentials">What the centres know.</param>
internal sealed class Watchers(Credentials credentials)
{
    /// <exception cref="RefusedException">There are several centres and none of them is named (404).</exception>
    public async Task<Watcher> OfAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is { } caller)
        {
            return new Watcher(caller.Centre, true);
        }

        var ticket = await context.AuthenticateAsync(PageSession.Scheme);
        var session = ticket.Succeeded ? PageSession.Read(ticket.Principal) : null;
        var named = context.Request.Query["centre"].ToString();
        var centres = await credentials.CentresAsync(context.RequestAborted);
        var centre =
            named.Length > 0 ? centres.FirstOrDefault(one => one == named)
            : session is not null ? session.Centre
            : centres.Count == 1 ? centres[0]
            : null;
        return centre is null
            ? throw new RefusedException("not-found", "Name one of the centres: ?centre=…")
            : new Watcher(centre, session is not null);
    }
}
