using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit;

/// <summary>An event that was drawn.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Event">Its id.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Type">Stored name with version.</param>
/// <param name="At">When it was decided.</param>
public sealed record SampledEvent(long Position, Guid Event, string Stream, string Type, DateTimeOffset At);

/// <summary>Reads the events that samples are drawn from; of each no more than what the draw needs.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class SampledEvents(NpgsqlDataSource source)
{
    private const int PatienceSeconds = 120;

    private const string Matching = """
        select id, seq_id from center.mt_events
        where tenant_id = $1 and seq_id between $2 and $3
          and ($4::text is null or type = $4 or left(type, length($4) + 2) = $4 || '.v')
          and ($5::text is null or starts_with(stream_id, $5))
        """;

    private const string Named = $"""
        select seq_id, id, stream_id, type, {StoredEvent.Instant} from center.mt_events where tenant_id = $1 and seq_id = any($2)
        """;

    /// <summary>Tells a draw every event that matches.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="criteria">Which events.</param>
    /// <param name="draw">Hears them.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task TellAsync(string centre, SampleCriteria criteria, SampleDraw draw, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        ArgumentNullException.ThrowIfNull(draw);
        await using var command = source.CreateCommand(Matching);
        command.CommandTimeout = PatienceSeconds;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = criteria.From });
        command.Parameters.Add(new NpgsqlParameter { Value = criteria.To });
        command.Parameters.Add(Optional(criteria.Type));
        command.Parameters.Add(Optional(criteria.Stream));
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            draw.Tell(reader.GetGuid(0), reader.GetInt64(1));
        }
    }

    /// <summary>What stands at positions, in their order; what is not there is left out.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="positions">The positions.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<SampledEvent>> AtAsync(
        string centre,
        IReadOnlyList<long> positions,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(Named);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = positions.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var events = new Dictionary<long, SampledEvent>();
        while (await reader.ReadAsync(stopping))
        {
            var found = new SampledEvent(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4)
            );
            events[found.Position] = found;
        }

        return [.. positions.Where(events.ContainsKey).Select(position => events[position])];
    }

    /// <summary>Whether a centre has a stream.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stream">Key of the stream.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<bool> HasStreamAsync(string centre, string stream, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            "select exists (select from center.mt_streams where tenant_id = $1 and id = $2)"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = stream });
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }

    private static NpgsqlParameter Optional(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
