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
/// Applies a centre's events, from where a replay stands, to the rows that it has made so far: pages of events, each read
/// once and applied to all views, written in one transaction a page.
/// </summary>
/// <param name="store">Store of the scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="start">Views, up to where each is replayed, and where to begin.</param>
internal sealed class ReplayPass(IDocumentStore store, string centre, ReplayStand start)
{
    private readonly IReadOnlyList<ReplayCut> _cuts = start.ToCuts();
    private readonly Dictionary<string, Stopwatch> _clocks = start.Views.ToDictionary(
        view => view.View,
        _ => new Stopwatch()
    );

    private readonly Dictionary<string, long> _events = start.Views.ToDictionary(
        view => view.View,
        view => view.Events
    );
    private long _position = start.Position;

    /// <summary>Most events of a page.</summary>
    public int PageSize { get; init; } = Replay.EventsOfPage;

    /// <summary>Measures what is spent since the replay began, or was resumed.</summary>
    public Stopwatch Clock { get; init; } = new();

    /// <summary>Called for every event and row that it changed, when set.</summary>
    public Action<View, IEvent, RowKey>? Touched { get; init; }

    /// <summary>Called before each page is written, in its transaction, with where the replay will stand.</summary>
    public Action<IDocumentSession, ReplayStand>? Writing { get; init; }

    /// <summary>Called before the first page and after each.</summary>
    public Action<ReplayProgress>? Advanced { get; init; }

    /// <summary>Whether events of streams that none of the views takes are left out; they are not counted then.</summary>
    public bool Narrowed { get; init; }

    /// <summary>Last position that any view is replayed to.</summary>
    public long To { get; } = start.Views.Select(view => view.Position).DefaultIfEmpty(0).Max();

    /// <summary>Where it stands now.</summary>
    public ReplayStand Stand =>
        start with
        {
            Position = _position,
            Events = Events,
            Spent = start.Spent + Clock.Elapsed,
            Views =
            [
                .. start.Views.Select(view =>
                    view with
                    {
                        Events = _events[view.View],
                        Spent = view.Spent + _clocks[view.View].Elapsed,
                    }
                ),
            ],
        };

    /// <summary>Events read, by those before it too.</summary>
    public long Events { get; private set; } = start.Events;

    public async Task RunAsync(CancellationToken stopping)
    {
        var projections = _cuts.ToDictionary(cut => cut, ProjectionOf);
        Advanced?.Invoke(new ReplayProgress(_position, To));
        while (_position < To)
        {
            await using var session = store.LightweightSession(centre);
            var page = await PageAsync(session, _position, stopping);
            foreach (var (cut, projection) in projections)
            {
                await ApplyAsync(session, cut, projection, page, stopping);
            }

            Events += page.Count;
            _position = page.Count < PageSize ? To : page[^1].Sequence;
            Writing?.Invoke(session, Stand);
            await session.SaveChangesAsync(stopping);
            Advanced?.Invoke(new ReplayProgress(_position, To));
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
        var streams = _cuts.Select(cut => cut.View.Streams).ToList();
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
