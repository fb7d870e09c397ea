using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>Shows the rows of any view as they stood at any moment, made again from the events.</summary>
internal static class PastViewQueries
{
    private const int MostRows = 1000;
    private const int RowsOtherwise = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/audit/views", Views).Requires(Permission.Replay);
        api.MapGet("/audit/views/{view}", Rows).Requires(Permission.Replay);
    }

    private static async Task<IResult> Views(HttpContext context, NpgsqlDataSource source, FinalPositions ends)
    {
        _ = new QueryParameters(context.Request);
        var centre = Caller.Of(context).Centre;
        var final = await ends.NowAsync(centre, context.RequestAborted);
        await using var connection = await source.OpenConnectionAsync(context.RequestAborted);
        var items = new List<ViewAnswer>();
        foreach (var view in Replay.Names.Select(name => Replay.Find(name)!))
        {
            var position = view.Inline
                ? final
                : await ViewProgress.ReadAsync(connection, view.Name, centre, context.RequestAborted);
            items.Add(new ViewAnswer(view.Name, KeptOf(view), position));
        }

        return new JsonAnswer(new ViewsAnswer(items, final));
    }

    private static async Task<IResult> Rows(string view, HttpContext context, PastReads past)
    {
        var query = new QueryParameters(context.Request, PastReads.AsOf, "after", "limit");
        if (Replay.Find(view) is null)
        {
            throw new RefusedException("not-found", $"A view is one of {string.Join(", ", Replay.Names)}.");
        }

        var limit = query.Integer("limit", 1, MostRows) ?? RowsOtherwise;
        var after = query.Text("after");
        var centre = Caller.Of(context).Centre;
        var stopping = context.RequestAborted;
        var moment = await past.MomentAsync(context, query) ?? await past.NowAsync(centre, stopping);
        await using var rows = await past.FoldAsync(centre, moment, stopping, view);
        var page =
            await rows.PageAsync(view, after, limit + 1, stopping)
            ?? throw QueryParameters.Wrong("after", "is the key of a row of this view, as 'next' gives it");
        PastReads.Tell(context, moment);
        return new PastRowsAnswer(view, moment, page, limit);
    }

    private static ViewKept KeptOf(View view) =>
        view is ReplayableTable ? ViewKept.Table
        : view.Inline ? ViewKept.WithEvents
        : ViewKept.Following;
}

/// <summary>How a view is kept.</summary>
internal enum ViewKept
{
    /// <summary>Follows the log shortly after.</summary>
    Following,

    /// <summary>In the transaction of the events.</summary>
    WithEvents,

    /// <summary>A plain table in the transaction of the events.</summary>
    Table,
}

/// <summary>The views of the centre.</summary>
/// <param name="Items">By name.</param>
/// <param name="Position">Final position of the log.</param>
internal sealed record ViewsAnswer(IReadOnlyList<ViewAnswer> Items, long Position);

/// <summary>A view.</summary>
/// <param name="View">Its name.</param>
/// <param name="Kept">How it is kept.</param>
/// <param name="Position">Position up to which it has applied every event.</param>
internal sealed record ViewAnswer(string View, ViewKept Kept, long Position);
