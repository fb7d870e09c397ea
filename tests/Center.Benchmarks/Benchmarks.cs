using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>All benchmarks by name; each has a service and a database of its own.</summary>
internal static class Benchmarks
{
    private static readonly (string Name, Func<BenchmarkedCenter, BenchmarkRequest, Task> Run)[] _all =
    [
        ("bookings", BookingsBenchmark.RunAsync),
        ("rush", RushBenchmark.RunAsync),
        ("availability", AvailabilityBenchmark.RunAsync),
        ("growth", GrowthBenchmark.RunAsync),
        ("lag", LagBenchmark.RunAsync),
        ("rebuild", RebuildBenchmark.RunAsync),
        ("seal", LongLogBenchmark.SealAsync),
        ("verify", LongLogBenchmark.VerifyAsync),
        ("replay", LongLogBenchmark.ReplayAsync),
        ("idle", IdleBenchmark.RunAsync),
    ];

    /// <summary>Names of all benchmarks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _all.Select(one => one.Name)];

    /// <summary>Runs those that are asked for, one after another.</summary>
    /// <exception cref="BenchmarkFailure">The service answered wrongly.</exception>
    public static async Task RunAsync(BenchmarkRequest request)
    {
        foreach (var name in request.Names)
        {
            await using var center = await BenchmarkedCenter.StartAsync();
            await _all.Single(one => one.Name == name).Run(center, request);
        }
    }
}
