using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using JasperFx.Events;
using Marten.Events;
using Marten.Internal;
using Npgsql;
using Weasel.Storage;

namespace Center.Projections.Audit;

/// <summary>
/// Reads a centre's log for a replay, page by page, archived events too. Marten makes the events, as it does for the views
/// that follow the log; its own query would take them in column by column, each as a task.
/// </summary>
/// <param name="scratch">The scratch schema, whose store knows the events.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="to">Last position, inclusive.</param>
/// <param name="streams">Beginnings of the keys of the streams that are wanted; null for all.</param>
internal sealed class ReplayLog(ReplayScratch scratch, string centre, long to, IReadOnlyList<string>? streams)
{
    // The seq_id of an event, where Marten expects it among its columns.
    private const int Position = 4;

    /// <summary>Reads a page.</summary>
    /// <param name="after">Position after which it begins.</param>
    /// <param name="size">Most events.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Events by ascending position; fewer than <paramref name="size"/> only at the end.</returns>
    /// <exception cref="ReplayFailedException">An event cannot be read.</exception>
    public async Task<IReadOnlyList<IEvent>> PageAsync(long after, int size, CancellationToken stopping)
    {
        await using var session = scratch.Store.QuerySession(centre);
        var events = ((IMartenSession)session).EventStorage();
        await using var command = scratch.Source.CreateCommand(
            $"""
            select {string.Join(", ", events.SelectFields())} from {CenterStore.Schema}.mt_events as d
            where d.tenant_id = $1 and d.seq_id > $2 and d.seq_id <= $3
              {(streams is null ? "" : "and d.stream_id like any ($5)")}
            order by d.seq_id limit $4
            """
        );
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = to });
        command.Parameters.Add(new NpgsqlParameter { Value = size });
        if (streams is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = streams.Select(Beginning).ToArray() });
        }

        await using var reader = await command.ExecuteReaderAsync(stopping);
        var page = new List<IEvent>();
        while (await reader.ReadAsync(stopping))
        {
            page.Add(Read(events, reader));
        }

        return page;
    }

    private static IEvent Read(ISelector<IEvent> events, NpgsqlDataReader reader)
    {
        try
        {
            return events.Resolve(reader);
        }
        catch (Exception wrong)
        {
            throw new ReplayFailedException(
                $"The event at position {reader.GetInt64(Position)} cannot be read: {wrong.Message}",
                wrong
            );
        }
    }

    private static string Beginning(string stream) =>
        stream.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%";
}
