using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Benchmarks;

/// <summary>
/// Lives of bookings told again under other ids, as if the service had appended them: each event says what it commits to, unless
/// it is to be one of those that were appended before events did.
/// </summary>
internal sealed class ToldAgain
{
    // Ids rise with time, as those of the service do: each telling has the next of the first eight hexadecimal digits.
    private const int FirstTime = 0x01b0_0000;
    private const string Stream = "booking/";
    private const string Commitment = "commitment";

    private const string Copy = """
        copy center.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, correlation_id,
                               causation_id, headers, user_name, is_archived) from stdin (format binary)
        """;

    private const string Begin = """
        insert into center.mt_streams (tenant_id, id, version, timestamp)
        select $1, stream.id, stream.version, now() from unnest($2::text[], $3::bigint[]) stream (id, version)
        """;

    private const string Draw = """
        select min(position) from (
            select nextval((
                       select format('center.%I', 'mt_events_sequence_' || partition_suffix)::regclass
                       from center.mt_tenant_partitions where partition_value = $1)) as position
            from generate_series(1, $2)) drawn
        """;

    private readonly BenchmarkedCenter _center;
    private readonly List<(StoredEvent Event, string DotnetType)> _told;
    private int _rounds;

    private ToldAgain(BenchmarkedCenter center, List<(StoredEvent Event, string DotnetType)> told) =>
        (_center, _told) = (center, told);

    /// <summary>Reads what is there to be told again.</summary>
    /// <param name="center">A centre whose service is stopped.</param>
    public static async Task<ToldAgain> ReadAsync(BenchmarkedCenter center)
    {
        var told = new List<(StoredEvent Event, string DotnetType)>();
        await using var command = center.Database.CreateCommand(
            $"select mt_dotnet_type, {StoredEvent.Columns} from center.mt_events where stream_id like '{Stream}%' order by seq_id"
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var e = StoredEvent.Read(reader, 1);
            told.Add((e with { Headers = WithoutCommitment(e.Headers) }, reader.GetString(0)));
        }

        return new ToldAgain(center, told);
    }

    /// <summary>Tells all of them once more, or whole bookings until there are enough events.</summary>
    /// <param name="wanted">Least events, if there are so many.</param>
    /// <param name="committed">Whether they say what they commit to.</param>
    public async Task TellAsync(long wanted, bool committed)
    {
        var prefix = $"{Stream}{FirstTime + ++_rounds:x8}";
        var streams = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var ofStream in _told.GroupBy(one => one.Event.Stream, StringComparer.Ordinal))
        {
            if (wanted > 0)
            {
                streams.Add(ofStream.Key, ofStream.Count());
                wanted -= ofStream.Count();
            }
        }

        var events = _told.FindAll(one => streams.ContainsKey(one.Event.Stream));
        await using var connection = await _center.Database.OpenConnectionAsync();
        await using var begin = new NpgsqlCommand(Begin, connection);
        begin.Parameters.Add(new NpgsqlParameter { Value = BenchmarkedCenter.Centre });
        begin.Parameters.Add(new NpgsqlParameter { Value = streams.Keys.Select(Renamed).ToArray() });
        begin.Parameters.Add(new NpgsqlParameter { Value = streams.Values.ToArray() });
        await begin.ExecuteNonQueryAsync();
        var position = await DrawAsync(connection, events.Count);
        await using var copy = await connection.BeginBinaryImportAsync(Copy);
        foreach (var (e, type) in events)
        {
            var again = e with { Position = position++, Id = Guid.NewGuid(), Stream = Renamed(e.Stream) };
            await WriteAsync(copy, committed ? Committed(again) : again, type);
        }

        await copy.CompleteAsync();

        string Renamed(string stream) => prefix + stream[(Stream.Length + 8)..];
    }

    private static async Task<long> DrawAsync(NpgsqlConnection connection, int count)
    {
        await using var draw = new NpgsqlCommand(Draw, connection);
        draw.Parameters.Add(new NpgsqlParameter { Value = BenchmarkedCenter.Centre });
        draw.Parameters.Add(new NpgsqlParameter { Value = count });
        return (long)(await draw.ExecuteScalarAsync())!;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, StoredEvent e, string dotnetType)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync(e.Position);
        await copy.WriteAsync(e.Id);
        await copy.WriteAsync(e.Stream);
        await copy.WriteAsync(e.Version);
        await copy.WriteAsync(e.Data, NpgsqlDbType.Jsonb);
        await copy.WriteAsync(e.Type);
        await copy.WriteAsync(BenchmarkedCenter.Centre);
        await copy.WriteAsync(e.At, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(dotnetType);
        await copy.WriteAsync(e.Correlation);
        await copy.WriteAsync(e.Causation);
        await copy.WriteAsync(e.Headers, NpgsqlDbType.Jsonb);
        await copy.WriteAsync(e.Actor);
        await copy.WriteAsync(false);
    }

    private static StoredEvent Committed(StoredEvent e)
    {
        var commitment = Convert.ToHexStringLower(EventLeaf.Of(BenchmarkedCenter.Centre, e));
        return e with { Headers = $$"""{{e.Headers[..^1]}},"{{Commitment}}":"{{commitment}}"}""" };
    }

    private static string WithoutCommitment(string headers)
    {
        var members = JsonNode.Parse(headers)!.AsObject();
        members.Remove(Commitment);
        return members.ToJsonString();
    }
}
