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
