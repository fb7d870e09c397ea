using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Center.Api.Demonstration;

/// <summary>What is going to happen, in order of time; what falls on one instant keeps the order in which it was planned.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Func<DateTimeOffset, Task>, (long Ticks, long Number)> _acts = new();
    private long _planned;

    /// <summary>Plans an act; it is told the instant at which it happens.</summary>
    public void At(DateTimeOffset instant, Func<DateTimeOffset, Task> act) =>
        _acts.Enqueue(act, (instant.UtcTicks, _planned++));

    /// <summary>Lets everything happen up to an instant, that one included; acts may plan further ones.</summary>
    public async Task RunAsync(DateTimeOffset until)
    {
        while (_acts.TryPeek(out _, out var next) && next.Ticks <= until.UtcTicks)
        {
            var act = _acts.Dequeue();
            await act(new DateTimeOffset(next.Ticks, TimeSpan.Zero));
        }
    }
}
