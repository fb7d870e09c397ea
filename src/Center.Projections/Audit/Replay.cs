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
public sealed record ReplayRequest(Guid Run, string Centre, string View, long? AsOf);

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

    /// <summary>Runs a replay.</summary>
    /// <param name="request">What to replay.</param>
    /// <param name="advanced">Told after each page of events; may be null.</param>
    /// <param name="stopping">Gives up; nothing is left behind.</param>
    /// <exception cref="ReplayFailedException">A view cannot apply an event.</exception>
    public async Task<ReplayReport> RunAsync(
        ReplayRequest request,
        Action<ReplayProgress>? advanced,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = Stopwatch.GetTimestamp();
        var views = Replayable
            .Where(view => request.View is AllViews || view.Name == request.View)
            .OrderBy(view => view.Name, StringComparer.Ordinal)
            .ToList();
        await using var scratch = await ReplayScratch.CreateAsync(source, request.Run, views, stopping);
        IReadOnlyList<ReplayCut> cuts = request.AsOf is { } position
            ? views.ConvertAll(view => new ReplayCut(view, position))
            : await ReplayCut.TakeAsync(source, scratch.Schema, request.Centre, views, stopping);
        var pass = new ReplayPass(scratch.Store, request.Centre, cuts) { Advanced = advanced };
        await pass.RunAsync(stopping);
        var run = new ReplayUnderWay(source, scratch, request.Centre, pass, stopping);
        var (replayed, differences) = request.AsOf is null
            ? await run.CompareAsync(cuts)
            : (await run.DigestAsync(cuts), []);
        return new ReplayReport(
            pass.Events,
            ReplayUnderWay.Seconds(Stopwatch.GetElapsedTime(started)),
            new PositionRange(Math.Min(1, pass.To), pass.To),
            replayed,
            replayed.Sum(view => view.DifferenceCount ?? 0),
            differences
        );
    }
}
