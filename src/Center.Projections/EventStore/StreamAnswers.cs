using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>Streams that were read together with other questions, for <see cref="Work.Know"/>.</summary>
public sealed class StreamAnswers
{
    // Archived events too: the service archives none, and whoever does by hand must not change what is decided on. Put in
    // order here: asked for in order, PostgreSQL might walk the whole log by position.
    private const string Stored = $"""
        select stream_id, version, type, user_name, data
        from {CenterStore.Schema}.mt_events where tenant_id = $1 and stream_id = any($2)
        """;

    private readonly Dictionary<string, StreamAnswer> _streams;

    private StreamAnswers(IEnumerable<string> streams) =>
        _streams = streams.ToDictionary(stream => stream, _ => StreamAnswer.None, StringComparer.Ordinal);

    /// <summary>What was read, by stream; those without events included.</summary>
    internal IReadOnlyDictionary<string, StreamAnswer> Streams => _streams;

    /// <summary>Asks for streams.</summary>
    /// <param name="trip">The other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="streams">Stream keys; doubled ones cost nothing.</param>
    /// <returns>Filled when the round trip is over.</returns>
    public static StreamAnswers Ask(RoundTrip trip, string centre, IEnumerable<string> streams)
    {
        ArgumentNullException.ThrowIfNull(trip);
        ArgumentNullException.ThrowIfNull(streams);
        var answers = new StreamAnswers(streams.Distinct(StringComparer.Ordinal));
        if (answers._streams.Count > 0)
        {
            trip.Ask(
                Stored,
                answers.FillAsync,
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = answers._streams.Keys.ToArray() }
            );
        }

        return answers;
    }

    private async Task FillAsync(NpgsqlDataReader reader, CancellationToken stopping)
    {
        var found = new List<(string Stream, long Version, string? Actor, object Event)>();
        while (await reader.ReadAsync(stopping))
        {
            found.Add(
                (
                    reader.GetString(0),
                    reader.GetInt64(1),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    EventOf(reader.GetString(2), reader.GetString(4))
                )
            );
        }

        foreach (var stream in found.GroupBy(one => one.Stream, StringComparer.Ordinal))
        {
            var ordered = stream.OrderBy(one => one.Version).ToList();
            _streams[stream.Key] = new StreamAnswer(ordered.ConvertAll(one => one.Event), ordered[0].Actor);
        }
    }

    private static object EventOf(string storedName, string body) =>
        EventLanguage.OfDomain.Read(storedName, body)
        ?? throw new InvalidOperationException($"An event '{storedName}' is unknown here, or has no body.");
}

/// <summary>A stream as it was read.</summary>
/// <param name="Events">Its events in order.</param>
/// <param name="Beginner">The actor of the first; null when there is none.</param>
internal sealed record StreamAnswer(IReadOnlyList<object> Events, string? Beginner)
{
    public static readonly StreamAnswer None = new([], null);
}
