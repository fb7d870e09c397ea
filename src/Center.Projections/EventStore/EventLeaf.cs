using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Text.Json;

namespace Center.Projections.EventStore;

/// <summary>
/// The canonical form of a stored event and its public leaf. The form is fixed: RFC 8785 of an object with the members
/// actor, at, body, causation, centre, channel, correlation, id, onBehalfOf, policy, position, request, role, stream,
/// type and version (absent when unknown). The leaf is a salted commitment, so that a public tree says nothing about
/// people, rooms and times.
/// </summary>
public static class EventLeaf
{
    /// <summary>The canonical bytes of an event.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    public static byte[] Canonical(string centre, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteText(json, "actor", e.Actor);
            json.WriteString("at", Instants.Write(e.At));
            json.WritePropertyName("body");
            json.WriteRawValue(e.Data);
            WriteText(json, "causation", e.Causation);
            json.WriteString("centre", centre);
            WriteText(json, "correlation", e.Correlation);
            json.WriteString("id", e.Id);
            json.WriteNumber("position", e.Position);
            json.WriteString("stream", e.Stream);
            json.WriteString("type", e.Type);
            json.WriteNumber("version", e.Version);
            WriteHeaders(json, e.Headers);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return CanonicalJson.Of(document.RootElement);
    }

    /// <summary>The public leaf: SHA-256(salt ‖ canonical event), 32 bytes.</summary>
    /// <param name="salt">The event's salt, 16 bytes.</param>
    /// <param name="canonical">The canonical bytes.</param>
    public static byte[] Commitment(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonical)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(canonical);
        return hash.GetHashAndReset();
    }

    /// <summary>The public leaf of a stored event, by the salt that lies with it.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    /// <exception cref="FormatException">The event has no salt.</exception>
    public static byte[] Of(string centre, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var salt = e.Header("salt") ?? throw new FormatException($"The event at position {e.Position} has no salt.");
        return Commitment(Convert.FromHexString(salt), Canonical(centre, e));
    }

    private static void WriteHeaders(Utf8JsonWriter json, string headers)
    {
        using var document = JsonDocument.Parse(headers);
        foreach (var header in document.RootElement.EnumerateObject())
        {
            if (header.Name is "channel" or "onBehalfOf" or "policy" or "request" or "role")
            {
                header.WriteTo(json);
            }
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
