using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// The rows in a scratch schema while a pass makes them. Those touched lately are kept in memory, those never written are
/// known as such; only the others are asked for. A page is written while the next is applied.
/// </summary>
/// <param name="scratch">The scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="kept">Rows kept in memory, twice so many at most.</param>
/// <param name="stopping">Gives up.</param>
internal sealed class ReplayRows(ReplayScratch scratch, string centre, int kept, CancellationToken stopping) : IRowStore
{
    /// <summary>Rows kept in memory for as long as they are asked for.</summary>
    public const int MostKept = 10_000;

    private readonly RecentRows _recent = new(kept);
    private readonly WrittenKeys _written = new();
    private ReplayChanges _changes = new(scratch, centre);
    private Task _writing = Task.CompletedTask;

    /// <summary>Whether a page could not be written.</summary>
    public bool IsLost => _writing.IsFaulted;

    public async ValueTask<T?> FindAsync<T>(string id)
        where T : class, IViewRow
    {
        var key = new RowKey(typeof(T), id);
        if (_recent.TryFind(key, out var row))
        {
            return (T?)row;
        }

        return _written.MayHold(key) ? (T?)(await LoadAsync(typeof(T), [id])).SingleOrDefault() : null;
    }

    public async Task<IReadOnlyCollection<IViewRow>> FindAsync(Type rowType, IReadOnlyList<string> ids)
    {
        var (found, asked) = (new List<IViewRow>(), new List<string>());
        foreach (var id in ids)
        {
            var key = new RowKey(rowType, id);
            if (_recent.TryFind(key, out var row))
            {
                found.AddRange(row is null ? [] : [row]);
            }
            else if (_written.MayHold(key))
            {
                asked.Add(id);
            }
        }

        found.AddRange(asked.Count == 0 ? [] : await LoadAsync(rowType, asked));
        return found;
    }

    public void Write(Type rowType, IReadOnlyList<KeyValuePair<string, IViewRow?>> rows)
    {
        foreach (var (id, row) in rows)
        {
            var key = new RowKey(rowType, id);
            _recent.Keep(key, row);
            _changes.Add(key, row, _written.Add(key));
        }
    }

    /// <summary>Learns which rows an earlier run has written.</summary>
    /// <param name="views">The views whose rows they are.</param>
    public async Task LearnAsync(IEnumerable<View> views)
    {
        foreach (var rowType in views.SelectMany(view => view.RowTypes))
        {
            await using var command = scratch.Source.CreateCommand($"select id from {scratch.TableOf(rowType)}");
            command.CommandTimeout = 300;
            await using var reader = await command.ExecuteReaderAsync(stopping);
            while (await reader.ReadAsync(stopping))
            {
                _written.Add(new RowKey(rowType, reader.GetString(0)));
            }
        }
    }

    /// <summary>Waits until the last page is written.</summary>
    public Task WrittenAsync() => _writing;

    /// <summary>Begins to write what has changed. The page before must have been written.</summary>
    /// <param name="first">Done before, in the same transaction, and must change one row; null for none.</param>
    public void BeginWriting(NpgsqlBatchCommand? first)
    {
        var changes = _changes;
        _changes = new ReplayChanges(scratch, centre);
        _writing = Task.Run(() => changes.WriteAsync(first, stopping), stopping);
    }

    private async Task<IReadOnlyCollection<IViewRow>> LoadAsync(Type rowType, List<string> ids)
    {
        // The row may be among those that are being written.
        await _writing;
        await using var command = scratch.Source.CreateCommand(
            $"select data from {scratch.TableOf(rowType)} where tenant_id = $1 and id = any($2)"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<IViewRow>();
        while (await reader.ReadAsync(stopping))
        {
            var row = (IViewRow)scratch.Serializer.FromJson(rowType, reader, 0);
            rows.Add(row);
            _recent.Keep(new RowKey(rowType, row.Id), row);
        }

        return rows;
    }
}
