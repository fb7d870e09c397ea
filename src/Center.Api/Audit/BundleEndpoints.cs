using System;
using System.Globalization;
using System.Net.Mime;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.Audit;
using Center.Projections.Audit.Bundles;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>Gives out stretches of the log as bundles. Nothing is written.</summary>
internal static class BundleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/exports", Export)
            .Requires(Permission.ReadEvents)
            .AnswersAs(BundleAnswer.MediaType, MediaTypeNames.Application.Json)
            .AddEndpointFilter(LogDamage.ExplainAsync);
    }

    private static async Task<IResult> Export(
        Body<BundleDemand> body,
        HttpContext context,
        BundlePlanning planning,
        BundleExport export
    )
    {
        var plan = await planning.PlanAsync(Caller.Of(context).Centre, body.Value, context.RequestAborted);
        return new BundleAnswer(plan, export);
    }
}

/// <summary>A bundle that is asked for.</summary>
/// <param name="From">First position; default 1.</param>
/// <param name="To">Last position, inclusive; default the last published.</param>
internal sealed record BundleDemand(long? From = null, long? To = null);

/// <summary>Decides what a bundle holds.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="log">Reads checkpoints and keys.</param>
/// <param name="ranges">Finds leaves.</param>
/// <param name="past">Folds figures of an earlier position.</param>
internal sealed class BundlePlanning(NpgsqlDataSource source, PublicLog log, BundleRanges ranges, PastViews past)
{
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Plans a bundle.</summary>
    /// <exception cref="RefusedException">invalid-value, not-published, or overloaded.</exception>
    public async Task<BundlePlan> PlanAsync(string centre, BundleDemand demand, CancellationToken stopping)
    {
        var from = demand.From ?? 1;
        if (from < 1)
        {
            throw QueryParameters.Wrong("from", "is a position, from 1");
        }

        if (demand.To < from)
        {
            throw QueryParameters.Wrong("to", "is no position before the first");
        }

        await RefuseBeyondAsync(centre, from, demand.To, stopping);
        var figures = from == 1 ? await StatedFigures.ReadAsync(source, centre, stopping) : null;
        var checkpoint = await PublishedAsync(centre, Math.Max(from, demand.To ?? figures?.Position ?? from), stopping);
        var to = demand.To ?? checkpoint.Position;
        var head = await ranges.FindAsync(centre, from, to, stopping);
        var stated = figures is null || figures.Position <= to ? figures : await FoldAsync(centre, to, stopping);
        return new BundlePlan(
            head with
            {
                FiguresAt = stated?.Position,
            },
            checkpoint,
            await log.KeyOfAsync(centre, checkpoint, stopping),
            stated
        );
    }

    // A signed position is final, so what the log adds up to there is settled.
    private async Task<StatedFigures> FoldAsync(string centre, long to, CancellationToken stopping) =>
        await StatedFigures.FoldAsync(past, Guid.CreateVersion7(), source, centre, to, stopping)
        ?? throw new RefusedException("overloaded", "Others look at the past; ask again in a few seconds.");

    private async Task RefuseBeyondAsync(string centre, long from, long? to, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        var end = await ViewProgress.HeadAsync(connection, centre, stopping);
        if (from > end)
        {
            throw QueryParameters.Wrong("from", $"is at most {end}, where the log ends");
        }

        if (to > end)
        {
            throw QueryParameters.Wrong("to", $"is at most {end}, where the log ends");
        }
    }

    // Events are published about a second after they were written; who asks at once waits for that.
    private async Task<PublishedCheckpoint> PublishedAsync(string centre, long position, CancellationToken stopping)
    {
        for (var waited = TimeSpan.Zero; ; waited += _beat)
        {
            var newest = await log.NewestAsync(centre, stopping);
            if (newest.Position >= position)
            {
                return newest;
            }

            if (waited >= _patience)
            {
                throw new RefusedException("not-published", $"The log is published up to {newest.Position}.");
            }

            await Task.Delay(_beat, stopping);
        }
    }
}

/// <summary>A bundle, sent while it is read.</summary>
/// <param name="plan">What it holds.</param>
/// <param name="export">Writes it.</param>
internal sealed class BundleAnswer(BundlePlan plan, BundleExport export) : IResult
{
    public const string MediaType = "application/x-tar";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var head = plan.Head;
        var response = httpContext.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = string.Create(CultureInfo.InvariantCulture, $"{head.Centre}-{head.From}-{head.To}.tar"),
        }.ToString();
        try
        {
            await export.WriteAsync(plan, response.Body, httpContext.RequestAborted);
        }
        catch (LogDamagedException) when (response.HasStarted)
        {
            // Half a bundle must not look like a whole one.
            httpContext.Abort();
        }
    }
}
