using System;
using System.Buffers;
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
    // One level less than a reader of the whole follows, which has braces around it.
    private static readonly JsonReaderOptions _body = new() { MaxDepth = 63 };

    /// <summary>The canonical bytes of an event.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    /// <exception cref="FormatException">Something in the row has no canonical form.</exception>
    /// <exception cref="InvalidOperationException">The metadata are no object, or a text in the row is no Unicode.</exception>
    /// <exception cref="JsonException">Body or metadata are nested too deep.</exception>
    public static byte[] Canonical(string centre, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var headers = new CanonicalHeaders(e.Headers);
        using var text = new CanonicalText();
        text.Raw("{"u8);
        WriteText(text, "actor"u8, e.Actor);
        WriteText(text, "at"u8, Instants.Write(e.At));
        WriteBody(text, e.Data);
        WriteText(text, "causation"u8, e.Causation);
        WriteText(text, "centre"u8, centre);
        headers.Write(text, CanonicalHeaders.Channel);
        WriteText(text, "correlation"u8, e.Correlation);
        WriteText(text, "id"u8, e.Id.ToString());
        headers.Write(text, CanonicalHeaders.OnBehalfOf);
        headers.Write(text, CanonicalHeaders.Policy);
        WriteNumber(text, "position"u8, e.Position);
        headers.Write(text, CanonicalHeaders.Request);
        headers.Write(text, CanonicalHeaders.Role);
        WriteText(text, "stream"u8, e.Stream);
        WriteText(text, "type"u8, e.Type);
        WriteNumber(text, "version"u8, e.Version);
        text.Raw("}"u8);
        return text.Written.ToArray();
    }

    /// <summary>The public leaf: SHA-256(salt ‖ canonical event), 32 bytes.</summary>
    /// <param name="salt">The event's salt, 16 bytes.</param>
    /// <param name="canonical">The canonical bytes.</param>
    public static byte[] Commitment(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonical)
    {
        var both = ArrayPool<byte>.Shared.Rent(salt.Length + canonical.Length);
        salt.CopyTo(both);
        canonical.CopyTo(both.AsSpan(salt.Length));
        var hash = SHA256.HashData(both.AsSpan(0, salt.Length + canonical.Length));
        ArrayPool<byte>.Shared.Return(both);
        return hash;
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

    private static void WriteText(CanonicalText text, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            text.Name(name);
            text.Write(value);
        }
    }

    private static void WriteNumber(CanonicalText text, ReadOnlySpan<byte> name, long value)
    {
        text.Name(name);
        text.Write(value);
    }

    private static void WriteBody(CanonicalText text, string json)
    {
        using var body = new LentUtf8(json);
        text.Name("body"u8);
        text.Write(body.Bytes, _body);
    }
}
