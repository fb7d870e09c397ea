using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>How long after its commit an event is in the views that follow the log, while three hundred a second arrive.</summary>
internal static class LagBenchmark
{
    private const int EventsPerSecond = 300;
    private const int Clients = 64;
    private const double WantedP99 = 1000;

    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var town = await Town.FoundAsync(center);
        await BookingsBenchmark.BookAsync(center, town, 16, TimeSpan.FromSeconds(2));
        var behind = new ViewsBehind(center);
        await behind.CaughtUpAsync();
        using var over = new CancellationTokenSource();
        var watches = ViewsBehind.Names.Select(view => behind.WatchAsync(view, over.Token)).ToList();
        var (sent, seconds) = await BookSteadilyAsync(center, town, request.Time);
        await over.CancelAsync();
        foreach (var (view, lags) in ViewsBehind.Names.Zip(await Task.WhenAll(watches)))
        {
            Print(view, lags, sent / seconds);
        }
    }

    // Every client waits for its turn in the one timetable; a late turn is taken at once.
    private static async Task<(int Sent, double Seconds)> BookSteadilyAsync(
        BenchmarkedCenter center,
        Town town,
        TimeSpan time
    )
    {
        var clock = Stopwatch.StartNew();
        var turn = -1;
        var all = (int)(time.TotalSeconds * EventsPerSecond);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => TakeTurnsAsync(client))));
        return (all, clock.Elapsed.TotalSeconds);

        async Task TakeTurnsAsync(int client)
        {
            using var conversation = await HttpConversation.OpenAsync(center.Service.Address);
            while (Interlocked.Increment(ref turn) is var mine && mine < all)
            {
                var wait = TimeSpan.FromSeconds((double)mine / EventsPerSecond) - clock.Elapsed;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                var (status, _) = await conversation.AskAsync(town.NextBooking(client));
                if (status != 201)
                {
                    throw new BenchmarkFailure($"A booking was answered {status}.");
                }
            }
        }
    }

    private static void Print(string view, IReadOnlyList<double> lags, double rate)
    {
        var p99 = Load.Quantile(lags, 0.99);
        new Figure($"lag {view}", p99, "ms (p99)")
        {
            Clients = Clients,
            Wanted = $"p99 ≤ {WantedP99} ms at {EventsPerSecond} events/s",
            Met = p99 <= WantedP99,
            P50 = Load.Quantile(lags, 0.5),
            P99 = p99,
            Counts = new Dictionary<string, long> { ["eventsPerSecond"] = (long)rate, ["looks"] = lags.Count },
        }.Print();
    }
}
