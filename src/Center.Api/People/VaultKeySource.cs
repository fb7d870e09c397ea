using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Center.Projections.People;
using Microsoft.Extensions.Configuration;
using Npgsql;

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

/// <summary>
/// Refuses to start on a database that was sealed with another vault key: going on would leave two kinds of sealed names
/// in it, and nobody could be found any more.
/// </summary>
/// <param name="source">Connections to the database.</param>
/// <param name="key">The key of this service.</param>
internal sealed class VaultKeyCheck(NpgsqlDataSource source, VaultKey key) : IFirstStart
{
    /// <summary>Before anything is sealed.</summary>
    public int Order => 10;

    public async Task RunAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            $"""
            insert into {CenterStore.Schema}.vault_fingerprint (fingerprint) values ($1)
            on conflict (singleton) do update set fingerprint = vault_fingerprint.fingerprint
            returning fingerprint
            """
        );
        var own = key.Fingerprint();
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = own });
        var stored = (byte[])(await command.ExecuteScalarAsync(stopping))!;
        if (!CryptographicOperations.FixedTimeEquals(own, stored))
        {
            throw new StartupFailure(
                "The database was sealed with another vault key: restore the file vault-key in CENTER_HOME, or set Center:VaultKey."
            );
        }
    }
}
