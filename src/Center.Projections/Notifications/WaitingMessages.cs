using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.Notifications;

/// <summary>Durable messages of one kind in one state.</summary>
/// <param name="Kind">Name of the message without its namespace.</param>
/// <param name="State"><c>incoming</c>, <c>scheduled</c> or <c>dead</c>.</param>
/// <param name="Count">How many.</param>
public sealed record WaitingMessages(string Kind, string State, long Count)
{
    private const string Sql = """
        select regexp_replace(message_type, '^.*\.', ''), lower(status), count(*)
        from center.wolverine_incoming_envelopes where status <> 'Handled' group by 1, 2
        union all
        select regexp_replace(message_type, '^.*\.', ''), 'dead', count(*)
        from center.wolverine_dead_letters group by 1, 2
        order by 1, 2
        """;

    /// <summary>Reads them.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyList<WaitingMessages>> ReadAsync(
        NpgsqlDataSource source,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var waiting = new List<WaitingMessages>();
        while (await reader.ReadAsync(stopping))
        {
            waiting.Add(new WaitingMessages(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return waiting;
    }
}
