using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using JasperFx.Events;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// The rows in a scratch schema while a pass makes them. Those touched lately are kept in memory, those never written are
/// known as such; only the others are asked for. New rows of a page are copied while the next is applied; what has changed
/// otherwise is written when a unit of some pages ends.
/// </summary>
/// <param name="scratch">The scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="kept">Rows kept in memory, twice so many at most.</param>
/// <param name="stopping">Gives up.</param>
internal sealed class ReplayRows(ReplayScratch scratch, string centre, int kept, CancellationToken stopping)
    : IRowStore,
        IAsyncDisposable
{
    /// <summary>Rows kept in memory for as long as they are asked for.</summary>
    public const int MostKept = 20_000;

    private readonly ReplayUnit _unit = new(scratch, centre);
    private readonly RecentRows _recent = new(kept);
    private readonly WrittenKeys _known = new();
    private readonly HashSet<RowKey> _copied = [];
    private Dictionary<RowKey, IViewRow> _fresh = [];
    private Dictionary<RowKey, IViewRow?> _changed = [];
    private Dictionary<RowKey, IViewRow?>? _ending;
    private Task _writing = Task.CompletedTask;

    /// <summary>Whether something could not be written.</summary>
    public bool IsLost => _writing.IsFaulted;

    /// <summary>Whether something is being written.</summary>
    public bool IsWriting => !_writing.IsCompleted;

    /// <summary>Rows that wait to be written.</summary>
    public int Waiting => _fresh.Count + _changed.Count;

    /// <summary>Rows of the unit.</summary>
    public int Count => _copied.Count + Waiting;

    public async ValueTask<T?> FindAsync<T>(string id)
        where T : class, IViewRow
    {
        var key = new RowKey(typeof(T), id);
        if (TryFind(key, out var row))
        {
            return (T?)row;
        }

        return _known.MayHold(key) ? (T?)(await LoadAsync(typeof(T), [id])).SingleOrDefault() : null;
    }

    public async Task<IReadOnlyCollection<IViewRow>> FindAsync(Type rowType, IReadOnlyList<string> ids)
    {
        var (found, asked) = (new List<IViewRow>(), new List<string>());
        foreach (var id in ids)
        {
            var key = new RowKey(rowType, id);
            if (TryFind(key, out var row))
            {
                found.AddRange(row is null ? [] : [row]);
            }
            else if (_known.MayHold(key))
            {
                asked.Add(id);
            }
        }

        found.AddRange(asked.Count == 0 ? [] : await LoadAsync(rowType, asked));
        return found;
    }

    public async Task<IReadOnlyList<IEvent>> BeforeAsync(IReadOnlyCollection<string> streams, long position)
    {
        await using var connection = await scratch.Source.OpenConnectionAsync(stopping);
        return await ViewEvents.BeforeAsync(connection, centre, streams, position, stopping);
    }

    public void Write(Type rowType, IReadOnlyList<KeyValuePair<string, IViewRow?>> rows)
    {
        foreach (var (id, row) in rows)
        {
            var key = new RowKey(rowType, id);
            var mayBeThere = _known.Add(key);
            _recent.Keep(key, row);
            if (row is not null && (!mayBeThere || _fresh.ContainsKey(key)))
            {
                _fresh[key] = row;
            }
            else if (!_fresh.Remove(key))
            {
                _changed[key] = row;
            }
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
                _known.Add(new RowKey(rowType, reader.GetString(0)));
            }
        }
    }

    /// <summary>Waits until everything is written that was begun.</summary>
    public async Task WrittenAsync()
    {
        await _writing;
        if (_ending is not null)
        {
            _copied.Clear();
            _ending = null;
        }
    }

    /// <summary>Begins to copy the rows that are new. What was begun before must be written.</summary>
    /// <param name="guard">Done before the first rows of a unit, and must change one row; null for none.</param>
    public void BeginCopying(NpgsqlBatchCommand? guard)
    {
        var fresh = TakeFresh();
        _writing = Task.Run(() => CopyAsync(fresh, guard), stopping);
    }

    /// <summary>The same, and ends the unit.</summary>
    /// <param name="guard">Done before the first rows of a unit, and must change one row; null for none.</param>
    /// <param name="last">Done with the last, and must change one row; null for none.</param>
    public void BeginEnding(NpgsqlBatchCommand? guard, NpgsqlBatchCommand? last)
    {
        var (fresh, changed) = (TakeFresh(), _changed);
        (_ending, _changed) = (changed, []);
        _writing = Task.Run(() => EndAsync(fresh, changed, guard, last), stopping);
    }

    /// <summary>Undoes what was not ended.</summary>
    public ValueTask DisposeAsync() => _unit.DisposeAsync();

    private Dictionary<RowKey, IViewRow> TakeFresh()
    {
        var fresh = _fresh;
        _copied.UnionWith(fresh.Keys);
        _fresh = [];
        return fresh;
    }

    private async Task CopyAsync(Dictionary<RowKey, IViewRow> fresh, NpgsqlBatchCommand? guard)
    {
        await _unit.BeginAsync(guard, stopping);
        await _unit.CopyAsync(fresh, stopping);
    }

    private async Task EndAsync(
        Dictionary<RowKey, IViewRow> fresh,
        Dictionary<RowKey, IViewRow?> changed,
        NpgsqlBatchCommand? guard,
        NpgsqlBatchCommand? last
    )
    {
        await CopyAsync(fresh, guard);
        await _unit.EndAsync(changed, last, stopping);
    }

    private bool TryFind(RowKey key, out IViewRow? row) =>
        _recent.TryFind(key, out row)
        || _changed.TryGetValue(key, out row)
        || _fresh.TryGetValue(key, out row)
        || (_ending is { } ending && ending.TryGetValue(key, out row));

    // Rows of earlier units are there for everybody. For one that this unit has copied, its connection must be waited for.
    private async Task<IReadOnlyCollection<IViewRow>> LoadAsync(Type rowType, List<string> ids)
    {
        var rows = new List<IViewRow>();
        var own = ids.FindAll(id => _copied.Contains(new RowKey(rowType, id)));
        if (own.Count < ids.Count)
        {
            await using var connection = await scratch.Source.OpenConnectionAsync(stopping);
            rows.AddRange(await _unit.ReadAsync(connection, rowType, [.. ids.Except(own)], stopping));
        }

        if (own.Count > 0)
        {
            await _writing;
            rows.AddRange(await _unit.ReadAsync(null, rowType, own, stopping));
        }

        rows.ForEach(row => _recent.Keep(new RowKey(rowType, row.Id), row));
        return rows;
    }
}
