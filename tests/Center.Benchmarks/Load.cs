using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>Clients that each ask the next question when the last one is answered.</summary>
internal sealed class Load
{
    private readonly Dictionary<int, long> _statuses = [];
    private readonly List<double> _times = [];
    private TimeSpan _elapsed;

    /// <summary>Answers of any kind a second.</summary>
    public double PerSecond => _times.Count / _elapsed.TotalSeconds;

    /// <summary>Milliseconds of every answer.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>How often a status was answered.</summary>
    public long Count(int status) => _statuses.GetValueOrDefault(status);

    /// <summary>Answers with a status a second.</summary>
    public double RateOf(int status) => Count(status) / _elapsed.TotalSeconds;

    /// <summary>The time within which a share of the answers came, in milliseconds.</summary>
    public static double Quantile(IEnumerable<double> times, double share)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0
            ? 0
            : sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length) - 1)];
    }

    /// <summary>Runs the clients; measured from the first question to the last answer.</summary>
    /// <param name="address">Where the service listens.</param>
    /// <param name="clients">Number of clients.</param>
    /// <param name="time">No question is asked after it.</param>
    /// <param name="next">The next question of a client; null ends it.</param>
    public static async Task<Load> RunAsync(Uri address, int clients, TimeSpan time, Func<int, byte[]?> next)
    {
        var conversations = new List<HttpConversation>();
        for (var i = 0; i < clients; i++)
        {
            conversations.Add(await HttpConversation.OpenAsync(address));
        }

        var load = new Load();
        var started = Stopwatch.GetTimestamp();
        var loops = conversations.Select((one, i) => Task.Run(() => LoopAsync(one, () => next(i), started, time)));
        foreach (var (statuses, times) in await Task.WhenAll(loops))
        {
            load._times.AddRange(times);
            foreach (var status in statuses)
            {
                load._statuses[status] = load.Count(status) + 1;
            }
        }

        load._elapsed = Stopwatch.GetElapsedTime(started);
        conversations.ForEach(one => one.Dispose());
        return load;
    }

    /// <summary>Refuses to go on when something else than these was answered.</summary>
    /// <exception cref="BenchmarkFailure">It was.</exception>
    public Load OrFail(params int[] expected)
    {
        var others = _statuses.Where(one => !expected.Contains(one.Key)).Select(one => $"{one.Value} × {one.Key}");
        var said = string.Join(", ", others);
        return said.Length == 0 ? this : throw new BenchmarkFailure($"The service answered {said}.");
    }

    private static async Task<(List<int> Statuses, List<double> Times)> LoopAsync(
        HttpConversation conversation,
        Func<byte[]?> next,
        long started,
        TimeSpan time
    )
    {
        var (statuses, times) = (new List<int>(), new List<double>());
        while (Stopwatch.GetElapsedTime(started) < time && next() is { } request)
        {
            var asked = Stopwatch.GetTimestamp();
            var (status, _) = await conversation.AskAsync(request);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            statuses.Add(status);
        }

        return (statuses, times);
    }
}
