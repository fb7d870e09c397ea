using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit;

/// <summary>
/// Writes the rows that some pages of events have changed, in one transaction: new rows are copied in page by page, and what
/// many events change is written once, at the end.
/// </summary>
/// <param name="scratch">The scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
internal sealed class ReplayUnit(ReplayScratch scratch, string centre) : IAsyncDisposable
{
    // A crash of the server may lose the last units, but never parts of one: the stand goes with its rows. And the guard's row
    // is held until the unit ends: not for long by a node whose machine is gone.
    private const string Soon =
        "set local synchronous_commit = off; set local idle_in_transaction_session_timeout = '1min'";

    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    /// <summary>Begins, unless it is begun.</summary>
    /// <param name="guard">Done first, and must change one row; null for none.</param>
    /// <param name="stopping">Gives up; nothing is then written.</param>
    public async Task BeginAsync(NpgsqlBatchCommand? guard, CancellationToken stopping)
    {
        if (_transaction is not null)
        {
            return;
        }

        _connection ??= await scratch.Source.OpenConnectionAsync(stopping);
        _transaction = await _connection.BeginTransactionAsync(stopping);
        await using (var soon = new NpgsqlCommand(Soon, _connection))
        {
            await soon.ExecuteNonQueryAsync(stopping);
        }

        await using var batch = new NpgsqlBatch(_connection);
        await DoAsync(batch, guard, stopping);
    }

    /// <summary>Copies rows that the table has never held.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task CopyAsync(IReadOnlyDictionary<RowKey, IViewRow> rows, CancellationToken stopping)
    {
        foreach (var ofType in rows.GroupBy(pair => pair.Key.Type, pair => pair.Value))
        {
            await CopyAsync(scratch.TableOf(ofType.Key), ofType, stopping);
        }
    }

    /// <summary>Writes the other rows, and ends.</summary>
    /// <param name="rows">Rows that the table may hold, as they now stand; null for one that goes.</param>
    /// <param name="last">Done with them, and must change one row; null for none.</param>
    /// <param name="stopping">Gives up; nothing is then written.</param>
    public async Task EndAsync(
        IReadOnlyDictionary<RowKey, IViewRow?> rows,
        NpgsqlBatchCommand? last,
        CancellationToken stopping
    )
    {
        await using var batch = new NpgsqlBatch(_connection!) { Timeout = 300 };
        foreach (var ofType in rows.GroupBy(pair => pair.Key.Type))
        {
            var table = scratch.TableOf(ofType.Key);
            var ordered = ofType.OrderBy(pair => pair.Key.Id, StringComparer.Ordinal).ToList();
            Remove(batch, table, [.. ordered.Where(pair => pair.Value is null).Select(pair => pair.Key.Id)]);
            Replace(batch, table, [.. ordered.Select(pair => pair.Value).OfType<IViewRow>()]);
        }

        await DoAsync(batch, last, stopping);
        await _transaction!.CommitAsync(stopping);
        await _transaction.DisposeAsync();
        _transaction = null;
    }

    /// <summary>Reads rows.</summary>
    /// <param name="connection">A connection; null for that of the unit, which sees what it has copied.</param>
    /// <param name="rowType">Their type.</param>
    /// <param name="ids">Their keys.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyCollection<IViewRow>> ReadAsync(
        NpgsqlConnection? connection,
        Type rowType,
        List<string> ids,
        CancellationToken stopping
    )
    {
        await using var command = (connection ?? _connection!).CreateCommand();
        command.CommandText = $"select data from {scratch.TableOf(rowType)} where tenant_id = $1 and id = any($2)";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<IViewRow>();
        while (await reader.ReadAsync(stopping))
        {
            rows.Add((IViewRow)scratch.Serializer.FromJson(rowType, reader, 0));
        }

        return rows;
    }

    /// <summary>What was not ended is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    // The guard comes first: rows of one who holds the replay no longer would meet those of who does.
    private static async Task DoAsync(NpgsqlBatch batch, NpgsqlBatchCommand? one, CancellationToken stopping)
    {
        if (one is not null)
        {
            batch.BatchCommands.Add(one);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(stopping);
        }

        if (one is { RecordsAffected: not 1 })
        {
            throw new ReplayFailedException("What this replay had made is gone; begin it anew.");
        }
    }

    private async Task CopyAsync(string table, IEnumerable<IViewRow> rows, CancellationToken stopping)
    {
        await using var copy = await _connection!.BeginBinaryImportAsync(
            $"copy {table} (tenant_id, id, data) from stdin (format binary)",
            stopping
        );
        var json = new ArrayBufferWriter<byte>();
        foreach (var row in rows)
        {
            json.ResetWrittenCount();
            scratch.Serializer.WriteTo(json, row);
            await copy.StartRowAsync(stopping);
            await copy.WriteAsync(centre, NpgsqlDbType.Varchar, stopping);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Varchar, stopping);
            await copy.WriteAsync(json.WrittenMemory, NpgsqlDbType.Jsonb, stopping);
        }

        await copy.CompleteAsync(stopping);
    }

    private void Remove(NpgsqlBatch batch, string table, List<string> ids)
    {
        if (ids.Count > 0)
        {
            Add(batch, $"delete from {table} where tenant_id = $1 and id = any($2)", ids);
        }
    }

    private void Replace(NpgsqlBatch batch, string table, List<IViewRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var write = $"""
            insert into {table} (tenant_id, id, data)
            select $1, id, data::jsonb from unnest($2, $3) as wanted (id, data)
            on conflict (tenant_id, id) do update set data = excluded.data
            """;
        Add(batch, write, rows.ConvertAll(row => row.Id), rows.ConvertAll(row => scratch.Serializer.ToJson(row)));
    }

    private void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<List<string>> lists)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre, NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var list in lists)
        {
            var type = NpgsqlDbType.Array | NpgsqlDbType.Text;
            command.Parameters.Add(new NpgsqlParameter { Value = list, NpgsqlDbType = type });
        }

        batch.BatchCommands.Add(command);
    }
}
