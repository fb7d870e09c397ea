using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Benchmarks;

/// <summary>How far the views that follow the log are behind it.</summary>
/// <param name="center">The service.</param>
internal sealed class ViewsBehind(BenchmarkedCenter center)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(30);

    /// <summary>Names of the views that follow the log.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. CenterStore.Views.Where(view => !view.Inline).Select(view => view.Name)];

    /// <summary>Waits until every view has applied what is in the log now.</summary>
    public async Task CaughtUpAsync()
    {
        await using var connection = await center.Database.OpenConnectionAsync();
        var head = await ViewProgress.HeadAsync(connection, BenchmarkedCenter.Centre, default);
        var waiting = Stopwatch.StartNew();
        foreach (var view in Names)
        {
            while (await ViewProgress.ReadAsync(connection, view, BenchmarkedCenter.Centre, default) < head)
            {
                if (waiting.Elapsed > _patience)
                {
                    throw new BenchmarkFailure($"The view '{view}' does not reach {head}.");
                }

                await Task.Delay(100);
            }
        }
    }

    /// <summary>
    /// Looks every ten milliseconds where the log ends, and notes for every end when the view reached it.
    /// </summary>
    /// <param name="view">Name of the view.</param>
    /// <param name="stopping">Ends the watch; what was seen by then is still waited for.</param>
    /// <returns>Milliseconds, one for each end seen.</returns>
    public async Task<IReadOnlyList<double>> WatchAsync(string view, CancellationToken stopping)
    {
        await using var connection = await center.Database.OpenConnectionAsync(CancellationToken.None);
        var (open, lags, last) = (new Queue<(long Position, long Seen)>(), new List<double>(), 0L);
        var giveUp = Stopwatch.StartNew();
        while (!stopping.IsCancellationRequested || open.Count > 0)
        {
            var (head, reached) = await LookAsync(connection, view);
            var now = Stopwatch.GetTimestamp();
            if (head > last && !stopping.IsCancellationRequested)
            {
                open.Enqueue((head, now));
                last = head;
            }

            while (open.TryPeek(out var next) && next.Position <= reached)
            {
                lags.Add(Stopwatch.GetElapsedTime(open.Dequeue().Seen, now).TotalMilliseconds);
            }

            if (giveUp.Elapsed > _patience)
            {
                throw new BenchmarkFailure($"The view '{view}' stands still.");
            }

            await Task.Delay(_look, CancellationToken.None);
        }

        return lags;
    }

    private static async Task<(long Head, long Reached)> LookAsync(NpgsqlConnection connection, string view)
    {
        var head = await ViewProgress.HeadAsync(connection, BenchmarkedCenter.Centre, default);
        return (head, await ViewProgress.ReadAsync(connection, view, BenchmarkedCenter.Centre, default));
    }
}
