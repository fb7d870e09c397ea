using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>Events a second of a replay, rows compared and all, beside the rows a second that the log can be read with.</summary>
internal static class RebuildBenchmark
{
    /// <summary>What it stands beside.</summary>
    public const string Reference = "COPY mt_events TO STDOUT, rows/s";

    /// <summary>Views that are replayed, and the share of the reference that is wanted.</summary>
    public static IReadOnlyList<(string View, double Wanted)> Views { get; } = [("figures", 0.3), ("bookings", 0.05)];

    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var town = await Town.FoundAsync(center);
        await BulkFill.BookAsync(center, town, request.Full ? 66_000 : 13_000, everyOther: true);
        await new ViewsBehind(center).CaughtUpAsync();
        using var http = new HttpClient { BaseAddress = center.Service.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", center.AdminKey);
        foreach (var (view, wanted) in Views)
        {
            var turns = new List<Turn>();
            for (var round = 0; round < request.Rounds; round++)
            {
                turns.Add(new Turn(await CopyAsync(center), await ReplayAsync(http, view)));
            }

            Print(
                view,
                wanted,
                turns,
                await StoredBookings.NumberAsync(center, "select count(*) from center.mt_events")
            );
        }
    }

    /// <summary>Rows a second of the whole log as text, which is what a dump reads.</summary>
    public static async Task<double> CopyAsync(BenchmarkedCenter center)
    {
        await using var connection = await center.Database.OpenConnectionAsync();
        var (clock, rows) = (Stopwatch.StartNew(), 0L);
        using (var reader = await connection.BeginTextExportAsync("copy (select * from center.mt_events) to stdout"))
        {
            while (await reader.ReadLineAsync() is not null)
            {
                rows++;
            }
        }

        return rows / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> ReplayAsync(HttpClient http, string view)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { view }), Encoding.UTF8, "application/json");
        using var asked = await http.PostAsync(new Uri("/api/v1/audit/replays", UriKind.Relative), body);
        var id = JsonDocument.Parse(await asked.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString();
        while (true)
        {
            var text = await http.GetStringAsync(new Uri($"/api/v1/audit/replays/{id}", UriKind.Relative));
            var run = JsonDocument.Parse(text).RootElement;
            switch (run.GetProperty("state").GetString())
            {
                case "done" when run.GetProperty("differenceCount").GetInt64() == 0:
                    return run.GetProperty("events").GetInt64() / run.GetProperty("seconds").GetDouble();
                case "done" or "failed":
                    throw new BenchmarkFailure($"The replay of '{view}' came out otherwise: {text}");
            }

            await Task.Delay(200);
        }
    }

    private static void Print(string view, double wanted, List<Turn> turns, long events)
    {
        var ratio = Figure.Median(turns.Select(turn => turn.Ratio));
        new Figure($"rebuild {view}", Figure.Median(turns.Select(turn => turn.Value)), "events/s")
        {
            Reference = Reference,
            ReferenceValue = Figure.Median(turns.Select(turn => turn.Reference!.Value)),
            Ratio = ratio,
            Wanted = $"ratio ≥ {wanted:0.00}",
            Met = ratio >= wanted,
            Runs = turns,
            Counts = new Dictionary<string, long> { ["events"] = events, ["differences"] = 0 },
        }.Print();
    }
}
