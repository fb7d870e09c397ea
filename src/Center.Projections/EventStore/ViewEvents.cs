using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using JasperFx.Events;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// Makes events of raw rows of the log, with what views are given of them: body, stream, version, position, time and who
/// acted. Marten's own reader would also make what no view looks at.
/// </summary>
internal static class ViewEvents
{
    /// <summary>Columns to select, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns = "seq_id, stream_id, version, type, timestamp, user_name, data";

    // In no order: the planner would walk through the whole log in its order, rather than look up some streams.
    private const string OfStreams =
        $"select {Columns} from center.mt_events where tenant_id = $1 and stream_id = any($2) and seq_id < $3";

    /// <summary>Makes an event of the current row.</summary>
    /// <param name="reader">Reader over <see cref="Columns"/>.</param>
    /// <exception cref="JsonException">This version does not know the event, or its body is none.</exception>
    public static IEvent Read(NpgsqlDataReader reader)
    {
        var type = reader.GetString(3);
        var form = EventForm.Named(type) ?? throw new JsonException($"The event '{type}' is not known.");
        var e = EventForm.Place(
            form.Read(reader.GetFieldValue<byte[]>(6)),
            reader.GetString(1),
            reader.GetInt64(0),
            reader.GetInt64(2),
            reader.GetFieldValue<DateTimeOffset>(4)
        );
        e.UserName = reader.IsDBNull(5) ? null : reader.GetString(5);
        return e;
    }

    /// <summary>What some streams said before a position.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="streams">Stream keys.</param>
    /// <param name="position">The position, exclusive.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Events by ascending position.</returns>
    public static async Task<IReadOnlyList<IEvent>> BeforeAsync(
        NpgsqlConnection connection,
        string centre,
        IReadOnlyCollection<string> streams,
        long position,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = OfStreams;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = streams.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = position });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var events = new List<IEvent>();
        while (await reader.ReadAsync(stopping))
        {
            events.Add(Read(reader));
        }

        events.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return events;
    }
}
