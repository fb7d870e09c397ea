using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using Center.Api.Plumbing;

namespace Center.Api.Bookings;

/// <summary>How the writers of this node do: who waits, how large the batches are, and what was decided.</summary>
internal sealed class AdmissionWatch : IDisposable
{
    private const string MeterName = "Center.Admission";

    private static readonly InstrumentAdvice<int> _sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256],
    };

    private static readonly InstrumentAdvice<double> _durations = new()
    {
        HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15],
    };

    private readonly ConcurrentDictionary<string, Func<int>> _queues = new(StringComparer.Ordinal);
    private readonly Meter _meter;
    private readonly Histogram<int> _batches;
    private readonly Histogram<double> _turns;
    private readonly Counter<long> _decisions;

    public AdmissionWatch(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _batches = _meter.CreateHistogram(
            "center.admission.batch",
            "{command}",
            "Commands that were decided in one transaction.",
            advice: _sizes
        );
        _turns = _meter.CreateHistogram(
            "center.admission.turn",
            "s",
            "From taking a batch out of the queue to its answers.",
            advice: _durations
        );
        _decisions = _meter.CreateCounter<long>(
            "center.admission.decisions",
            "{decision}",
            "Decisions about bookings by outcome; refusals by their code."
        );
        _meter.CreateObservableGauge(
            "center.admission.queue",
            () => _queues.Select(queue => new Measurement<int>(queue.Value(), Centre(queue.Key))),
            "{command}",
            "Commands that wait for the writer of this node."
        );
    }

    /// <summary>Shows the length of a queue.</summary>
    public void Show(string centre, Func<int> length) => _queues[centre] = length;

    /// <summary>Takes note of a batch.</summary>
    public void Note(string centre, int commands, long started)
    {
        _batches.Record(commands, Centre(centre));
        _turns.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, Centre(centre));
    }

    /// <summary>Takes note of an answer.</summary>
    public void Note(string centre, CommandAnswer answer)
    {
        var outcome =
            answer.Kept is not null ? "repeated"
            : answer.Reply is null ? "caller-changed"
            : answer.Reply.Refusal is null ? "accepted"
            : "refused";
        var code = answer.Reply?.Refusal?.Code ?? string.Empty;
        _decisions.Add(1, Centre(centre), new("outcome", outcome), new("code", code));
    }

    /// <summary>Takes note of commands that could not be decided.</summary>
    public void NoteFailed(string centre, int commands) =>
        _decisions.Add(commands, Centre(centre), new("outcome", "failed"), new("code", string.Empty));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Centre(string centre) => new("centre", centre);
}
