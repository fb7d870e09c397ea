using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Center.Domain.Audit;

/// <summary>A SHA-256 hash in the log's Merkle tree (RFC 6962, section 2.1), 32 bytes.</summary>
public readonly record struct TreeHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private TreeHash(ReadOnlySpan<byte> bytes)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The root of a tree without leaves: the hash of nothing.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    /// <summary>A hash as bytes made it.</summary>
    /// <param name="bytes">32 bytes.</param>
    /// <exception cref="ArgumentException">It is another number of bytes.</exception>
    public static TreeHash Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length
            ? new TreeHash(bytes)
            : throw new ArgumentException($"A hash has {Length} bytes.", nameof(bytes));

    /// <summary>The hash of a leaf: SHA-256(0x00 ‖ entry).</summary>
    /// <param name="entry">The entry.</param>
    public static TreeHash OfLeaf(ReadOnlySpan<byte> entry)
    {
        var bytes = entry.Length < 256 ? stackalloc byte[1 + entry.Length] : new byte[1 + entry.Length];
        bytes[0] = LeafPrefix;
        entry.CopyTo(bytes[1..]);
        return Hash(bytes);
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).</summary>
    /// <param name="left">Hash of the left subtree.</param>
    /// <param name="right">Hash of the right subtree.</param>
    public static TreeHash OfNode(TreeHash left, TreeHash right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Length)];
        bytes[0] = NodePrefix;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Length)..]);
        return Hash(bytes);
    }

    /// <summary>Reads standard base64, exactly as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hash">The hash.</param>
    public static bool TryRead([NotNullWhen(true)] string? text, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var read = StrictBase64.TryRead(text, bytes, out var length) && length == Length;
        hash = read ? new TreeHash(bytes) : default;
        return read;
    }

    /// <summary>Writes the 32 bytes.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _fourth);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Standard base64 with padding, as checkpoints and proofs write it.</summary>
    public override string ToString() => Convert.ToBase64String(ToArray());

    private static TreeHash Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return new TreeHash(hash);
    }
}
