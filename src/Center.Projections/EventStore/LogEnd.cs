using System;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>The end of a centre's log as something that others may rely on.</summary>
public static class LogEnd
{
    /// <summary>
    /// The newest position that is final: whatever lies at or below it is visible now, and nothing can appear there later.
    /// Waits for the appends that are under way.
    /// </summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>0 when the log is empty.</returns>
    public static async Task<long> FinalPositionAsync(
        NpgsqlDataSource source,
        string centre,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select pg_advisory_xact_lock({AdvisoryLocks.Log}, hashtext($1))";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        await command.ExecuteNonQueryAsync(stopping);
        return await ViewProgress.HeadAsync(connection, centre, stopping);
    }

    /// <summary>
    /// The same, for somebody who can come again: whoever waits for the appends under way holds up those behind them, so
    /// the wait is short.
    /// </summary>
    /// <param name="connection">Open connection without a transaction.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when an append took longer.</returns>
    public static async Task<long?> TryFinalPositionAsync(
        NpgsqlConnection connection,
        string centre,
        TimeSpan patience,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"select set_config('lock_timeout', $2, true), pg_advisory_xact_lock({AdvisoryLocks.Log}, hashtext($1))";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = $"{(long)patience.TotalMilliseconds}ms" });
        try
        {
            await command.ExecuteNonQueryAsync(stopping);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return null;
        }

        return await ViewProgress.HeadAsync(connection, centre, stopping);
    }
}
