using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Npgsql;

namespace Center.Api.Audit.Backups;

/// <summary>The database that a backup is to be restored into, as it stands before.</summary>
/// <param name="ServerMajor">Major version of the server.</param>
/// <param name="HasSchema">Whether there is a schema of the service.</param>
/// <param name="HasEvents">Whether there is an event in it.</param>
/// <param name="HasVault">Whether it says whose keys were destroyed.</param>
/// <param name="Others">Sessions that others hold on it.</param>
internal sealed record RestoreTarget(int ServerMajor, bool HasSchema, bool HasEvents, bool HasVault, long Others)
{
    private const int Looks = 10;

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(300);

    private const string Look = """
        select to_regnamespace('center') is not null, to_regclass('center.mt_events') is not null,
          to_regclass('center.personal_index') is not null,
          (select count(*) from pg_stat_activity
           where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid())
        """;

    /// <summary>Looks.</summary>
    /// <param name="address">The database.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<RestoreTarget> LookAsync(DatabaseAddress address, CancellationToken stopping)
    {
        // What the start of this command has left in its pools is no service.
        NpgsqlConnection.ClearAllPools();
        var single = new NpgsqlConnectionStringBuilder(address.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(single.ConnectionString);
        await connection.OpenAsync(stopping);
        var (hasSchema, hasTable, hasVault, others) = await ReadAsync(connection, stopping);
        for (var look = 1; others > 0 && look < Looks; look++)
        {
            // The sessions of a service that was stopped just now end a moment after it.
            await Task.Delay(_betweenLooks, stopping);
            (hasSchema, hasTable, hasVault, others) = await ReadAsync(connection, stopping);
        }

        var hasEvents = hasTable && await AnyEventAsync(connection, stopping);
        return new RestoreTarget(connection.PostgreSqlVersion.Major, hasSchema, hasEvents, hasVault, others);
    }

    /// <summary>Refuses to touch a database that is in use or, unless told so, holds anything.</summary>
    /// <param name="replace">Whether the operator said that it may be replaced.</param>
    /// <exception cref="StartupFailure">Says what to do.</exception>
    public void Require(bool replace)
    {
        if (Others > 0)
        {
            throw new StartupFailure(
                $"The database is in use ({Others} sessions): stop every service and program that works on it, then restore."
            );
        }

        if (HasEvents && !replace)
        {
            throw new StartupFailure(
                "The database holds events: back it up, then add --replace to put the backup in its place."
            );
        }
    }

    private static async Task<(bool, bool, bool, long)> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken stopping
    )
    {
        await using var command = new NpgsqlCommand(Look, connection);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        await reader.ReadAsync(stopping);
        return (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetInt64(3));
    }

    private static async Task<bool> AnyEventAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand("select exists (select from center.mt_events)", connection);
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }
}
