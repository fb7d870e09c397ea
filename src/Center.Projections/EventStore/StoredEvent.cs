using System;
using System.Buffers;
using System.Security.Cryptography;
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
/// <param name="Headers">Other metadata as JSON text; what the service writes is an object of texts, see <see cref="StoredHeaders"/>.</param>
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
    /// <summary>
    /// The instant of an event in SQL. Instants that no calendar of ours can show, which the service never writes, become the
    /// first or last that it can.
    /// </summary>
    public const string Instant =
        "greatest(least(timestamp, timestamptz '9999-12-30T00:00:00Z'), timestamptz '0001-01-02T00:00:00Z')";

    /// <summary>Columns to select, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns =
        $"seq_id, id, coalesce(stream_id, ''), version, type, {Instant}, user_name, correlation_id, causation_id, data::text, coalesce(headers, '{{}}')::text";

    /// <summary>Reads the current row.</summary>
    /// <param name="reader">Reader over <see cref="Columns"/>.</param>
    /// <param name="first">Place of the first of the columns.</param>
    public static StoredEvent Read(NpgsqlDataReader reader, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new StoredEvent(
            reader.GetInt64(first),
            reader.GetGuid(first + 1),
            reader.GetString(first + 2),
            reader.GetInt64(first + 3),
            reader.GetString(first + 4),
            new DateTimeOffset(reader.GetDateTime(first + 5).ToUniversalTime(), TimeSpan.Zero),
            Text(first + 6),
            Text(first + 7),
            Text(first + 8),
            reader.GetString(first + 9),
            reader.GetString(first + 10)
        );

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    /// <summary>
    /// Whether body or metadata have not the form in which the service writes them: somebody wrote to the database past it.
    /// </summary>
    public bool IsMalformed =>
        StoredJson.Read(Data).ValueKind != JsonValueKind.Object || !StoredHeaders.Read(Headers).AreOurs;

    /// <summary>The salt of the event's leaf; null when there is none that can be read.</summary>
    public byte[]? Salt => Bytes(EventContext.SaltHeader);

    /// <summary>
    /// What the event committed to when it was appended, 32 bytes; null when it says nothing of the kind, as events did not at
    /// first. Whether the event is still the same, only its canonical form can tell.
    /// </summary>
    public byte[]? Commitment =>
        Bytes(EventContext.CommitmentHeader) is { Length: SHA256.HashSizeInBytes } bytes ? bytes : null;

    /// <summary>One metadata header as text; null when there is none, and when it is no text.</summary>
    /// <param name="name">role, channel, request, onBehalfOf, policy, salt or commitment.</param>
    public string? Header(string name) => StoredHeaders.TextIn(Headers, name);

    private byte[]? Bytes(string header)
    {
        if (Header(header) is not { } hex)
        {
            return null;
        }

        var bytes = new byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }
}
