using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// Gives the rows of views as they stood at an earlier position: the log is folded up to there into a schema of its own, by
/// the pass that replays use, and events of streams that the views do not take are not even read. Few are folded at a time,
/// so that who looks at the past does not hold up who works now.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class PastViews(NpgsqlDataSource source)
{
    /// <summary>Most folds at a time on one node.</summary>
    public const int MostAtOnce = 2;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    // Owns nothing that must be given back: it is only awaited.
    private SemaphoreSlim Turns { get; } = new(MostAtOnce);

    /// <summary>Folds views up to a position; waits at most five seconds for its turn.</summary>
    /// <param name="run">Id of the fold; names its schema.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="position">A final position; 0 for nothing.</param>
    /// <param name="views">Names out of <see cref="Replay.Names"/>.</param>
    /// <param name="stopping">Gives up; nothing is left behind.</param>
    /// <returns>The rows, to be disposed of; null when its turn did not come.</returns>
    /// <exception cref="ReplayFailedException">A view cannot apply an event.</exception>
    public async Task<PastRows?> FoldAsync(
        Guid run,
        string centre,
        long position,
        IReadOnlyCollection<string> views,
        CancellationToken stopping
    )
    {
        if (!await Turns.WaitAsync(_patience, stopping))
        {
            return null;
        }

        try
        {
            return new PastRows(
                await FoldAsync(run, centre, position, ViewsOf(views), stopping),
                source,
                centre,
                Turns
            );
        }
        catch
        {
            Turns.Release();
            throw;
        }
    }

    private async Task<ReplayScratch> FoldAsync(
        Guid run,
        string centre,
        long position,
        IReadOnlyList<View> views,
        CancellationToken stopping
    )
    {
        var scratch = await ReplayScratch.OpenAsync(source, run, views, ScratchUse.Reading, stopping);
        try
        {
            var start = ReplayStand.Before(views.Select(view => new ReplayCut(view, position)));
            await new ReplayPass(scratch, centre, start) { Narrowed = true }.RunAsync(stopping);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    private static List<View> ViewsOf(IEnumerable<string> names) =>
        [.. names.Select(name => Replay.Find(name) ?? throw new ArgumentException($"There is no view '{name}'."))];
}
