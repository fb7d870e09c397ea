using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// The streams that one transaction has read, with what it has appended to them since: each is read once, and a later
/// decision in the same transaction sees the earlier ones.
/// </summary>
/// <param name="centre">The centre (tenant).</param>
internal sealed class StreamMemory(string centre)
{
    private readonly Dictionary<string, StreamAnswer> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<object>> _appended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _beginners = new(StringComparer.Ordinal);

    /// <summary>Reads several streams in one round trip.</summary>
    public async Task ReadAsync(NpgsqlConnection connection, IEnumerable<string> streams, CancellationToken stopping)
    {
        var missing = streams.Where(stream => !_read.ContainsKey(stream)).ToList();
        if (missing.Count > 0)
        {
            var trip = new RoundTrip();
            var answers = StreamAnswers.Ask(trip, centre, missing);
            await trip.GoAsync(connection, stopping);
            Know(answers);
        }
    }

    /// <summary>Takes over what was read together with other questions.</summary>
    public void Know(StreamAnswers answers)
    {
        foreach (var (stream, answer) in answers.Streams.Where(one => _read.TryAdd(one.Key, one.Value)))
        {
            if (answer.Events.Count > 0)
            {
                _beginners[stream] = answer.Beginner;
            }
        }
    }

    /// <summary>Events of a stream that was read, in order, those appended since included.</summary>
    public IEnumerable<object> Events(string stream) =>
        _appended.TryGetValue(stream, out var appended) ? _read[stream].Events.Concat(appended) : _read[stream].Events;

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
}

/// <summary>A folded stream.</summary>
/// <typeparam name="TState">State that a decision reads.</typeparam>
/// <param name="State">State after all events.</param>
/// <param name="Version">Number of events; 0 when the stream does not exist.</param>
public sealed record Folded<TState>(TState State, long Version);
