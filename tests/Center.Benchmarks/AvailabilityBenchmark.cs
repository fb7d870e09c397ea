using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.Bookings;

namespace Center.Benchmarks;

/// <summary>
/// What is free at all thirteen sites on one day, half of it booked, beside the bare query that says what is held.
/// </summary>
internal static class AvailabilityBenchmark
{
    private const double Wanted = 2;
    private const int Bookings = 10_000;

    public static async Task RunAsync(BenchmarkedCenter center, BenchmarkRequest request)
    {
        var town = await Town.FoundAsync(center);
        await BulkFill.BookAsync(center, town, Bookings, everyOther: false);
        var day = await BusyDayAsync(center);
        var question = HttpConversation.Request(town.Clients[0], TargetOf(day));
        await AskAsync(center, question, TimeSpan.FromSeconds(1));
        var (turns, times) = (new List<Turn>(), new List<double>());
        for (var round = 0; round < request.Rounds; round++)
        {
            var bare = await BareAsync(center, day, request.Time);
            var load = await AskAsync(center, question, request.Time);
            times.AddRange(load.Times);
            turns.Add(new Turn(bare, load.Times.Average()));
        }

        Print(turns, times);
    }

    private static string TargetOf(TimeWindow day) =>
        $"GET /api/v1/availability?from={Instant(day.Start)}&to={Instant(day.End)}&duration=PT1H&limit=200";

    private static string Instant(DateTimeOffset instant) => Uri.EscapeDataString($"{instant:yyyy-MM-ddTHH:mm:sszzz}");

    private static async Task<Load> AskAsync(BenchmarkedCenter center, byte[] question, TimeSpan time) =>
        (await Load.RunAsync(center.Service.Address, 1, time, _ => question)).OrFail(200);

    private static async Task<TimeWindow> BusyDayAsync(BenchmarkedCenter center)
    {
        await using var command = center.Database.CreateCommand(
            "select date_trunc('day', lower(during), 'Asia/Shanghai') from center.allocation group by 1 order by count(*) desc limit 1"
        );
        var start = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!, TimeSpan.Zero);
        return new TimeWindow(start.AddHours(RoomyDefinition.Opens), start.AddHours(RoomyDefinition.Closes));
    }

    // Mean milliseconds of the query alone, rows read, on a connection that is open.
    private static async Task<double> BareAsync(BenchmarkedCenter center, TimeWindow day, TimeSpan time)
    {
        await using var connection = await center.Database.OpenConnectionAsync();
        var (clock, asked) = (Stopwatch.StartNew(), 0);
        for (; clock.Elapsed < time; asked++)
        {
            await AdmissionReads.BusyAsync(connection, BenchmarkedCenter.Centre, day, DateTimeOffset.UtcNow);
        }

        return clock.Elapsed.TotalMilliseconds / asked;
    }

    private static void Print(List<Turn> turns, List<double> times)
    {
        var ratio = Figure.Median(turns.Select(turn => turn.Ratio));
        new Figure("availability", Figure.Median(turns.Select(turn => turn.Value)), "ms")
        {
            Clients = 1,
            Reference = "the bare SQL, ms",
            ReferenceValue = Figure.Median(turns.Select(turn => turn.Reference!.Value)),
            Ratio = ratio,
            Wanted = $"ratio ≤ {Wanted}",
            Met = ratio <= Wanted,
            P50 = Load.Quantile(times, 0.5),
            P99 = Load.Quantile(times, 0.99),
            Runs = turns,
        }.Print();
    }
}
