using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>Accepted bookings a second over HTTP, beside plain inserts by as many clients.</summary>
internal static class BookingsBenchmark
{
    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var town = await Town.FoundAsync(center);
        var inserts = await PlainInserts.PrepareAsync(center);
        var accepted = (await BookAsync(center, town, 16, TimeSpan.FromSeconds(3))).Count(201);
        foreach (var clients in request.Clients)
        {
            var (turns, times, count) = (new List<Turn>(), new List<double>(), 0L);
            for (var round = 0; round < request.Rounds; round++)
            {
                var plain = await inserts.RunAsync(clients, request.Time);
                var load = await BookAsync(center, town, clients, request.Time);
                count += load.Count(201);
                times.AddRange(load.Times);
                turns.Add(new Turn(plain, load.RateOf(201)));
            }

            accepted += count;
            await StoredBookings.CheckAsync(center, accepted);
            Print(clients, turns, times, count);
        }
    }

    /// <summary>Lets clients book free slots.</summary>
    public static async Task<Load> BookAsync(BenchmarkedCenter center, Town town, int clients, TimeSpan time) =>
        (await Load.RunAsync(center.Service.Address, clients, time, town.NextBooking)).OrFail(201);

    private static void Print(int clients, List<Turn> turns, List<double> times, long accepted)
    {
        var ratio = Figure.Median(turns.Select(turn => turn.Ratio));
        var wanted = clients switch
        {
            < 64 => 0.6,
            < 256 => 1.2,
            _ => 3.0,
        };
        new Figure("bookings", Figure.Median(turns.Select(turn => turn.Value)), "accepted/s")
        {
            Clients = clients,
            Reference = PlainInserts.Name,
            ReferenceValue = Figure.Median(turns.Select(turn => turn.Reference!.Value)),
            Ratio = ratio,
            Wanted = $"ratio ≥ {wanted:0.0}",
            Met = ratio >= wanted,
            P50 = Load.Quantile(times, 0.5),
            P99 = Load.Quantile(times, 0.99),
            Runs = turns,
            Counts = new Dictionary<string, long> { ["accepted"] = accepted, ["overlaps"] = 0 },
        }.Print();
    }
}
