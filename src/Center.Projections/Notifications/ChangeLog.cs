using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Notifications;

/// <summary>
/// An event and whom it concerns, as its stream says up to that event and no further: who may see it is the same today and
/// when the log is read again from its beginning.
/// </summary>
/// <param name="Position">Place in the centre's log.</param>
/// <param name="Type">Stored name with version.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Stream">Stream key.</param>
/// <param name="Closure">Id of the closure that it is about, or null.</param>
/// <param name="Entry">Id of the service entry that it is about, or null.</param>
/// <param name="Sites">Codes of the sites where it lies or lay.</param>
/// <param name="People">People whom the booking is for.</param>
/// <param name="Organisations">Organisations that the booking is for, or that answer for the service entry.</param>
/// <param name="Actors">Subjects that acted in the stream, where it is a booking's.</param>
public sealed record LoggedChange(
    long Position,
    string Type,
    DateTimeOffset At,
    string Stream,
    string? Closure,
    string? Entry,
    IReadOnlyCollection<string> Sites,
    IReadOnlyCollection<string> People,
    IReadOnlyCollection<string> Organisations,
    IReadOnlyCollection<string> Actors
);

/// <summary>Reads stretches of the log together with whom each event concerns.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class ChangeLog(NpgsqlDataSource source)
{
    /// <summary>Most events of a page.</summary>
    public const int PageSize = 500;

    // Streams of these kinds are short; of others the event itself says all that is needed.
    private const string Sql = $"""
        with page as materialized (
          select seq_id, type, {StoredEvent.Instant} as instant, stream_id, version, data, split_part(stream_id, '/', 1) as kind
          from center.mt_events
          where tenant_id = $1 and seq_id > $2 and seq_id <= $3 and split_part(stream_id, '/', 1) = any($4)
          order by seq_id limit $5
        )
        select page.seq_id, page.type, page.instant, page.stream_id, page.data->>'closure', page.data->>'entry',
          coalesce(so_far.sites, array[page.data->>'site']), so_far.people, so_far.organisations, so_far.actors
        from page left join lateral (
          select array_agg(distinct coalesce(e.data->'terms'->>'site', e.data->>'site')) as sites,
            array_agg(distinct e.data->'terms'->>'person') as people,
            array_agg(distinct coalesce(e.data->'terms'->>'organisation',
              case when e.data->>'entry' = page.data->>'entry' then e.data->'service'->>'recordingUnit' end)) as organisations,
            array_agg(distinct e.user_name) filter (where page.kind = 'booking') as actors
          from center.mt_events e
          where e.tenant_id = $1 and e.stream_id = page.stream_id and e.version <= page.version
        ) so_far on page.kind in ('booking', 'volunteer-day', 'device')
        order by page.seq_id
        """;

    /// <summary>One page of a stretch that is final.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="after">Position before the first event.</param>
    /// <param name="upTo">Last position, inclusive.</param>
    /// <param name="kinds">First parts of the stream keys that are wanted.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>By position; fewer than <see cref="PageSize"/> when the stretch is at its end.</returns>
    public async Task<IReadOnlyList<LoggedChange>> PageAsync(
        string centre,
        long after,
        long upTo,
        IEnumerable<string> kinds,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = upTo });
        command.Parameters.Add(new NpgsqlParameter { Value = kinds.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = PageSize });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var page = new List<LoggedChange>();
        while (await reader.ReadAsync(stopping))
        {
            page.Add(Read(reader));
        }

        return page;
    }

    private static LoggedChange Read(NpgsqlDataReader reader)
    {
        return new LoggedChange(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetString(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            Texts(6),
            Texts(7),
            Texts(8),
            Texts(9)
        );

        string[] Texts(int column) =>
            reader.IsDBNull(column) ? [] : [.. reader.GetFieldValue<string?[]>(column).OfType<string>()];
    }
}
