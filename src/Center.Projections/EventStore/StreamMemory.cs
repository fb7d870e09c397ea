using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JasperFx.Events;
using Marten;
using Marten.Events.Archiving;

namespace Center.Projections.EventStore;

/// <summary>
/// The streams that one transaction has read, with what it has appended to them since: each is read once, and a later
/// decision in the same transaction sees the earlier ones.
/// </summary>
/// <param name="session">The session.</param>
internal sealed class StreamMemory(IDocumentSession session)
{
    private readonly Dictionary<string, List<object>> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<object>> _appended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _beginners = new(StringComparer.Ordinal);

    /// <summary>Reads several streams in one round trip.</summary>
    public async Task ReadAsync(IEnumerable<string> streams, CancellationToken stopping)
    {
        var missing = streams.Distinct(StringComparer.Ordinal).Where(stream => !_read.ContainsKey(stream)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        // Archived events too: the service archives none, and whoever does by hand must not change what is decided on. Put in
        // order here: asked for in order, PostgreSQL might walk the whole log by position.
        var events = await session
            .Events.QueryAllRawEvents()
            .Where(e => e.StreamKey!.IsOneOf(missing) && e.MaybeArchived())
            .ToListAsync(stopping);
        var found = events.ToLookup(e => e.StreamKey!, StringComparer.Ordinal);
        missing.ForEach(stream => Keep(stream, found[stream].OrderBy(e => e.Version)));
    }

    /// <summary>Events of a stream that was read, in order, those appended since included.</summary>
    public IEnumerable<object> Events(string stream) =>
        _appended.TryGetValue(stream, out var appended) ? _read[stream].Concat(appended) : _read[stream];

    /// <summary>The actor of the first event of a stream that was read; null when it has none.</summary>
    public string? Beginner(string stream) => _beginners.GetValueOrDefault(stream);

    /// <summary>Remembers what was appended, and by whom.</summary>
    public void Append(string stream, IEnumerable<object> events, string actor)
    {
        _beginners.TryAdd(stream, actor);
        if (!_appended.TryGetValue(stream, out var appended))
        {
            _appended[stream] = appended = [];
        }

        appended.AddRange(events);
    }

    private void Keep(string stream, IEnumerable<IEvent> events)
    {
        var all = events.ToList();
        _read[stream] = all.ConvertAll(e => e.Data);
        if (all.Count > 0)
        {
            _beginners[stream] = all[0].UserName;
        }
    }
}

/// <summary>A folded stream.</summary>
/// <typeparam name="TState">State that a decision reads.</typeparam>
/// <param name="State">State after all events.</param>
/// <param name="Version">Number of events; 0 when the stream does not exist.</param>
public sealed record Folded<TState>(TState State, long Version);
