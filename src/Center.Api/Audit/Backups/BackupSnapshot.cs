using System;
using System.Collections.Generic;
using System.Data;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.Audit.Sealing;
using Npgsql;

namespace Center.Api.Audit.Backups;

/// <summary>
/// One snapshot of the database, held open so that PostgreSQL's own program and the manifest read the same. What was
/// being written when it was taken is not in it as a whole, so it is to a restore as a power cut would be.
/// </summary>
internal sealed class BackupSnapshot : IAsyncDisposable
{
    private const string CentresSql = """
        select t.partition_value, coalesce(max(e.seq_id), 0), count(e.seq_id)
        from center.mt_tenant_partitions t left join center.mt_events e on e.tenant_id = t.partition_value
        group by 1 order by 1
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private BackupSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, string name)
    {
        _connection = connection;
        _transaction = transaction;
        Name = name;
    }

    /// <summary>Name by which other sessions join the snapshot.</summary>
    public string Name { get; }

    /// <summary>Major version of the server.</summary>
    public int ServerMajor => _connection.PostgreSqlVersion.Major;

    /// <summary>Takes it.</summary>
    /// <param name="address">The database.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="StartupFailure">There is nothing to back up.</exception>
    public static async Task<BackupSnapshot> TakeAsync(DatabaseAddress address, CancellationToken stopping)
    {
        var connection = new NpgsqlConnection(address.ConnectionString);
        try
        {
            await connection.OpenAsync(stopping);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
            if (
                await ScalarAsync(connection, "select to_regclass('center.log_state') is not null", stopping)
                is not true
            )
            {
                throw new StartupFailure("The database is empty: there is nothing to back up.");
            }

            // Reading takes its time; nobody is kept waiting for it.
            await ScalarAsync(connection, "set local idle_in_transaction_session_timeout = 0", stopping);
            var name = (string)(await ScalarAsync(connection, "select pg_export_snapshot()", stopping))!;
            return new BackupSnapshot(connection, transaction, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the manifest says, but for the dump.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<BackupManifest> DescribeAsync(CancellationToken stopping)
    {
        var centres = new List<BackupCentre>();
        foreach (var centre in await CentresAsync(stopping))
        {
            var state = await LogState.ReadAsync(_connection, centre.Centre, hold: false, stopping);
            centres.Add(centre with { Log = state is null ? null : LogOf(state) });
        }

        const string fingerprint = "select encode(fingerprint, 'hex') from center.vault_fingerprint";
        return new BackupManifest(
            BackupManifest.CurrentFormat,
            BackupManifest.ThisProgram,
            _connection.PostgreSqlVersion.ToString(),
            new DateTimeOffset((DateTime)(await ScalarAsync(_connection, "select now()", stopping))!),
            await ScalarAsync(_connection, fingerprint, stopping) as string ?? string.Empty,
            await TypesAsync(stopping),
            centres,
            null
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static BackupLog LogOf(LogState state) =>
        new(state.Origin, state.Epoch, state.Size, state.Continue().Root.ToString(), state.VerifierKey.ToString());

    private async Task<List<BackupCentre>> CentresAsync(CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(CentresSql, _connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var centres = new List<BackupCentre>();
        while (await reader.ReadAsync(stopping))
        {
            centres.Add(new BackupCentre(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), null));
        }

        return centres;
    }

    private async Task<string[]> TypesAsync(CancellationToken stopping)
    {
        const string types = "select array(select distinct type from center.mt_events order by type)::text[]";
        await using var command = new NpgsqlCommand(types, _connection) { CommandTimeout = 0 };
        return (string[])(await command.ExecuteScalarAsync(stopping))!;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(stopping);
    }
}
