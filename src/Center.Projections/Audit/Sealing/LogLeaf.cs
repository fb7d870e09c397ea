using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Center.Projections.EventStore;

namespace Center.Projections.Audit.Sealing;

/// <summary>What a leaf of the public log stands for.</summary>
public enum LeafKind
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>Positions that were drawn and given up: no event lies there, and none may appear there later.</summary>
    Gap,

    /// <summary>An event without canonical form (nothing that the service wrote): a digest of the raw row stands for it.</summary>
    Unreadable,
}

/// <summary>A stretch of positions without events.</summary>
/// <param name="First">First position.</param>
/// <param name="Last">Last position, inclusive.</param>
public readonly record struct PositionGap(long First, long Last);

/// <summary>A leaf of the public log. What is published of it is the commitment alone.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Position">Position of the event; null for gaps.</param>
/// <param name="Event">Id of the event; null for gaps.</param>
/// <param name="Commitment">SHA-256(salt ‖ canonical text), 32 bytes: the entry in the log.</param>
/// <param name="Salt">The salt, unless the event carries it.</param>
/// <param name="Late">Whether the event appeared where a leaf had said that none would.</param>
public sealed record LogLeaf(
    LeafKind Kind,
    long? Position,
    Guid? Event,
    ReadOnlyMemory<byte> Commitment,
    byte[]? Salt,
    bool Late
)
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    /// <summary>Whether it stands for an event in its place, and nothing need be kept of it but the commitment.</summary>
    public bool IsOrdinary => Kind == LeafKind.Event && Salt is null && !Late;

    /// <summary>
    /// The leaf of an event: what it committed to when it was appended, or what its row says now, with a new salt where it has
    /// none.
    /// </summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    /// <param name="late">Whether it appeared where a leaf had said that none would.</param>
    public static LogLeaf Of(string centre, StoredEvent e, bool late)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Commitment is { } commitment)
        {
            return new LogLeaf(LeafKind.Event, e.Position, e.Id, commitment, null, late);
        }

        var own = e.Salt;
        var added = own is null ? RandomNumberGenerator.GetBytes(SaltLength) : null;
        var (kind, canonical) = CanonicalOf(centre, e);
        return new LogLeaf(kind, e.Position, e.Id, EventLeaf.Commitment(own ?? added!, canonical), added, late);
    }

    /// <summary>The leaf of gaps, with a new salt.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="gaps">The gaps, by position.</param>
    public static LogLeaf Of(string centre, IReadOnlyList<PositionGap> gaps)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var commitment = EventLeaf.Commitment(salt, CanonicalOf(centre, gaps));
        return new LogLeaf(LeafKind.Gap, null, null, commitment, salt, false);
    }

    /// <summary>The canonical text of an event, or of the digest that stands for it when it has none.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    public static (LeafKind Kind, byte[] Canonical) CanonicalOf(string centre, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        try
        {
            return (LeafKind.Event, EventLeaf.Canonical(centre, e));
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            // Somebody wrote past the service. The log says so and goes on; it must not be stopped by one row.
            return (LeafKind.Unreadable, CanonicalOfRaw(centre, e));
        }
    }

    /// <summary>
    /// The canonical text of gaps, RFC 8785: <c>{"centre":…,"gaps":[[first,last],…]}</c>, both ends inclusive.
    /// </summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="gaps">The gaps, by position.</param>
    public static byte[] CanonicalOf(string centre, IReadOnlyList<PositionGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        return Canonical(json =>
        {
            json.WriteString("centre", centre);
            json.WriteStartArray("gaps");
            foreach (var gap in gaps)
            {
                json.WriteStartArray();
                json.WriteNumberValue(gap.First);
                json.WriteNumberValue(gap.Last);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        });
    }

    private static byte[] CanonicalOfRaw(string centre, StoredEvent e)
    {
        string?[] columns =
        [
            e.Stream,
            e.Type,
            Instants.Write(e.At),
            e.Actor,
            e.Correlation,
            e.Causation,
            e.Data,
            e.Headers,
        ];
        var raw = SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(columns)));
        return Canonical(json =>
        {
            json.WriteString("centre", centre);
            json.WriteString("id", e.Id);
            json.WriteNumber("position", e.Position);
            json.WriteString("raw", Convert.ToHexStringLower(raw));
            json.WriteNumber("version", e.Version);
        });
    }

    private static byte[] Canonical(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return CanonicalJson.Of(document.RootElement);
    }
}
