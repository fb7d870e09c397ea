using System;
using System.Threading;
using System.Threading.Tasks;
using Marten;
using Marten.Services;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// Connections of their own for transactions under the admission lock. One of these is under way at a time in a centre, so
/// hardly more than one connection is ever open for each, and it has prepared and planned every statement before.
/// </summary>
/// <param name="source">Opens them; disposed of with this.</param>
public sealed class LockedConnections(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>Opens a connection, or takes one that is open.</summary>
    /// <param name="stopping">Gives up.</param>
    internal ValueTask<NpgsqlConnection> OpenAsync(CancellationToken stopping) => source.OpenConnectionAsync(stopping);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();
}

/// <summary>A transaction that was begun here and not by Marten, which is given it.</summary>
internal sealed class OwnTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private OwnTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    public static async Task<OwnTransaction> BeginAsync(LockedConnections connections, CancellationToken stopping)
    {
        var connection = await connections.OpenAsync(stopping);
        try
        {
            return new OwnTransaction(connection, await connection.BeginTransactionAsync(stopping));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets a session of Marten work in the transaction, and commit it.</summary>
    /// <param name="centre">The centre (tenant).</param>
    public SessionOptions For(string centre) => In(_transaction, centre, commits: true);

    /// <summary>Lets a session of Marten work in any transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="commits">Whether it commits when the session has written.</param>
    public static SessionOptions In(NpgsqlTransaction transaction, string centre, bool commits)
    {
        var options = SessionOptions.ForTransaction(transaction, shouldAutoCommit: commits);
        options.TenantId = centre;
        options.Tracking = DocumentTracking.None;
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
