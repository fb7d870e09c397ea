using System;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Center.Api.Access;

/// <summary>Secrets of keys and links: 256 random bits, shown once; only the hash is stored.</summary>
internal static class KeySecret
{
    public const string KeyPrefix = "ck_";

    private const int Bytes = 32;

    public static string NewKey() => KeyPrefix + NewToken();

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256 in hex. No salt and no slow hash: what is hashed is random already and cannot be guessed.</summary>
    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
