using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Benchmarks;

/// <summary>
/// A log as long as is wanted: some bookings through the deciders, then the same lives of bookings told again under other
/// ids. The service is stopped first, so that nothing else reads the log; its parts are used without HTTP.
/// </summary>
internal sealed class LongLog : IAsyncDisposable
{
    /// <summary>Most events of a log, with <c>--full</c>.</summary>
    public const int Full = 1_000_000;

    /// <summary>Most events of a log.</summary>
    public const int Usual = 100_000;

    private const int Told = 20_000;

    private readonly BenchmarkedCenter _center;
    private readonly ToldAgain _again;

    private LongLog(BenchmarkedCenter center, CenterHost host, ToldAgain again) =>
        (_center, Host, _again) = (center, host, again);

    /// <summary>The service's parts; nothing of it runs by itself.</summary>
    public CenterHost Host { get; }

    /// <summary>Books, stops the service, and makes ready to tell it again.</summary>
    public static async Task<LongLog> BeginAsync(BenchmarkedCenter center)
    {
        var town = await Town.FoundAsync(center);
        await BulkFill.BookAsync(center, town, Told * 2 / 3, everyOther: true);
        await new ViewsBehind(center).CaughtUpAsync();
        await center.StopServiceAsync();
        return new LongLog(center, await center.PartsAsync(), await ToldAgain.ReadAsync(center));
    }

    /// <summary>Tells bookings again until the log has so many events, or a few thousand more.</summary>
    /// <param name="events">Events of the log.</param>
    /// <param name="committed">Whether they say what they commit to, as all do that the service appends now.</param>
    /// <returns>How many it has.</returns>
    public async Task<long> GrowAsync(long events, bool committed = true)
    {
        var length = await LengthAsync();
        for (; length < events; length = await LengthAsync())
        {
            await _again.TellAsync(events - length, committed);
        }

        await RestAsync();
        return length;
    }

    /// <summary>SHA-256 of what leaves commit to (salt and canonical text), a second, on one thread.</summary>
    public async Task<double> HashesASecondAsync()
    {
        var events = new List<byte[]>();
        await using var command = _center.Database.CreateCommand(
            $"select {StoredEvent.Columns} from center.mt_events where tenant_id = $1 order by seq_id desc limit 20000"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = BenchmarkedCenter.Centre });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var e = StoredEvent.Read(reader);
            events.Add([.. e.Salt!, .. EventLeaf.Canonical(BenchmarkedCenter.Centre, e)]);
        }

        var (clock, hashed) = (Stopwatch.StartNew(), 0L);
        while (clock.Elapsed < TimeSpan.FromSeconds(1))
        {
            events.ForEach(bytes => SHA256.HashData(bytes));
            hashed += events.Count;
        }

        return hashed / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Events in the log.</summary>
    public Task<long> LengthAsync() => StoredBookings.NumberAsync(_center, "select count(*) from center.mt_events");

    /// <summary>Does something, and says how long it took and the most memory that this process then had.</summary>
    /// <param name="act">What to do.</param>
    public static async Task<Effort> MeasureAsync(Func<Task> act)
    {
        GC.Collect();
        using var over = new CancellationTokenSource();
        var watching = WatchMemoryAsync(over.Token);
        var clock = Stopwatch.StartNew();
        await Task.Run(act);
        var elapsed = clock.Elapsed;
        await over.CancelAsync();
        return new Effort(elapsed, await watching);
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    // What is told at one blow lies in the database otherwise than what was appended event by event: nobody has read it, nothing
    // of it is on disk, and the database is about to tidy it up.
    private async Task RestAsync()
    {
        foreach (var sql in (string[])["vacuum (analyze) center.mt_events", "checkpoint"])
        {
            await using var command = _center.Database.CreateCommand(sql);
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<long> WatchMemoryAsync(CancellationToken over)
    {
        using var process = Process.GetCurrentProcess();
        for (var most = 0L; ; await Task.Delay(50, CancellationToken.None))
        {
            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
            if (over.IsCancellationRequested)
            {
                return most >> 20;
            }
        }
    }
}

/// <summary>What something cost.</summary>
/// <param name="Elapsed">How long it took.</param>
/// <param name="MostMemory">The most resident memory meanwhile, MiB.</param>
internal readonly record struct Effort(TimeSpan Elapsed, long MostMemory)
{
    /// <summary>So many things a second.</summary>
    public double Rate(long things) => things / Elapsed.TotalSeconds;
}
