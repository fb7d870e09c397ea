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

/// <summary>The rows that a page of events has changed, written in one transaction: new ones are copied in.</summary>
/// <param name="scratch">The scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
internal sealed class ReplayChanges(ReplayScratch scratch, string centre)
{
    // A crash of the server may lose the last pages, but never parts of one: the stand goes with its rows.
    private const string Soon = "set local synchronous_commit = off";

    private readonly Dictionary<Type, OfType> _types = [];

    /// <summary>Adds a row.</summary>
    /// <param name="key">The row.</param>
    /// <param name="row">As it now stands; null when it goes.</param>
    /// <param name="isOld">Whether it may lie in the table.</param>
    public void Add(RowKey key, IViewRow? row, bool isOld)
    {
        if (!_types.TryGetValue(key.Type, out var changes))
        {
            _types[key.Type] = changes = new OfType([], [], []);
        }

        if (row is null)
        {
            changes.Gone.Add(key.Id);
        }
        else
        {
            (isOld ? changes.Old : changes.New).Add(row);
        }
    }

    /// <summary>Writes them.</summary>
    /// <param name="first">Done before them, and must change one row; null for none.</param>
    /// <param name="stopping">Gives up; nothing is then written.</param>
    public async Task WriteAsync(NpgsqlBatchCommand? first, CancellationToken stopping)
    {
        await using var connection = await scratch.Source.OpenConnectionAsync(stopping);
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await BeginAsync(connection, first, stopping);
        foreach (var (type, changes) in _types.Where(pair => pair.Value.New.Count > 0))
        {
            await CopyAsync(connection, scratch.TableOf(type), changes.New, stopping);
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = 300 };
        foreach (var (type, changes) in _types)
        {
            Remove(batch, scratch.TableOf(type), changes.Gone);
            Replace(batch, scratch.TableOf(type), changes.Old);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(stopping);
        }

        await transaction.CommitAsync(stopping);
    }

    // The stand comes first: rows of one who holds the replay no longer would meet those of who does.
    private static async Task BeginAsync(
        NpgsqlConnection connection,
        NpgsqlBatchCommand? first,
        CancellationToken stopping
    )
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Soon) } };
        if (first is not null)
        {
            batch.BatchCommands.Add(first);
        }

        await batch.ExecuteNonQueryAsync(stopping);
        if (first is { RecordsAffected: not 1 })
        {
            throw new ReplayFailedException("What this replay had made is gone; begin it anew.");
        }
    }

    private async Task CopyAsync(
        NpgsqlConnection connection,
        string table,
        List<IViewRow> rows,
        CancellationToken stopping
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
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

    private sealed record OfType(List<IViewRow> New, List<IViewRow> Old, List<string> Gone);
}
