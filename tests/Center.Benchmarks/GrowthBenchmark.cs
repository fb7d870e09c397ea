using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>
/// What a booking costs when the log is long, beside what it cost when it was short; both in plain inserts of the same
/// minute, since the machine may have changed its pace in between.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Clients = 64;
    private const long Short = 10_000;
    private const double Wanted = 1.2;

    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var town = await Town.FoundAsync(center);
        var inserts = await PlainInserts.PrepareAsync(center);
        await BookingsBenchmark.BookAsync(center, town, Clients, TimeSpan.FromSeconds(3));
        var before = await MeasureAsync(center, town, inserts, request, Short);
        foreach (var events in request.Full ? (long[])[200_000, 1_000_000] : [200_000])
        {
            var after = await MeasureAsync(center, town, inserts, request, events);
            Print(before, after);
        }
    }

    private static async Task<Cost> MeasureAsync(
        BenchmarkedCenter center,
        Town town,
        PlainInserts inserts,
        BenchmarkRequest request,
        long events
    )
    {
        // Every second booking is cancelled: three events for two bookings.
        var missing = Math.Max(0, events - await CountAsync(center));
        await BulkFill.BookAsync(center, town, missing * 2 / 3, everyOther: true);
        await new ViewsBehind(center).CaughtUpAsync();
        await using var analyze = center.Database.CreateCommand("vacuum analyze");
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync();
        var counted = await CountAsync(center);
        var (turns, times) = (new List<Turn>(), new List<double>());
        for (var round = 0; round < request.Rounds; round++)
        {
            var plain = await inserts.RunAsync(Clients, request.Time);
            var load = await BookingsBenchmark.BookAsync(center, town, Clients, request.Time);
            times.AddRange(load.Times);
            turns.Add(new Turn(load.RateOf(201), plain));
        }

        return new Cost(counted, turns, times);
    }

    private static Task<long> CountAsync(BenchmarkedCenter center) =>
        StoredBookings.NumberAsync(center, "select count(*) from center.mt_events");

    private static void Print(Cost before, Cost after)
    {
        var ratio = after.Inserts / before.Inserts;
        new Figure("growth", after.Inserts, "plain inserts a booking")
        {
            Clients = Clients,
            Reference = $"the same at {before.Events} events",
            ReferenceValue = before.Inserts,
            Ratio = ratio,
            Wanted = $"ratio ≤ {Wanted:0.0}",
            Met = ratio <= Wanted,
            P50 = Load.Quantile(after.Times, 0.5),
            P99 = Load.Quantile(after.Times, 0.99),
            Runs = after.Turns,
            Counts = new Dictionary<string, long> { ["events"] = after.Events, ["eventsBefore"] = before.Events },
        }.Print();
    }

    // A turn here is bookings/s (reference) and inserts/s (value): its ratio is the cost of a booking in inserts.
    private sealed record Cost(long Events, IReadOnlyList<Turn> Turns, IReadOnlyList<double> Times)
    {
        public double Inserts => Figure.Median(Turns.Select(turn => turn.Ratio));
    }
}
