using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Projections.Audit;
using Center.Projections.Audit.Bundles;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Benchmarks;

/// <summary>
/// What is done with a whole log, in events a second, and how much memory it takes at a tenth of the length and at all of
/// it: sealing, checking a bundle offline, replaying.
/// </summary>
internal static class LongLogBenchmark
{
    private const double WantedOfHashes = 0.2;
    private const string Hashes = "SHA-256 of salt and canonical text, events/s on one thread";

    /// <summary>
    /// Sealing, beside hashing the same bytes; for comparison, sealing events that say nothing of what they commit to, and how
    /// fast the log can be read at all.
    /// </summary>
    public static async Task SealAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        await using var log = await LongLog.BeginAsync(center);
        var sequencer = log.Host.Services.GetRequiredService<LogSequencer>();
        await TurnAsync(sequencer);
        var lengths = Steps(await log.LengthAsync(), request);
        var (turns, memory) = (new List<Turn>(), new List<long>());
        foreach (var length in lengths)
        {
            await log.GrowAsync(length);
            var hashes = await log.HashesASecondAsync();
            var (effort, leaves) = await SealAsync(sequencer);
            turns.Add(new Turn(hashes, effort.Rate(leaves)));
            memory.Add(effort.MostMemory);
        }

        await CheckNewestAsync(log);
        var rows = await RebuildBenchmark.CopyAsync(center);
        var read = await SealWholeAsync(log, sequencer, lengths[^1]);
        Print(
            "seal",
            Hashes,
            WantedOfHashes,
            turns,
            lengths[^1],
            memory,
            ("withoutCommitmentsASecond", (long)read),
            ("rowsCopiedOutASecond", (long)rows)
        );
    }

    /// <summary>Checking a bundle without database and network, beside hashing the same bytes.</summary>
    public static async Task VerifyAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        await using var log = await LongLog.BeginAsync(center);
        var events = await log.GrowAsync(LengthOf(request));
        await TurnAsync(log.Host.Services.GetRequiredService<LogSequencer>());
        var (turns, memory) = (new List<Turn>(), new List<long>());
        memory.Add((await CheckAsync(await ExportAsync(center, log, events / 10))).Effort.MostMemory);
        var bundle = await ExportAsync(center, log, events);
        for (var round = 0; round < request.Rounds; round++)
        {
            var hashes = await log.HashesASecondAsync();
            var (effort, leaves) = await CheckAsync(bundle);
            turns.Add(new Turn(hashes, effort.Rate(leaves)));
            memory.Add(effort.MostMemory);
        }

        Print("verify", Hashes, WantedOfHashes, turns, events, memory);
    }

    /// <summary>Replaying views from the first event, beside reading the log.</summary>
    public static async Task ReplayAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        await using var log = await LongLog.BeginAsync(center);
        var events = await log.GrowAsync(LengthOf(request));
        foreach (var (view, wanted) in RebuildBenchmark.Views)
        {
            var (turns, memory) = (new List<Turn>(), new List<long>());
            memory.Add((await ReplayAsync(log, view, events / 10)).Effort.MostMemory);
            for (var round = 0; round < request.Rounds; round++)
            {
                var rows = await RebuildBenchmark.CopyAsync(center);
                var (effort, read) = await ReplayAsync(log, view, events);
                turns.Add(new Turn(rows, effort.Rate(read)));
                memory.Add(effort.MostMemory);
            }

            Print($"replay {view}", RebuildBenchmark.Reference, wanted, turns, events, memory);
        }
    }

    // Events that were appended before they said what they commit to: each is read and hashed whole.
    private static async Task<double> SealWholeAsync(LongLog log, LogSequencer sequencer, long length)
    {
        await log.GrowAsync(length + (length / 10), committed: false);
        var (effort, leaves) = await SealAsync(sequencer);
        return effort.Rate(leaves);
    }

    private static async Task<(Effort Effort, long Leaves)> SealAsync(LogSequencer sequencer)
    {
        var leaves = 0L;
        var effort = await LongLog.MeasureAsync(async () => leaves = await TurnAsync(sequencer));
        return (effort, leaves);
    }

    // What was sealed is what the events say.
    private static async Task CheckNewestAsync(LongLog log)
    {
        const int Checked = 1000;
        var size = (
            await log.Host.Services.GetRequiredService<LogTree>().NewestAsync(BenchmarkedCenter.Centre, default)
        )!.Size;
        var leaves = await log
            .Host.Services.GetRequiredService<SealedLeaves>()
            .PageAsync(BenchmarkedCenter.Centre, size - Checked, Checked, default);
        if (leaves.Count != Checked || !leaves.All(leaf => leaf.Holds(BenchmarkedCenter.Centre)))
        {
            throw new BenchmarkFailure($"Of the last {Checked} leaves, not all are those of their events.");
        }
    }

    private static long LengthOf(BenchmarkRequest request) => request.Full ? LongLog.Full : LongLog.Usual;

    private static List<long> Steps(long from, BenchmarkRequest request)
    {
        var step = (LengthOf(request) - from) / request.Rounds;
        return [.. Enumerable.Range(1, request.Rounds).Select(round => from + (round * step))];
    }

    private static async Task<long> TurnAsync(LogSequencer sequencer)
    {
        var turn = await sequencer.RunAsync(BenchmarkedCenter.Centre, default);
        return turn.Outcome == SealingOutcome.Published
            ? turn.Leaves
            : throw new BenchmarkFailure($"Nothing was sealed: {turn}");
    }

    private static async Task<string> ExportAsync(BenchmarkedCenter center, LongLog log, long to)
    {
        var planning = log.Host.Services.GetRequiredService<BundlePlanning>();
        var plan = await planning.PlanAsync(BenchmarkedCenter.Centre, new BundleDemand(1, to), default);
        var path = Path.Combine(Path.GetDirectoryName(center.Home)!, $"to-{to}.tar");
        await using var file = File.Create(path);
        await log.Host.Services.GetRequiredService<BundleExport>().WriteAsync(plan, file, default);
        return path;
    }

    private static async Task<(Effort Effort, long Leaves)> CheckAsync(string bundle)
    {
        BundleReport report = null!;
        var effort = await LongLog.MeasureAsync(async () =>
            report = await new BundleCheck(LogKey.IsRight).RunAsync(bundle, null)
        );
        return report.Faults.Count == 0
            ? (effort, report.Leaves)
            : throw new BenchmarkFailure($"The bundle is not whole: {report.Faults[0]}");
    }

    private static async Task<(Effort Effort, long Events)> ReplayAsync(LongLog log, string view, long to)
    {
        ReplayReport report = null!;
        var request = new ReplayRequest(Guid.CreateVersion7(), BenchmarkedCenter.Centre, view, to);
        var replay = log.Host.Services.GetRequiredService<Replay>();
        var effort = await LongLog.MeasureAsync(async () => report = await replay.RunAsync(request, null, default));
        return (effort, report.Events);
    }

    private static void Print(
        string name,
        string reference,
        double wanted,
        IReadOnlyList<Turn> turns,
        long events,
        IReadOnlyList<long> memory,
        params IEnumerable<(string Name, long Value)> besides
    )
    {
        var ratio = Figure.Median(turns.Select(turn => turn.Ratio));
        new Figure(name, Figure.Median(turns.Select(turn => turn.Value)), "events/s")
        {
            Reference = reference,
            ReferenceValue = Figure.Median(turns.Select(turn => turn.Reference!.Value)),
            Ratio = ratio,
            Wanted = $"ratio ≥ {wanted:0.00}",
            Met = ratio >= wanted,
            Runs = turns,
            Counts = besides
                .Prepend(("MiBMost", memory.Max()))
                .Prepend(("MiBAtFirst", memory[0]))
                .Prepend(("events", events))
                .ToDictionary(),
        }.Print();
    }
}
