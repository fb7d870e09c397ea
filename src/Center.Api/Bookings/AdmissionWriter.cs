using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;
using Center.Projections.EventStore;

namespace Center.Api.Bookings;

/// <summary>
/// The one writer of a centre on this node. Takes what waits, up to a batch, and writes it in one transaction; a command
/// that comes alone goes at once.
/// </summary>
internal sealed class AdmissionWriter : IAsyncDisposable
{
    private const int LongestQueue = 2048;
    private const int LargestBatch = 256;

    private readonly Channel<WaitingCommand> _waiting = Channel.CreateBounded<WaitingCommand>(
        new BoundedChannelOptions(LongestQueue) { SingleReader = true }
    );
    private readonly AdmissionBatch _batch;
    private readonly Task _run;

    public AdmissionWriter(WorkFactory works, string centre)
    {
        _batch = new AdmissionBatch(works, centre);
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
            while (taken.Count < LargestBatch && _waiting.Reader.TryRead(out var next))
            {
                if (!next.IsGivenUp)
                {
                    taken.Add(next);
                }
            }

            await _batch.RunAsync(taken);
            taken.Clear();
        }
    }
}

/// <summary>The writers of all centres on this node, each made when it is first needed.</summary>
/// <param name="works">Opens transactions.</param>
internal sealed class AdmissionWriters(WorkFactory works) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AdmissionWriter>> _writers = new(StringComparer.Ordinal);

    public AdmissionWriter Of(string centre) =>
        _writers.GetOrAdd(centre, name => new Lazy<AdmissionWriter>(() => new AdmissionWriter(works, name))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Values.Where(writer => writer.IsValueCreated))
        {
            await writer.Value.DisposeAsync();
        }
    }
}
