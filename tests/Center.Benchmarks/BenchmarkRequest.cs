using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Center.Benchmarks;

/// <summary>What is to be measured, and for how long.</summary>
/// <param name="Names">Names of benchmarks, in order.</param>
/// <param name="Time">How long each stretch of load lasts.</param>
/// <param name="Clients">Numbers of clients, where a benchmark is run with several.</param>
/// <param name="Rounds">How often reference and benchmark take turns, at least 3.</param>
/// <param name="Full">Whether growth goes on to a million events, and rebuilds read a hundred thousand.</param>
internal sealed record BenchmarkRequest(
    IReadOnlyList<string> Names,
    TimeSpan Time,
    IReadOnlyList<int> Clients,
    int Rounds,
    bool Full
)
{
    private const int FewestRounds = 3;

    /// <summary>How the program is called.</summary>
    public static string Usage =>
        $"{string.Join('|', Benchmarks.Names)}|all … [--seconds 1–600] [--clients 16,64,256] [--rounds {FewestRounds}–20] [--full]";

    /// <summary>Reads the command line; null when it is not as <see cref="Usage"/> says.</summary>
    public static BenchmarkRequest? Read(IReadOnlyList<string> args)
    {
        var read = new BenchmarkRequest([], TimeSpan.FromSeconds(10), [16, 64, 256], FewestRounds, false);
        for (var i = 0; i < args.Count; i++)
        {
            var next = i + 1 < args.Count ? args[i + 1] : string.Empty;
            var (known, taken) = args[i] switch
            {
                "--full" => (read with { Full = true }, 0),
                "--seconds" => (
                    Numbers(next, 600) is [var time] ? read with { Time = TimeSpan.FromSeconds(time) } : null,
                    1
                ),
                "--rounds" => (
                    Numbers(next, 20) is [>= FewestRounds and var most] ? read with { Rounds = most } : null,
                    1
                ),
                "--clients" => (
                    Numbers(next, 1024) is { Count: > 0 } clients ? read with { Clients = clients } : null,
                    1
                ),
                "all" => (read with { Names = Benchmarks.Names }, 0),
                var name => (Benchmarks.Names.Contains(name) ? read with { Names = [.. read.Names, name] } : null, 0),
            };
            if (known is null)
            {
                return null;
            }

            (read, i) = (known, i + taken);
        }

        return read.Names.Count == 0 ? null : read;
    }

    private static List<int>? Numbers(string text, int most)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (
                !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < 1
                || number > most
            )
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }
}
