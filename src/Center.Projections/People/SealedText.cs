using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Center.Projections.People;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) in one layout: version, nonce, tag, ciphertext. The context (what it is, of which centre,
/// person and field) is authenticated, so a sealed text put into another row does not open.
/// </summary>
internal static class SealedText
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, byte[] context)
    {
        var sealedBytes = new byte[HeadLength + plain.Length];
        sealedBytes[0] = Version;
        var nonce = sealedBytes.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            nonce,
            plain,
            sealedBytes.AsSpan(HeadLength),
            sealedBytes.AsSpan(1 + NonceLength, TagLength),
            context
        );
        return sealedBytes;
    }

    public static byte[] Open(byte[] key, ReadOnlySpan<byte> sealedBytes, byte[] context)
    {
        if (sealedBytes.Length < HeadLength || sealedBytes[0] != Version)
        {
            throw new VaultUnreadableException("A sealed value of the vault has an unknown layout.");
        }

        var plain = new byte[sealedBytes.Length - HeadLength];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(
                sealedBytes.Slice(1, NonceLength),
                sealedBytes[HeadLength..],
                sealedBytes.Slice(1 + NonceLength, TagLength),
                plain,
                context
            );
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new VaultUnreadableException(
                "A sealed value of the vault does not open: it was altered or moved, or the vault key is another one.",
                mismatch
            );
        }

        return plain;
    }

    /// <summary>Each part with its length before it, so that no two contexts are written alike.</summary>
    public static byte[] Context(params ReadOnlySpan<string> parts)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        foreach (var part in parts)
        {
            writer.Write(part);
        }

        writer.Flush();
        return stream.ToArray();
    }
}
