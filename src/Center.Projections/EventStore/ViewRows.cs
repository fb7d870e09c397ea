using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JasperFx.Events;

namespace Center.Projections.EventStore;

/// <summary>The rows of one view and centre while a page of events is applied: read once, written once at the end.</summary>
public sealed class ViewRows
{
    private readonly IRowStore? _store;
    private readonly Dictionary<RowKey, IViewRow?> _known = [];
    private readonly HashSet<RowKey> _changed = [];
    private readonly Dictionary<RowKey, List<Func<IViewRow?, IViewRow?>>> _later = [];
    private readonly Dictionary<RowKey, object> _states = [];
    private ILookup<string, IEvent> _past = Array.Empty<IEvent>().ToLookup(e => e.StreamKey!);

    internal ViewRows(IRowStore? store) => _store = store;

    /// <summary>Rows that live in memory alone and start empty; never flushed.</summary>
    internal static ViewRows InMemory() => new(null);

    /// <summary>Rows of a type that were read or stored so far and are there.</summary>
    /// <typeparam name="T">Row type.</typeparam>
    internal IEnumerable<T> Known<T>()
        where T : class, IViewRow => _known.Values.OfType<T>();

    /// <summary>Called for every row that is stored or removed.</summary>
    internal Action<RowKey>? Touched { get; set; }

    /// <summary>Reads a row as it stands after the events applied so far.</summary>
    /// <typeparam name="T">Row type.</typeparam>
    /// <param name="id">Key of the row.</param>
    /// <returns>The row, or null when there is none.</returns>
    public async ValueTask<T?> FindAsync<T>(string id)
        where T : class, IViewRow
    {
        var key = new RowKey(typeof(T), id);
        if (!_known.TryGetValue(key, out var row))
        {
            row = _store is null ? null : await _store.FindAsync<T>(id);
            _known[key] = row;
        }

        return Settle(key) ? (T?)_known[key] : (T?)row;
    }

    /// <summary>
    /// Changes a row without reading it now, such as a sum that many events of a page add to: it is read together with
    /// all others of its kind when the page ends, or when somebody looks for it.
    /// </summary>
    /// <typeparam name="T">Row type.</typeparam>
    /// <param name="id">Key of the row.</param>
    /// <param name="change">The row as it will stand from the row as it stands; null for none.</param>
    public void Change<T>(string id, Func<T?, T?> change)
        where T : class, IViewRow
    {
        ArgumentNullException.ThrowIfNull(change);
        var key = new RowKey(typeof(T), id);
        if (!_later.TryGetValue(key, out var changes))
        {
            _later[key] = changes = [];
        }

        changes.Add(row => change((T?)row));
        Touched?.Invoke(key);
        if (_store is null || _known.ContainsKey(key))
        {
            Settle(key);
        }
    }

    /// <summary>Inserts or replaces a row.</summary>
    /// <typeparam name="T">Row type.</typeparam>
    /// <param name="row">The row as it now stands; immutable.</param>
    public void Store<T>(T row)
        where T : class, IViewRow
    {
        ArgumentNullException.ThrowIfNull(row);
        var key = new RowKey(typeof(T), row.Id);
        _later.Remove(key);
        _known[key] = row;
        _changed.Add(key);
        Touched?.Invoke(key);
    }

    /// <summary>Removes a row; nothing happens when there is none.</summary>
    /// <typeparam name="T">Row type.</typeparam>
    /// <param name="id">Key of the row.</param>
    public void Delete<T>(string id)
        where T : class, IViewRow
    {
        var key = new RowKey(typeof(T), id);
        _later.Remove(key);
        _known[key] = null;
        _changed.Add(key);
        Touched?.Invoke(key);
    }

    /// <summary>What an event's stream said before the event; the view must look back (<see cref="View.LooksBack"/>).</summary>
    /// <typeparam name="T">What is folded from the stream.</typeparam>
    /// <param name="e">The event.</param>
    public T Before<T>(IEvent e)
        where T : class, IStreamState<T>
    {
        ArgumentNullException.ThrowIfNull(e);
        var stream = e.StreamKey!;
        return _states.TryGetValue(new RowKey(typeof(T), stream), out var known)
            ? (T)known
            : _past[stream].Aggregate(T.Begin(stream), (state, earlier) => state.After(earlier));
    }

    /// <summary>Keeps what a stream says for its next event.</summary>
    /// <typeparam name="T">What is folded from the stream.</typeparam>
    /// <param name="state">After the event that was applied.</param>
    public void Keep<T>(T state)
        where T : class, IStreamState<T>
    {
        ArgumentNullException.ThrowIfNull(state);
        _states[new RowKey(typeof(T), state.Stream)] = state;
    }

    internal async Task LookBackAsync(IReadOnlyList<IEvent> page, Func<IEvent, bool> wanted)
    {
        var streams = page.Where(wanted)
            .DistinctBy(e => e.StreamKey)
            .Where(e => e.Version > 1)
            .Select(e => e.StreamKey!)
            .ToList();
        if (streams.Count > 0)
        {
            _past = (await _store!.BeforeAsync(streams, page[0].Sequence)).ToLookup(e => e.StreamKey!);
        }
    }

    internal async Task PrefetchAsync(IEnumerable<RowKey> keys)
    {
        foreach (var group in keys.Distinct().Where(key => !_known.ContainsKey(key)).GroupBy(key => key.Type))
        {
            var wanted = group.ToList();
            wanted.ForEach(key => _known[key] = null);
            foreach (var row in await _store!.FindAsync(group.Key, wanted.ConvertAll(key => key.Id)))
            {
                _known[new RowKey(group.Key, row.Id)] = row;
            }
        }
    }

    internal async Task FlushAsync()
    {
        await PrefetchAsync(_later.Keys);
        foreach (var key in _later.Keys.ToList())
        {
            Settle(key);
        }

        foreach (var group in _changed.GroupBy(key => key.Type))
        {
            var keys = group.OrderBy(key => key.Id, StringComparer.Ordinal);
            var rows = keys.Select(key => KeyValuePair.Create(key.Id, _known[key])).ToList();
            _store!.Write(group.Key, rows);
        }

        _changed.Clear();
    }

    private bool Settle(RowKey key)
    {
        if (!_later.Remove(key, out var changes))
        {
            return false;
        }

        _known[key] = changes.Aggregate(_known.GetValueOrDefault(key), (row, change) => change(row));
        _changed.Add(key);
        return true;
    }
}
