using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using JasperFx.Events;
using Marten;
using Marten.Events.Archiving;

namespace Center.Projections.Audit;

/// <summary>
/// Applies a centre's events from the first on to views whose rows start empty: pages of events, each read once and
/// applied to all views, written in one transaction a page.
/// </summary>
/// <param name="store">Store of the scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="cuts">Views and the position up to which each is replayed.</param>
internal sealed class ReplayPass(IDocumentStore store, string centre, IReadOnlyList<ReplayCut> cuts)
{
    private const int PageSize = 1000;

    private readonly Dictionary<string, Stopwatch> _clocks = cuts.ToDictionary(
        cut => cut.View.Name,
        _ => new Stopwatch()
    );

    private readonly Dictionary<string, long> _events = cuts.ToDictionary(cut => cut.View.Name, _ => 0L);

    /// <summary>Called for every event and row that it changed, when set.</summary>
    public Action<View, IEvent, RowKey>? Touched { get; init; }

    /// <summary>Called after each page.</summary>
    public Action<ReplayProgress>? Advanced { get; init; }

    /// <summary>Whether events of streams that none of the views takes are left out; they are not counted then.</summary>
    public bool Narrowed { get; init; }

    /// <summary>Last position that any view is replayed to.</summary>
    public long To { get; } = cuts.Select(cut => cut.Position).DefaultIfEmpty(0).Max();

    /// <summary>Events read.</summary>
    public long Events { get; private set; }

    /// <summary>How long a view took to apply its events.</summary>
    public TimeSpan ElapsedOf(View view) => _clocks[view.Name].Elapsed;

    /// <summary>How many events a view was given.</summary>
    public long EventsOf(View view) => _events[view.Name];

    public async Task RunAsync(CancellationToken stopping)
    {
        var projections = cuts.ToDictionary(cut => cut, ProjectionOf);
        var after = 0L;
        while (after < To)
        {
            await using var session = store.LightweightSession(centre);
            var page = await PageAsync(session, after, stopping);
            foreach (var (cut, projection) in projections)
            {
                await ApplyAsync(session, cut, projection, page, stopping);
            }

            await session.SaveChangesAsync(stopping);
            Events += page.Count;
            after = page.Count < PageSize ? To : page[^1].Sequence;
            Advanced?.Invoke(new ReplayProgress(after, To));
        }
    }

    private async Task<IReadOnlyList<IEvent>> PageAsync(
        IDocumentSession session,
        long after,
        CancellationToken stopping
    )
    {
        var events = session
            .Events.QueryAllRawEvents()
            .Where(e => e.Sequence > after && e.Sequence <= To && e.MaybeArchived());
        var streams = cuts.Select(cut => cut.View.Streams).ToList();
        var wanted = Narrowed && !streams.Contains(null) ? events.Where(InOneOf(streams!)) : events;
        return await wanted.OrderBy(e => e.Sequence).Take(PageSize).ToListAsync(stopping);
    }

    // e => e.StreamKey.StartsWith(first) || e.StreamKey.StartsWith(second) …
    private static Expression<Func<IEvent, bool>> InOneOf(IEnumerable<IReadOnlyList<string>> streams)
    {
        var e = Expression.Parameter(typeof(IEvent), "e");
        var key = Expression.Property(e, nameof(IEvent.StreamKey));
        var starts = typeof(string).GetMethod(nameof(string.StartsWith), [typeof(string)])!;
        var any = streams
            .SelectMany(beginnings => beginnings)
            .Distinct(StringComparer.Ordinal)
            .Select(beginning => (Expression)Expression.Call(key, starts, Expression.Constant(beginning)))
            .Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<IEvent, bool>>(any, e);
    }

    private async Task ApplyAsync(
        IDocumentSession session,
        ReplayCut cut,
        ViewProjection projection,
        IReadOnlyList<IEvent> page,
        CancellationToken stopping
    )
    {
        var events = page.TakeWhile(e => e.Sequence <= cut.Position).ToList();
        if (events.Count == 0)
        {
            return;
        }

        _clocks[cut.View.Name].Start();
        try
        {
            await projection.ApplyAsync(session, events, stopping);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            throw new ReplayFailedException(
                $"The view '{cut.View.Name}' cannot apply the events {events[0].Sequence} to {events[^1].Sequence}: {wrong.Message}",
                wrong
            );
        }

        _clocks[cut.View.Name].Stop();
        _events[cut.View.Name] += events.Count;
    }

    private ViewProjection ProjectionOf(ReplayCut cut) =>
        new(cut.View) { Touched = Touched is { } touched ? (e, key) => touched(cut.View, e, key) : null };
}

/// <summary>A replay that could not be carried through; the message says where it stopped.</summary>
/// <param name="message">Which view and events.</param>
/// <param name="inner">What the view met.</param>
public sealed class ReplayFailedException(string message, Exception inner) : Exception(message, inner);
