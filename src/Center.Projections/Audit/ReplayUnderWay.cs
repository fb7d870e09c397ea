using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>A replay whose rows are made: compares or digests them, and finds the events behind what differs.</summary>
internal sealed class ReplayUnderWay(
    NpgsqlDataSource source,
    ReplayScratch scratch,
    string centre,
    ReplayPass pass,
    CancellationToken stopping
)
{
    private readonly ReplayStand _stand = pass.Stand;
    private readonly ReplayComparison _comparison = new(source, scratch.Schema, centre);

    public static decimal Seconds(TimeSpan elapsed) => Math.Round((decimal)elapsed.Ticks / TimeSpan.TicksPerSecond, 3);

    public async Task<IReadOnlyList<ReplayedView>> DigestAsync(IReadOnlyList<ReplayCut> cuts)
    {
        var replayed = new List<ReplayedView>();
        foreach (var cut in cuts)
        {
            var digest = await RowDigest.OfAsync(source, scratch.Schema, centre, cut.View, stopping);
            replayed.Add(await ReplayedAsync(cut, TimeSpan.Zero, null, digest));
        }

        return replayed;
    }

    public async Task<(IReadOnlyList<ReplayedView>, IReadOnlyList<Difference>)> CompareAsync(
        IReadOnlyList<ReplayCut> cuts
    )
    {
        var replayed = new List<ReplayedView>();
        var differing = new List<DifferingRow>();
        foreach (var cut in cuts)
        {
            var started = Stopwatch.GetTimestamp();
            var count = 0L;
            foreach (var rowType in ReplayCut.ComparedOf(cut.View))
            {
                var most = Math.Max(1, Replay.MostDifferences - differing.Count);
                var (rows, ofType) = await _comparison.CompareAsync(cut.View.Name, rowType, most, stopping);
                differing.AddRange(rows);
                count += ofType;
            }

            replayed.Add(await ReplayedAsync(cut, Stopwatch.GetElapsedTime(started), count, null));
        }

        return (replayed, differing.Count == 0 ? [] : await ExplainAsync(cuts, differing));
    }

    private async Task<ReplayedView> ReplayedAsync(ReplayCut cut, TimeSpan compared, long? count, string? digest) =>
        new(
            cut.View.Name,
            cut.Position,
            StandOf(cut).Events,
            await _comparison.CountAsync(cut.View, stopping),
            Seconds(StandOf(cut).Spent + compared),
            count,
            digest
        );

    private ViewStand StandOf(ReplayCut cut) => _stand.Views.Single(view => view.View == cut.View.Name);

    // Which event touches which row is not noted in the first pass, since rows hardly ever differ: the views that do
    // differ are replayed a second time, watching those rows.
    private async Task<IReadOnlyList<Difference>> ExplainAsync(
        IReadOnlyList<ReplayCut> cuts,
        IReadOnlyList<DifferingRow> differing
    )
    {
        var touches = differing.ToDictionary(row => row.Key, _ => new Touches());
        var names = differing.Select(row => row.View).ToHashSet(StringComparer.Ordinal);
        var again = cuts.Where(cut => names.Contains(cut.View.Name)).ToList();
        await scratch.EmptyAsync(again.Select(cut => cut.View), pass.Stand, stopping);
        var second = new ReplayPass(scratch, centre, ReplayStand.Before(again))
        {
            PageSize = pass.PageSize,
            RowsKept = pass.RowsKept,
            RowsOfUnit = pass.RowsOfUnit,
            Touched = (_, e, key) => touches.GetValueOrDefault(key)?.Add(e.Sequence),
            Writing = _ => scratch.Table.Guard(),
        };
        await second.RunAsync(stopping);
        return
        [
            .. differing
                .SelectMany(row =>
                    RowFields.Of(row.Stored, row.Replayed).Select(field => Explain(row, field, touches[row.Key]))
                )
                .Take(Replay.MostDifferences),
        ];
    }

    private static Difference Explain(DifferingRow row, DifferingField field, Touches touches) =>
        new(
            row.View,
            $"{row.Key.Type.Name}/{row.Key.Id}",
            field.Field,
            field.Stored,
            field.Replayed,
            touches.Positions,
            touches.Count
        );

    private sealed class Touches
    {
        private readonly Queue<long> _newest = [];
        private long _last;

        public long Count { get; private set; }

        public IReadOnlyList<long> Positions => [.. _newest];

        public void Add(long position)
        {
            if (position == _last)
            {
                return;
            }

            _last = position;
            Count++;
            _newest.Enqueue(position);
            if (_newest.Count > Replay.MostEvents)
            {
                _newest.Dequeue();
            }
        }
    }
}
