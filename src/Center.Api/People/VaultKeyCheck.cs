using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Center.Projections.People;
using Npgsql;

namespace Center.Api.People;

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
