using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>Resident memory of a service that has started and answered once.</summary>
internal static class IdleBenchmark
{
    private const double Wanted = 250;
    private const double MiB = 1024 * 1024;

    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var ask = HttpConversation.Request(center.AdminKey, "GET /api/v1/facilities");
        (await Load.RunAsync(center.Service.Address, 1, TimeSpan.FromMilliseconds(1), _ => ask)).OrFail(200);
        var (seen, clock) = (new List<Turn>(), Stopwatch.StartNew());
        do
        {
            await Task.Delay(1000);
            seen.Add(new Turn(null, center.Service.Memory / MiB));
        } while (clock.Elapsed < request.Time);

        var most = seen.Max(turn => turn.Value);
        new Figure("idle", most, "MiB (most)")
        {
            Wanted = $"≤ {Wanted} MiB",
            Met = most <= Wanted,
            Runs = seen,
        }.Print();
    }
}
