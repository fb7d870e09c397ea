using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>How far a view is behind a centre's log.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="View">Name of the view.</param>
/// <param name="Positions">Positions that it has not applied yet.</param>
/// <param name="Waiting">Age of the oldest event that it has not applied yet; zero when there is none.</param>
public sealed record ViewLag(string Centre, string View, long Positions, TimeSpan Waiting);

/// <summary>How far a view has followed a centre's log.</summary>
public static class ViewProgress
{
    private const string Lags = $"""
        select c.partition_value, v.name, greatest(head.position - coalesce(p.last_seq_id, 0), 0),
          coalesce((
            select greatest(clock_timestamp() - {StoredEvent.Instant}, interval '0') from center.mt_events e
            where e.tenant_id = c.partition_value and e.seq_id > coalesce(p.last_seq_id, 0) order by e.seq_id limit 1
          ), interval '0')
        from center.mt_tenant_partitions c
        cross join unnest($1::text[]) v (name)
        left join center.mt_event_progression p on p.name = v.name || ':All:' || c.partition_value
        cross join lateral (
          select coalesce(max(e.seq_id), 0) as position from center.mt_events e where e.tenant_id = c.partition_value
        ) head
        order by 1, 2
        """;

    /// <summary>The position up to which a view has applied every event.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="view">Name of the view.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>0 when it has applied none.</returns>
    public static async Task<long> ReadAsync(
        NpgsqlConnection connection,
        string view,
        string centre,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = "select last_seq_id from center.mt_event_progression where name = $1";
        command.Parameters.Add(new NpgsqlParameter { Value = $"{view}:All:{centre}" });
        return await command.ExecuteScalarAsync(stopping) is long position ? position : 0;
    }

    /// <summary>How far views are behind the logs of all centres, by centre and view.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="views">Names of the views.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyList<ViewLag>> LagsAsync(
        NpgsqlDataSource source,
        string[] views,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(Lags);
        command.Parameters.Add(new NpgsqlParameter { Value = views });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var lags = new List<ViewLag>();
        while (await reader.ReadAsync(stopping))
        {
            lags.Add(new ViewLag(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetTimeSpan(3)));
        }

        return lags;
    }

    /// <summary>The newest position of a centre's log.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>0 when the log is empty.</returns>
    public static async Task<long> HeadAsync(NpgsqlConnection connection, string centre, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = "select coalesce(max(seq_id), 0) from center.mt_events where tenant_id = $1";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        return (long)(await command.ExecuteScalarAsync(stopping))!;
    }
}
