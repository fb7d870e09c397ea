using System;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>How far a view has followed a centre's log.</summary>
public static class ViewProgress
{
    /// <summary>The position up to which a view has applied every event.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="view">Name of the view.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>0 when it has applied none.</returns>
    public static async Task<long> ReadAsync(
        NpgsqlConnection connection,
        string view,
        string centre,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = "select last_seq_id from center.mt_event_progression where name = $1";
        command.Parameters.Add(new NpgsqlParameter { Value = $"{view}:All:{centre}" });
        return await command.ExecuteScalarAsync(stopping) is long position ? position : 0;
    }

    /// <summary>The newest position of a centre's log.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>0 when the log is empty.</returns>
    public static async Task<long> HeadAsync(NpgsqlConnection connection, string centre, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = "select coalesce(max(seq_id), 0) from center.mt_events where tenant_id = $1";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        return (long)(await command.ExecuteScalarAsync(stopping))!;
    }
}
