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

    // Ids rise with time, as those of the service do: each telling has the next of the first eight hexadecimal digits.
    private const int FirstTime = 0x01b0_0000;

    private const string TellAgain = """
        with sequence as (
            select format('center.%I', 'mt_events_sequence_' || partition_suffix)::regclass as name
            from center.mt_tenant_partitions where partition_value = $1
        ), streams as (
            insert into center.mt_streams (tenant_id, id, version, timestamp)
            select tenant_id, 'booking/' || $2 || substr(id, 17), version, timestamp
            from center.mt_streams where tenant_id = $1 and id = any($3)
        )
        insert into center.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type,
                                      correlation_id, causation_id, headers, user_name, is_archived)
        select nextval((select name from sequence)), gen_random_uuid(), 'booking/' || $2 || substr(e.stream_id, 17), e.version,
               e.data, e.type, e.tenant_id, e.timestamp, e.mt_dotnet_type, e.correlation_id, e.causation_id, e.headers,
               e.user_name, false
        from center.mt_events e where e.tenant_id = $1 and e.stream_id = any($3) order by e.seq_id
        """;

    private readonly BenchmarkedCenter _center;
    private readonly string[] _streams;
    private readonly long _eventsOfStreams;
    private int _rounds;

    private LongLog(BenchmarkedCenter center, CenterHost host, string[] streams, long events)
    {
        (_center, Host, _streams, _eventsOfStreams) = (center, host, streams, events);
    }

    /// <summary>The service's parts; nothing of it runs by itself.</summary>
    public CenterHost Host { get; }

    /// <summary>Books, stops the service, and makes ready to tell it again.</summary>
    public static async Task<LongLog> BeginAsync(BenchmarkedCenter center)
    {
        var town = await Town.FoundAsync(center);
        await BulkFill.BookAsync(center, town, Told * 2 / 3, everyOther: true);
        await new ViewsBehind(center).CaughtUpAsync();
        await center.StopServiceAsync();
        var streams = new List<string>();
        await using var command = center.Database.CreateCommand(
            "select id from center.mt_streams where id like 'booking/%' order by id"
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            streams.Add(reader.GetString(0));
        }

        var events = await StoredBookings.NumberAsync(
            center,
            "select count(*) from center.mt_events where stream_id like 'booking/%'"
        );
        return new LongLog(center, await center.PartsAsync(), [.. streams], events);
    }

    /// <summary>Tells bookings again until the log has so many events, or a few thousand more.</summary>
    /// <param name="events">Events of the log.</param>
    /// <returns>How many it has.</returns>
    public async Task<long> GrowAsync(long events)
    {
        var length = await LengthAsync();
        for (; length < events; length = await LengthAsync())
        {
            var part = Math.Min(1, (events - length) / (double)_eventsOfStreams);
            await using var command = _center.Database.CreateCommand(TellAgain);
            command.CommandTimeout = 600;
            command.Parameters.Add(new NpgsqlParameter { Value = BenchmarkedCenter.Centre });
            command.Parameters.Add(new NpgsqlParameter { Value = $"{FirstTime + ++_rounds:x8}" });
            command.Parameters.Add(
                new NpgsqlParameter { Value = _streams[..(int)Math.Ceiling(part * _streams.Length)] }
            );
            await command.ExecuteNonQueryAsync();
        }

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
            events.Add([.. LogLeaf.SaltOf(e)!, .. EventLeaf.Canonical(BenchmarkedCenter.Centre, e)]);
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
