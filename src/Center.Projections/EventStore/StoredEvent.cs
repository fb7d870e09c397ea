using System;
using System.Text.Json;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>An event as it lies in the store, read from the raw row and never through an upcaster.</summary>
/// <param name="Position">Place in the centre's log; positions rise, gaps may occur.</param>
/// <param name="Id">Id of the event.</param>
/// <param name="Stream">Stream key.</param>
/// <param name="Version">Place in its stream, from 1 without gaps.</param>
/// <param name="Type">Stored name with version, for example <c>booking.confirmed.v1</c>.</param>
/// <param name="At">Instant that the event was decided at, UTC, microseconds.</param>
/// <param name="Actor">Subject that acted.</param>
/// <param name="Correlation">Correlation id, or null.</param>
/// <param name="Causation">Causation id, or null.</param>
/// <param name="Data">Body as JSON text.</param>
/// <param name="Headers">Other metadata as a JSON object text: role, channel, request, onBehalfOf, policy, salt.</param>
public sealed record StoredEvent(
    long Position,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    DateTimeOffset At,
    string? Actor,
    string? Correlation,
    string? Causation,
    string Data,
    string Headers
)
{
    /// <summary>Columns to select, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "seq_id, id, stream_id, version, type, timestamp, user_name, correlation_id, causation_id, data::text, coalesce(headers, '{}')::text";

    /// <summary>Reads the current row.</summary>
    /// <param name="reader">Reader over <see cref="Columns"/>.</param>
    public static StoredEvent Read(NpgsqlDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new StoredEvent(
            reader.GetInt64(0),
            reader.GetGuid(1),
            reader.GetString(2),
            reader.GetInt64(3),
            reader.GetString(4),
            new DateTimeOffset(reader.GetDateTime(5).ToUniversalTime(), TimeSpan.Zero),
            reader.IsDBNull(6) ? null : reader.GetString(6),
            reader.IsDBNull(7) ? null : reader.GetString(7),
            reader.IsDBNull(8) ? null : reader.GetString(8),
            reader.GetString(9),
            reader.GetString(10)
        );
    }

    /// <summary>One metadata header as text, or null.</summary>
    /// <param name="name">role, channel, request, onBehalfOf, policy or salt.</param>
    public string? Header(string name)
    {
        using var headers = JsonDocument.Parse(Headers);
        return headers.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
