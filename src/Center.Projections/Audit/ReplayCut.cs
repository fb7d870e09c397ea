using System;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>A view to be replayed, and how far.</summary>
/// <param name="View">The view.</param>
/// <param name="Position">The position at which its live rows were copied, or up to which it is replayed.</param>
internal sealed record ReplayCut(View View, long Position)
{
    /// <summary>Name of the copy of the live rows, without its schema.</summary>
    public static string LiveTableOf(Type rowType) => $"live_{CenterStore.TableOf(rowType)}";

    /// <summary>The row types of a view that are compared.</summary>
    public static IReadOnlyList<Type> ComparedOf(View view) =>
        view is ReplayableTable table ? [table.RowType] : view.RowTypes;

    /// <summary>
    /// Copies the live rows of the views into the scratch schema, all in one snapshot, and says at which position each
    /// stands in it. The snapshot is taken while no append is under way (the exclusive log lock, held for an instant), so
    /// every position up to the newest is final and what inline views and tables hold is exactly what these events made.
    /// Views that follow the log write their rows and their progress in one transaction.
    /// </summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="scratch">The scratch schema, where the stand is kept in the same transaction.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="views">Views to be replayed.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Where the replay stands then: before the first event.</returns>
    public static async Task<ReplayStand> TakeAsync(
        NpgsqlDataSource source,
        ReplayScratch scratch,
        string centre,
        IReadOnlyList<View> views,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        var (transaction, head) = await SnapshotAsync(connection, centre, stopping);
        await using (transaction)
        {
            var cuts = new List<ReplayCut>();
            foreach (var view in views)
            {
                foreach (var rowType in ComparedOf(view))
                {
                    var copy =
                        $"create table {scratch.Schema}.{LiveTableOf(rowType)} (id text collate \"C\", data jsonb)";
                    await ExecuteAsync(connection, copy, null, stopping);
                    var fill =
                        $"insert into {scratch.Schema}.{LiveTableOf(rowType)} (id, data) {LiveRowsOf(view, rowType)}";
                    await ExecuteAsync(connection, fill, centre, stopping);
                }

                var position = view.Inline
                    ? head
                    : await ViewProgress.ReadAsync(connection, view.Name, centre, stopping);
                cuts.Add(new ReplayCut(view, position));
            }

            var stand = ReplayStand.Before(cuts);
            await scratch.Table.BeginAsync(connection, stand, stopping);
            await transaction.CommitAsync(stopping);
            return stand;
        }
    }

    private static async Task<(NpgsqlTransaction, long)> SnapshotAsync(
        NpgsqlConnection connection,
        string centre,
        CancellationToken stopping
    )
    {
        // Locked before the transaction begins: a snapshot taken while waiting would be older than the lock.
        var key = $"{AdvisoryLocks.Log}, hashtext($1)";
        await ExecuteAsync(connection, $"select pg_advisory_lock({key})", centre, stopping);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
            return (transaction, await ViewProgress.HeadAsync(connection, centre, stopping));
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({key})", centre, CancellationToken.None);
        }
    }

    private static string LiveRowsOf(View view, Type rowType) =>
        view is ReplayableTable table
            ? $"select id, data from ({table.LiveRows}) live"
            : $"select id, data from {CenterStore.Schema}.{CenterStore.TableOf(rowType)} where tenant_id = $1";

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string sql,
        string? centre,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        if (centre is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = centre });
        }

        await command.ExecuteNonQueryAsync(stopping);
    }
}
