using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>What is to be replayed.</summary>
/// <param name="Run">Id of the run; names its scratch schema.</param>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="View">Name of a view or rebuildable table, or <see cref="Replay.AllViews"/>.</param>
/// <param name="AsOf">
/// Null: compare with the live rows at the position that they have. Otherwise the position to replay to: nothing is
/// compared then, the report holds row counts and digests.
/// </param>
/// <param name="IsResumable">
/// Whether what was made so far is kept when the replay is stopped before its end, and gone on with when it is there. Only
/// for runs of the queue: what others leave is dropped by the next.
/// </param>
public sealed record ReplayRequest(Guid Run, string Centre, string View, long? AsOf, bool IsResumable = false);

/// <summary>
/// Makes views again from the events, in a schema of its own, and compares them with the live rows at one position.
/// Live tables and the progress of views are only read.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class Replay(NpgsqlDataSource source)
{
    /// <summary>Stands for every view and every rebuildable table.</summary>
    public const string AllViews = "all";

    /// <summary>Most differing members that a report lists.</summary>
    public const int MostDifferences = 100;

    /// <summary>Most events that a difference lists.</summary>
    public const int MostEvents = 100;

    /// <summary>Most events that are read, and applied, at a time.</summary>
    public const int EventsOfPage = 1000;

    /// <summary>Rows at which what has changed is written.</summary>
    public const int RowsOfLargeUnit = 40_000;

    /// <summary>Events of a page; tests want pages of few.</summary>
    internal int PageSize { get; set; } = EventsOfPage;

    /// <summary>Rows kept in memory between pages, twice so many at most; tests want few.</summary>
    internal int RowsKept { get; set; } = ReplayRows.MostKept;

    /// <summary>Rows at which a unit ends, that is what is written in one transaction; tests want few.</summary>
    internal int RowsOfUnit { get; set; } = RowsOfLargeUnit;

    /// <summary>Names that can be replayed, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Replayable.Select(view => view.Name).Order(StringComparer.Ordinal)];

    private static IEnumerable<View> Replayable => CenterStore.Views.Concat(CenterStore.Tables);

    /// <summary>Whether <paramref name="view"/> is a name that can be replayed, or all of them.</summary>
    /// <param name="view">A name.</param>
    public static bool Knows(string view) => view == AllViews || Names.Contains(view, StringComparer.Ordinal);

    /// <summary>The view or rebuildable table of a name; null when there is none.</summary>
    /// <param name="name">A name.</param>
    public static View? Find(string name) => Replayable.FirstOrDefault(view => view.Name == name);

    /// <summary>Runs a replay, or goes on with one that was stopped.</summary>
    /// <param name="request">What to replay.</param>
    /// <param name="advanced">Told before the first page of events, and after each; may be null.</param>
    /// <param name="stopping">Gives up; nothing is left behind, unless the request is resumable.</param>
    /// <exception cref="ReplayFailedException">A view cannot apply an event.</exception>
    /// <exception cref="ReplayHeldException">Somebody else works on the same run.</exception>
    public async Task<ReplayReport> RunAsync(
        ReplayRequest request,
        Action<ReplayProgress>? advanced,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var clock = Stopwatch.StartNew();
        await using var scratch = await ReplayScratch.OpenAsync(
            source,
            request.Run,
            ViewsOf(request),
            request.IsResumable ? ScratchUse.GoingOn : ScratchUse.Once,
            stopping
        );
        var pass = await PassAsync(request, scratch, clock, advanced, stopping);
        try
        {
            await pass.RunAsync(stopping);
            var report = await FinishAsync(request, scratch, pass, stopping);
            scratch.IsKept = false;
            return report;
        }
        catch (Exception lost) when (ReplayStandTable.IsLost(lost))
        {
            throw new ReplayHeldException("Somebody else has gone on with this replay.", lost);
        }
    }

    /// <summary>Drops what replays have left that nobody will go on with.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task DropLeftoversAsync(CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        await ReplayLeftovers.DropAsync(connection, stopping);
    }

    private async Task<ReplayPass> PassAsync(
        ReplayRequest request,
        ReplayScratch scratch,
        Stopwatch clock,
        Action<ReplayProgress>? advanced,
        CancellationToken stopping
    )
    {
        var from = scratch.Left ?? await BeginAsync(request, scratch, stopping);
        return new ReplayPass(scratch, request.Centre, from)
        {
            PageSize = PageSize,
            RowsKept = RowsKept,
            RowsOfUnit = RowsOfUnit,
            Clock = clock,
            Writing = scratch.Table.Write,
            Advanced = progress => advanced?.Invoke(progress with { ResumedFrom = scratch.Left?.Position }),
        };
    }

    private async Task<ReplayStand> BeginAsync(ReplayRequest request, ReplayScratch scratch, CancellationToken stopping)
    {
        var views = ViewsOf(request);
        if (request.AsOf is not { } position)
        {
            return await ReplayCut.TakeAsync(source, scratch, request.Centre, views, stopping);
        }

        var stand = ReplayStand.Before(views.Select(view => new ReplayCut(view, position)));
        await scratch.BeginAsync(stand, stopping);
        return stand;
    }

    private async Task<ReplayReport> FinishAsync(
        ReplayRequest request,
        ReplayScratch scratch,
        ReplayPass pass,
        CancellationToken stopping
    )
    {
        var cuts = pass.Stand.ToCuts();
        var run = new ReplayUnderWay(source, scratch, request.Centre, pass, stopping);
        var (replayed, differences) = request.AsOf is null
            ? await run.CompareAsync(cuts)
            : (await run.DigestAsync(cuts), []);
        return new ReplayReport(
            pass.Events,
            ReplayUnderWay.Seconds(pass.Stand.Spent),
            new PositionRange(Math.Min(1, pass.To), pass.To),
            replayed,
            replayed.Sum(view => view.DifferenceCount ?? 0),
            differences
        );
    }

    private static List<View> ViewsOf(ReplayRequest request) =>
        [
            .. Replayable
                .Where(view => request.View is AllViews || view.Name == request.View)
                .OrderBy(view => view.Name, StringComparer.Ordinal),
        ];
}
