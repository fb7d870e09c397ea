using System;
using System.Security.Cryptography;
using System.Text;
using Center.Api.Plumbing;
using Center.Projections.People;
using Microsoft.Extensions.Configuration;

namespace Center.Api.People;

/// <summary>Where the vault key comes from: <c>Center:VaultKey</c> (32 bytes in base64), else a file in CENTER_HOME.</summary>
internal static class VaultKeySource
{
    private const string FileName = "vault-key";

    public static VaultKey Read(IConfiguration configuration, CenterHome home)
    {
        var text = configuration["Center:VaultKey"];
        var given = !string.IsNullOrWhiteSpace(text);
        var base64 = given ? text! : Encoding.ASCII.GetString(home.ReadOrCreateSecret(FileName, Make));
        var bytes = new byte[VaultKey.Length];
        return Convert.TryFromBase64String(base64.Trim(), bytes, out var length) && length == VaultKey.Length
            ? new VaultKey(bytes)
            : throw new StartupFailure(
                $"{(given ? "Center:VaultKey" : home.PathOf(FileName))} must hold 32 bytes in base64."
            );
    }

    private static byte[] Make() =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(VaultKey.Length)));
}
