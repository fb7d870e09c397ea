using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using Center.Projections.Audit.Sealing;

namespace Center.Api.Audit;

/// <summary>
/// What this node knows of the logs: how far they have come, as metrics of the meter <see cref="MeterName"/>, and why it
/// does not seal them.
/// </summary>
internal sealed class LogWatch : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Center.Audit";

    private readonly ConcurrentDictionary<string, LogLevels> _levels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LogHalt> _halts = new(StringComparer.Ordinal);
    private readonly Meter _meter;
    private readonly Counter<long> _leaves;
    private readonly Histogram<double> _turns;

    public LogWatch(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _leaves = _meter.CreateCounter<long>("center.log.leaves", "{leaf}", "Leaves that this node added.");
        _turns = _meter.CreateHistogram<double>("center.log.turn", "s", "Duration of one turn of the sequencer.");
        Gauge("center.log.committed", "{position}", "Newest position in the store.", level => level.Committed);
        Gauge("center.log.sealed", "{position}", "Last position that leaves cover.", level => level.Sealed);
        Gauge("center.log.published", "{position}", "Last position under a signature.", level => level.Published);
        Gauge("center.log.waiting", "ms", "Age of the oldest event without a leaf.", level => Milliseconds(level));
        Gauge(
            "center.log.unsealed",
            "{position}",
            "Positions without a leaf.",
            level => level.Committed - level.Sealed
        );
        Gauge(
            "center.log.unsigned",
            "{position}",
            "Positions under no signature.",
            level => level.Committed - level.Published
        );
        Gauge("center.log.signing", "ms", "Age of the oldest event under no signature.", level => Signing(level));
        Gauge("center.log.late", "{leaf}", "Events that appeared in a sealed gap.", level => level.Late);
        _meter.CreateObservableGauge(
            "center.log.halted",
            () => _halts.Select(pair => new Measurement<int>(1, Tag(pair.Key), new("reason", pair.Value.ToString()))),
            "{log}",
            "Logs that this node may not seal."
        );
    }

    /// <summary>Why this node does not seal a centre's log; null when it may.</summary>
    public LogHalt? HaltOf(string centre) => _halts.TryGetValue(centre, out var halt) ? halt : null;

    /// <summary>Takes note of a turn.</summary>
    /// <returns>Whether the log is now halted for another reason than before, or no longer.</returns>
    public bool Note(string centre, SealingTurn turn, TimeSpan duration)
    {
        _leaves.Add(turn.Leaves, Tag(centre));
        _turns.Record(duration.TotalSeconds, Tag(centre), new("outcome", turn.Outcome.ToString()));
        var before = HaltOf(centre);
        if (turn.Halt is { } halt)
        {
            _halts[centre] = halt;
        }
        else if (turn.Outcome is SealingOutcome.Published)
        {
            _halts.TryRemove(centre, out _);
        }

        return before != HaltOf(centre);
    }

    public void Note(LogLevels levels) => _levels[levels.Centre] = levels;

    public void Dispose() => _meter.Dispose();

    private static long Signing(LogLevels level) => (long)level.Signing.TotalMilliseconds;

    private static long Milliseconds(LogLevels level) => (long)level.Waiting.TotalMilliseconds;

    private static KeyValuePair<string, object?> Tag(string centre) => new("centre", centre);

    private void Gauge(string name, string unit, string description, Func<LogLevels, long> value) =>
        _meter.CreateObservableGauge(
            name,
            () => _levels.Values.Select(level => new Measurement<long>(value(level), Tag(level.Centre))),
            unit,
            description
        );
}
