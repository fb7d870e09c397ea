using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Center.Domain.Audit;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Center.Domain.Tests.Audit;

/// <summary>Published test data (see the README beside them), and somebody else's Ed25519.</summary>
internal static class Published
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Audit", "Vectors", name);
        return JsonSerializer.Deserialize<T>(File.ReadAllText(path), _options)!;
    }

    public static bool Ed25519Holds(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> message,
        ReadOnlySpan<byte> signature
    ) =>
        signature.Length == Ed25519.SignatureSize
        && Ed25519.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, message.ToArray(), 0, message.Length);

    public static byte[] Sign(byte[] seed, byte[] message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    /// <summary>Hashes in base64; null when one has not 32 bytes, which no tree of ours can even be asked about.</summary>
    public static IReadOnlyList<TreeHash>? Hashes(params IEnumerable<string?> coded)
    {
        var hashes = new List<TreeHash>();
        foreach (var text in coded)
        {
            if (!TreeHash.TryRead(text, out var hash))
            {
                return null;
            }

            hashes.Add(hash);
        }

        return hashes;
    }
}

internal sealed record InclusionCase(
    string File,
    ulong LeafIdx,
    ulong TreeSize,
    string? Root,
    string? LeafHash,
    string[]? Proof,
    bool WantErr
);

internal sealed record ConsistencyCase(
    string File,
    ulong Size1,
    ulong Size2,
    string? Root1,
    string? Root2,
    string[]? Proof,
    bool WantErr
);

internal sealed record PublishedLog(string VerifierKey, string[] Checkpoints, string[] Tiles, string[] Entries)
{
    public byte[] Tile(int width) => Convert.FromBase64String(Tiles[width - 1]);

    public byte[] Bundle(int width) => Convert.FromBase64String(Entries[width - 1]);
}
