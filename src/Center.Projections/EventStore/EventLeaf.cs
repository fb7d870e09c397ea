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
    /// <summary>The canonical bytes of an event.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    /// <exception cref="FormatException">Something in the row has no canonical form.</exception>
    /// <exception cref="InvalidOperationException">The metadata are no object, or a text in the row is no Unicode.</exception>
    /// <exception cref="JsonException">Body or metadata are nested too deep.</exception>
    public static byte[] Canonical(string centre, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var page = new EventPage();
        page.Add(e);
        using var text = new CanonicalEvent();
        return text.Write(centre, page, 0).ToArray();
    }

    /// <summary>The public leaf: SHA-256(salt ‖ canonical event), 32 bytes.</summary>
    /// <param name="salt">The event's salt, 16 bytes.</param>
    /// <param name="canonical">The canonical bytes.</param>
    public static byte[] Commitment(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonical)
    {
        var leaf = new byte[SHA256.HashSizeInBytes];
        Commit(salt, canonical, leaf);
        return leaf;
    }

    /// <summary>The same, written where it belongs.</summary>
    /// <param name="salt">The event's salt.</param>
    /// <param name="canonical">The canonical bytes.</param>
    /// <param name="leaf">At least 32 bytes.</param>
    internal static void Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonical, Span<byte> leaf)
    {
        var both = ArrayPool<byte>.Shared.Rent(salt.Length + canonical.Length);
        salt.CopyTo(both);
        canonical.CopyTo(both.AsSpan(salt.Length));
        SHA256.HashData(both.AsSpan(0, salt.Length + canonical.Length), leaf);
        ArrayPool<byte>.Shared.Return(both);
    }

    /// <summary>The public leaf of a stored event, by the salt that lies with it.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="e">The event as stored.</param>
    /// <exception cref="FormatException">The event has no salt.</exception>
    public static byte[] Of(string centre, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Commitment(SaltOf(e), Canonical(centre, e));
    }

    /// <summary>The salt of an event's leaf.</summary>
    /// <param name="e">The event.</param>
    /// <exception cref="FormatException">It has none.</exception>
    internal static byte[] SaltOf(StoredEvent e) =>
        e.Salt ?? throw new FormatException($"The event at position {e.Position} has no salt.");
}
