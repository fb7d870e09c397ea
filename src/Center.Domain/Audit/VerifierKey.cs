using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Center.Domain.Audit;

/// <summary>Whether an Ed25519 signature (RFC 8032) is right; the base class library of .NET 10 cannot tell.</summary>
/// <param name="publicKey">32 bytes.</param>
/// <param name="message">The signed bytes.</param>
/// <param name="signature">64 bytes.</param>
public delegate bool Ed25519Check(
    ReadOnlySpan<byte> publicKey,
    ReadOnlySpan<byte> message,
    ReadOnlySpan<byte> signature
);

/// <summary>What an Ed25519 key signs; its byte in a verifier key, and in the key's id.</summary>
public enum KeyUse
{
    /// <summary>Notes: the key of a log (C2SP signed-note).</summary>
    Note = 1,

    /// <summary>Cosignatures with their time: the key of a witness (C2SP tlog-cosignature).</summary>
    Cosignature = 4,
}

/// <summary>The public half of an Ed25519 key with its name, as C2SP signed-note writes it.</summary>
public sealed class VerifierKey
{
    /// <summary>Bytes of an Ed25519 public key.</summary>
    public const int PublicKeyLength = 32;

    private readonly byte[] _publicKey;

    /// <summary>Names a key.</summary>
    /// <param name="name">Name of the key: the log's origin, or the witness's name.</param>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="use">What it signs.</param>
    /// <exception cref="ArgumentException">The name has white space or a plus, or the key another length.</exception>
    public VerifierKey(string name, ReadOnlySpan<byte> publicKey, KeyUse use = KeyUse.Note)
    {
        if (!IsName(name) || publicKey.Length != PublicKeyLength)
        {
            throw new ArgumentException("A key has a name without white space and plus, and 32 bytes.", nameof(name));
        }

        Name = name;
        Use = use;
        _publicKey = publicKey.ToArray();
        byte[] hashed = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)use, .. _publicKey];
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(hashed));
    }

    /// <summary>Name of the key.</summary>
    public string Name { get; }

    /// <summary>What it signs.</summary>
    public KeyUse Use { get; }

    /// <summary>The first four bytes of SHA-256(name ‖ 0x0A ‖ the byte of its use ‖ public key).</summary>
    public uint Id { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Whether a text can name a key.</summary>
    /// <param name="name">The text.</param>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        !string.IsNullOrEmpty(name) && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <summary>Reads the verifier key of a log.</summary>
    /// <param name="text">For example <c>example.com/foo+530d903a+AekyeRrm…</c>.</param>
    /// <param name="key">The key.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out VerifierKey? key) =>
        TryRead(text, KeyUse.Note, out key);

    /// <summary>Reads a verifier key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="use">What it must be a key for.</param>
    /// <param name="key">The key.</param>
    public static bool TryRead(string text, KeyUse use, [NotNullWhen(true)] out VerifierKey? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || StrictBase64.Read(parts[2]) is not [var kind, .. var publicKey])
        {
            return false;
        }

        if (kind != (byte)use || publicKey.Length != PublicKeyLength)
        {
            return false;
        }

        var read = new VerifierKey(parts[0], publicKey, use);
        key = read.ToString() == text ? read : null;
        return key is not null;
    }

    /// <summary>The key as verifiers are given it.</summary>
    public override string ToString() =>
        $"{Name}+{Id.ToString("x8", CultureInfo.InvariantCulture)}+{Convert.ToBase64String([(byte)Use, .. _publicKey])}";
}
