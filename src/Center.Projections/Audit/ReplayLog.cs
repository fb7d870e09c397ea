using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Center.Projections.EventStore;
using JasperFx.Events;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>Reads a centre's log for a replay, page by page, archived events too (see <see cref="ViewEvents"/>).</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="to">Last position, inclusive.</param>
/// <param name="streams">Beginnings of the keys of the streams that are wanted; null for all.</param>
internal sealed class ReplayLog(NpgsqlDataSource source, string centre, long to, IReadOnlyList<string>? streams)
{
    private readonly string _sql = $"""
        select {ViewEvents.Columns} from {CenterStore.Schema}.mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3 {(streams is null ? "" : "and stream_id like any ($5)")}
        order by seq_id limit $4
        """;

    /// <summary>Reads pages.</summary>
    /// <param name="after">Position after which the first begins.</param>
    /// <param name="size">Events of a page.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Events by ascending position; the last page, and only that, is shorter than the others.</returns>
    /// <exception cref="ReplayFailedException">An event cannot be read.</exception>
    public IEnumerable<IReadOnlyList<IEvent>> Pages(long after, int size, CancellationToken stopping)
    {
        using var connection = source.OpenConnection();
        for (var isMore = true; isMore; )
        {
            var page = Page(connection, after, size, stopping);
            isMore = page.Count == size;
            after = isMore ? page[^1].Sequence : after;
            yield return page;
        }
    }

    private List<IEvent> Page(NpgsqlConnection connection, long after, int size, CancellationToken stopping)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _sql;
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = to });
        command.Parameters.Add(new NpgsqlParameter { Value = size });
        if (streams is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = streams.Select(Beginning).ToArray() });
        }

        using var givingUp = stopping.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        var page = new List<IEvent>();
        while (reader.Read())
        {
            page.Add(Read(reader));
        }

        return page;
    }

    private static IEvent Read(NpgsqlDataReader reader)
    {
        try
        {
            return ViewEvents.Read(reader);
        }
        catch (Exception wrong)
        {
            throw new ReplayFailedException(
                $"The event at position {reader.GetInt64(0)} cannot be read: {wrong.Message}",
                wrong
            );
        }
    }

    private static string Beginning(string stream) =>
        stream.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%";
}
