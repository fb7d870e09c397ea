using System;
using System.Security.Cryptography;
using System.Text;

namespace Center.Projections.People;

/// <summary>
/// The key that wraps everybody's data keys. It lives outside the database, so a copy of the database alone shows no
/// name; the search digests use another key derived from it.
/// </summary>
public sealed class VaultKey
{
    /// <summary>Length of the key in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] _wrapping;
    private readonly byte[] _index;

    /// <summary>Derives what the vault works with.</summary>
    /// <param name="secret">32 random bytes.</param>
    /// <exception cref="ArgumentException">The secret has another length.</exception>
    public VaultKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
        {
            throw new ArgumentException($"The vault key has {Length} bytes.", nameof(secret));
        }

        _wrapping = Derive(secret, "center vault wrapping v1");
        _index = Derive(secret, "center vault index v1");
    }

    /// <summary>Tells one vault key from another and shows nothing of it.</summary>
    public byte[] Fingerprint() => HMACSHA256.HashData(_index, "center vault fingerprint v1"u8);

    /// <summary>Seals something of the service's own, such as the keys of its cookies.</summary>
    /// <param name="purpose">What it is; needed again to open it.</param>
    /// <param name="plain">The bytes.</param>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain) =>
        SealedText.Seal(_wrapping, plain, SealedText.Context("service", purpose));

    /// <summary>Opens what <see cref="Seal"/> sealed.</summary>
    /// <param name="purpose">What it is.</param>
    /// <param name="sealedBytes">The sealed bytes.</param>
    /// <exception cref="VaultUnreadableException">It was altered, or sealed with another key or for another purpose.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> sealedBytes) =>
        SealedText.Open(_wrapping, sealedBytes, SealedText.Context("service", purpose));

    /// <summary>Makes a fresh data key.</summary>
    public static byte[] NewDataKey() => RandomNumberGenerator.GetBytes(Length);

    internal byte[] Wrap(byte[] dataKey, string centre, string person) =>
        SealedText.Seal(_wrapping, dataKey, SealedText.Context("key", centre, person));

    internal byte[] Unwrap(byte[] wrapped, string centre, string person) =>
        SealedText.Open(_wrapping, wrapped, SealedText.Context("key", centre, person));

    internal byte[] Digest(string centre, string field, string normalised) =>
        HMACSHA256.HashData(_index, SealedText.Context("index", centre, field, normalised));

    private static byte[] Derive(ReadOnlySpan<byte> secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.ToArray(), Length, info: Encoding.ASCII.GetBytes(purpose));
}
