using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit;

/// <summary>Which events of a centre's log are wanted; what is null does not narrow.</summary>
public sealed record EventFilter
{
    /// <summary>Position after which to begin, exclusive.</summary>
    public long After { get; init; }

    /// <summary>Last position, inclusive.</summary>
    public long? To { get; init; }

    /// <summary>Exact stream key.</summary>
    public string? Stream { get; init; }

    /// <summary>Name of the event, with its version or without for all versions.</summary>
    public string? Type { get; init; }

    /// <summary>Subject that acted.</summary>
    public string? Actor { get; init; }

    /// <summary>First instant, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, exclusive.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>
/// Reads a centre's log from the raw rows, page by page: no transaction outlives a page, and memory stays flat however
/// long the log is.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class EventLog(NpgsqlDataSource source)
{
    private const int PageSize = 1000;

    private const string Sql = $"""
        select {StoredEvent.Columns} from center.mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3
          and ($4::text is null or stream_id = $4)
          and ($5::text is null or type = $5 or left(type, length($5) + 2) = $5 || '.v')
          and ($6::text is null or user_name = $6)
          and ($7::timestamptz is null or timestamp >= $7)
          and ($8::timestamptz is null or timestamp < $8)
        order by seq_id limit $9
        """;

    /// <summary>Events by ascending position.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="filter">Which events.</param>
    /// <param name="limit">Most events, at least 1.</param>
    /// <param name="stopping">Gives up.</param>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string centre,
        EventFilter filter,
        long limit,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var after = filter.After;
        while (limit > 0)
        {
            var size = (int)Math.Min(limit, PageSize);
            var page = await PageAsync(centre, filter with { After = after }, size, stopping);
            foreach (var e in page)
            {
                yield return e;
            }

            if (page.Count < size)
            {
                yield break;
            }

            after = page[^1].Position;
            limit -= page.Count;
        }
    }

    /// <summary>A few events by descending position, for people to read.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="filter">Which events.</param>
    /// <param name="limit">Most events, at least 1; the oldest of those that match.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<StoredEvent>> NewestFirstAsync(
        string centre,
        EventFilter filter,
        int limit,
        CancellationToken stopping
    )
    {
        var events = new List<StoredEvent>();
        await foreach (var e in ReadAsync(centre, filter, limit, stopping))
        {
            events.Add(e);
        }

        events.Reverse();
        return events;
    }

    private async Task<List<StoredEvent>> PageAsync(
        string centre,
        EventFilter filter,
        int size,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = filter.After });
        command.Parameters.Add(new NpgsqlParameter { Value = filter.To ?? long.MaxValue });
        command.Parameters.Add(Optional(filter.Stream, NpgsqlDbType.Text));
        command.Parameters.Add(Optional(filter.Type, NpgsqlDbType.Text));
        command.Parameters.Add(Optional(filter.Actor, NpgsqlDbType.Text));
        command.Parameters.Add(Optional(filter.From?.UtcDateTime, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Optional(filter.Until?.UtcDateTime, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(new NpgsqlParameter { Value = size });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var page = new List<StoredEvent>();
        while (await reader.ReadAsync(stopping))
        {
            page.Add(StoredEvent.Read(reader));
        }

        return page;
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
