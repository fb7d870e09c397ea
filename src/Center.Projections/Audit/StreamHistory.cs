using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>One event in the history of one stream, as people and clients read it.</summary>
/// <param name="Position">Place in the centre's log.</param>
/// <param name="Version">Place in its stream, from 1.</param>
/// <param name="Type">Name of the event without its version.</param>
/// <param name="SchemaVersion">Version of the event's shape.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Actor">Subject that acted.</param>
/// <param name="Role">Role under which the actor acted.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="OnBehalfOf">For whom the actor acted, or null.</param>
/// <param name="Data">Body.</param>
/// <param name="Malformed">
/// True where body or metadata have not the form in which the service writes them, so that somebody wrote past it; absent
/// elsewhere.
/// </param>
public sealed record HistoryItem(
    long Position,
    long Version,
    string Type,
    int SchemaVersion,
    DateTimeOffset At,
    string? Actor,
    string? Role,
    string? Channel,
    string? OnBehalfOf,
    JsonElement Data,
    bool? Malformed = null
)
{
    /// <summary>The item of a stored event.</summary>
    /// <param name="e">The event as stored.</param>
    public static HistoryItem Of(StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var headers = StoredHeaders.Read(e.Headers);
        return new HistoryItem(
            e.Position,
            e.Version,
            EventLanguage.WithoutVersion(e.Type),
            EventLanguage.VersionIn(e.Type),
            e.At,
            e.Actor,
            headers["role"],
            headers["channel"],
            headers["onBehalfOf"],
            StoredJson.Read(e.Data),
            e.IsMalformed ? true : null
        );
    }
}

/// <summary>The history of one stream, from the raw rows.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class StreamHistory(NpgsqlDataSource source)
{
    private const string Sql = $"""
        select {StoredEvent.Columns} from center.mt_events
        where tenant_id = $1 and stream_id = $2 order by version
        """;

    /// <summary>All events of a stream by version, as people and clients read them.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stream">Stream key, for example <c>booking/0190…</c>.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Empty when there is no such stream.</returns>
    public async Task<IReadOnlyList<HistoryItem>> ReadAsync(string centre, string stream, CancellationToken stopping) =>
        [.. (await StoredAsync(centre, stream, stopping)).Select(HistoryItem.Of)];

    /// <summary>All events of a stream by version, as they lie in the store.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stream">Stream key.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Empty when there is no such stream.</returns>
    public async Task<IReadOnlyList<StoredEvent>> StoredAsync(string centre, string stream, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = stream });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(stopping))
        {
            events.Add(StoredEvent.Read(reader));
        }

        return events;
    }
}
