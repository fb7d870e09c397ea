using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;
using Center.Projections.EventStore;

namespace Center.Api.Bookings;

/// <summary>
/// The one writer of a centre on this node. Takes what waits, up to a batch, and writes it in one transaction; a command
/// that comes alone goes at once, many wait some milliseconds for each other.
/// </summary>
internal sealed class AdmissionWriter : IAsyncDisposable
{
    private const int LongestQueue = 2048;
    private const int LargestBatch = 256;
    private const int Crowd = 8;
    private const int MostLooks = 4;

    private readonly Channel<WaitingCommand> _waiting = Channel.CreateBounded<WaitingCommand>(
        new BoundedChannelOptions(LongestQueue) { SingleReader = true }
    );
    private readonly AdmissionBatch _batch;
    private readonly AdmissionWatch _watch;
    private readonly string _centre;
    private readonly Task _run;
    private int _lastBatch;

    public AdmissionWriter(WorkFactory works, string centre, AdmissionWatch watch)
    {
        (_centre, _watch) = (centre, watch);
        _batch = new AdmissionBatch(works, centre, watch);
        watch.Show(centre, () => _waiting.Reader.Count);
        _run = Task.Run(RunAsync);
    }

    /// <summary>Queues a command.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool TryQueue(WaitingCommand command) => _waiting.Writer.TryWrite(command);

    /// <summary>Answers all who wait, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _run;
    }

    private async Task RunAsync()
    {
        var taken = new List<WaitingCommand>(LargestBatch);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await GatherAsync();
            while (taken.Count < LargestBatch && _waiting.Reader.TryRead(out var next))
            {
                if (!next.IsGivenUp)
                {
                    taken.Add(next);
                }
            }

            if (taken.Count > 0)
            {
                var started = Stopwatch.GetTimestamp();
                await _batch.RunAsync(taken);
                _watch.Note(_centre, taken.Count, started);
            }

            _lastBatch = taken.Count;
            taken.Clear();
        }
    }

    // In a rush a batch costs little more for being larger, and those who were just answered ask again at once: so it is
    // worth the moment in which they keep coming. Who comes alone never waits.
    private async Task GatherAsync()
    {
        if (_lastBatch < Crowd)
        {
            return;
        }

        var all = Math.Min(LargestBatch, _waiting.Reader.Count + _lastBatch);
        for (var (look, before) = (0, -1); look < MostLooks; look++)
        {
            var waiting = _waiting.Reader.Count;
            if (waiting >= all || waiting == before)
            {
                return;
            }

            before = waiting;
            await Task.Delay(1);
        }
    }
}

/// <summary>The writers of all centres on this node, each made when it is first needed.</summary>
/// <param name="works">Opens transactions.</param>
/// <param name="watch">Measures them.</param>
internal sealed class AdmissionWriters(WorkFactory works, AdmissionWatch watch) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AdmissionWriter>> _writers = new(StringComparer.Ordinal);

    public AdmissionWriter Of(string centre) =>
        _writers
            .GetOrAdd(centre, name => new Lazy<AdmissionWriter>(() => new AdmissionWriter(works, name, watch)))
            .Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Values.Where(writer => writer.IsValueCreated))
        {
            await writer.Value.DisposeAsync();
        }
    }
}
