using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Center.Projections.EventStore;

/// <summary>Runs a view under Marten, inline or by the daemon, and in a replay: the same code each time.</summary>
/// <param name="view">The view.</param>
public sealed class ViewProjection(View view) : IProjection
{
    /// <summary>Called for every event and row that it changes; set by replays that look for the events behind a row.</summary>
    internal Action<IEvent, RowKey>? Touched { get; init; }

    /// <summary>Applies a page of events of one centre, in order.</summary>
    /// <param name="operations">Session of that centre.</param>
    /// <param name="events">Events by ascending position.</param>
    /// <param name="cancellation">Gives up; nothing of the page is then written.</param>
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return ApplyAsync(new SessionRows(operations, cancellation), events);
    }

    /// <summary>The same, on rows that lie elsewhere.</summary>
    /// <param name="store">Rows of that centre.</param>
    /// <param name="events">Events by ascending position.</param>
    internal async Task ApplyAsync(IRowStore store, IReadOnlyList<IEvent> events)
    {
        var rows = new ViewRows(store);
        await rows.PrefetchAsync(events.SelectMany(view.Needs));
        await rows.LookBackAsync(events, view.LooksBack);
        foreach (var e in events)
        {
            rows.Touched = Touched is { } touched ? key => touched(e, key) : null;
            await view.ApplyAsync(e, rows);
        }

        await rows.FlushAsync();
    }
}
