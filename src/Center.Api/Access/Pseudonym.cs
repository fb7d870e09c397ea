using System;
using System.Security.Cryptography;
using System.Text;

namespace Center.Api.Access;

/// <summary>Names an identity of another sign-in service without storing what it is called there.</summary>
internal static class Pseudonym
{
    private static readonly Guid _namespace = new("5f2d3a52-6a0c-5d0e-9a63-0d3b3e3c7a10");

    /// <summary>A name-based UUID, version 5 (RFC 9562, section 5.5), of issuer and subject.</summary>
    public static Guid Of(string issuer, string subject)
    {
        var name = Encoding.UTF8.GetBytes($"{issuer}\n{subject}");
        byte[] input = [.. _namespace.ToByteArray(bigEndian: true), .. name];
#pragma warning disable CA5350 // version 5 is defined by SHA-1; nothing here rests on its strength
        var hash = SHA1.HashData(input)[..16];
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
