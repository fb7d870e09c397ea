using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>
/// Two hundred people want twenty room-slots at the same moment and press ten times each. Every slot goes to one of
/// them, and everybody is told at once.
/// </summary>
internal static class RushBenchmark
{
    private const int People = 200;
    private const int Requests = 2000;
    private const int SlotCount = 20;
    private const int Clients = 64;
    private const double WantedRatio = 2;
    private const double WantedP99 = 250;

    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var town = await Town.FoundAsync(center, residents: People);
        var accepted = (await BookingsBenchmark.BookAsync(center, town, Clients, TimeSpan.FromSeconds(3))).Count(201);
        accepted += (await PressAsync(center, town)).Count(201);
        var (turns, times) = (new List<Turn>(), new List<double>());
        for (var round = 0; round < request.Rounds; round++)
        {
            var calm = await BookingsBenchmark.BookAsync(center, town, Clients, request.Time);
            var rush = await PressAsync(center, town);
            accepted += calm.Count(201) + rush.Count(201);
            times.AddRange(rush.Times);
            turns.Add(new Turn(calm.RateOf(201), rush.PerSecond));
        }

        await StoredBookings.CheckAsync(center, accepted);
        Print(turns, times);
    }

    private static async Task<Load> PressAsync(BenchmarkedCenter center, Town town)
    {
        var slots = town.Slots.Rush(SlotCount);
        var random = new Random(7);
        var presses = Enumerable
            .Range(0, Requests)
            .Select(i => Town.Booking(slots[random.Next(SlotCount)], town.Residents[i % People], null))
            .ToArray();
        random.Shuffle(presses);
        var pressed = -1;
        var load = await Load.RunAsync(
            center.Service.Address,
            Clients,
            TimeSpan.FromMinutes(5),
            _ => Interlocked.Increment(ref pressed) is var next && next < Requests ? presses[next] : null
        );
        load.OrFail(201, 409, 422);
        return load.Count(201) == SlotCount && load.Times.Count == Requests
            ? load
            : throw new BenchmarkFailure(
                $"{load.Count(201)} of {SlotCount} slots were given to {load.Times.Count} who asked."
            );
    }

    private static void Print(List<Turn> turns, List<double> times)
    {
        var ratio = Figure.Median(turns.Select(turn => turn.Ratio));
        var p99 = Load.Quantile(times, 0.99);
        new Figure("rush", Figure.Median(turns.Select(turn => turn.Value)), "decisions/s")
        {
            Clients = Clients,
            Reference = "accepted bookings/s of the same clients",
            ReferenceValue = Figure.Median(turns.Select(turn => turn.Reference!.Value)),
            Ratio = ratio,
            Wanted = $"ratio ≥ {WantedRatio}, p99 ≤ {WantedP99} ms, exactly {SlotCount} accepted",
            Met = ratio >= WantedRatio && p99 <= WantedP99,
            P50 = Load.Quantile(times, 0.5),
            P99 = p99,
            Runs = turns,
            Counts = new Dictionary<string, long> { ["requests"] = Requests, ["accepted"] = SlotCount },
        }.Print();
    }
}
