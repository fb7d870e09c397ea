using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using JasperFx.Events;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// Applies a centre's events, from where a replay stands, to the rows that it has made so far: pages of events, each read
/// once and applied to all views, and written in units of some pages, each one transaction. While a page is applied, the
/// next ones are read and the one before is written.
/// </summary>
/// <param name="scratch">The scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="start">Views, up to where each is replayed, and where to begin.</param>
internal sealed class ReplayPass(ReplayScratch scratch, string centre, ReplayStand start)
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
    private long _ended = start.Position;
    private long _told = start.Position;

    /// <summary>Most events of a page.</summary>
    public int PageSize { get; init; } = Replay.EventsOfPage;

    /// <summary>Rows kept in memory between pages.</summary>
    public int RowsKept { get; init; } = ReplayRows.MostKept;

    /// <summary>Rows at which a unit ends; 0 makes each page one.</summary>
    public int RowsOfUnit { get; init; } = Replay.RowsOfLargeUnit;

    /// <summary>Measures what is spent since the replay began, or was resumed.</summary>
    public Stopwatch Clock { get; init; } = new();

    /// <summary>Called for every event and row that it changed, when set.</summary>
    public Action<View, IEvent, RowKey>? Touched { get; init; }

    /// <summary>Gives what is written at the end of each unit, from where the replay will then stand.</summary>
    public Func<ReplayStand, NpgsqlBatchCommand>? Writing { get; init; }

    /// <summary>Called before the first page, and when a unit is written.</summary>
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
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await using var rows = new ReplayRows(scratch, centre, RowsKept, giveUp.Token);
        try
        {
            Advanced?.Invoke(new ReplayProgress(_position, To));
            if (_position > 0)
            {
                await rows.LearnAsync(_cuts.Select(cut => cut.View));
            }

            var projections = _cuts.ToDictionary(cut => cut, ProjectionOf);
            var (log, from) = (Log(), _position);
            await using var ahead = new ReadAhead<IReadOnlyList<IEvent>>(
                reading => log.Pages(from, PageSize, reading),
                giveUp.Token
            );
            while (_position < To)
            {
                var page = (await ahead.NextAsync(giveUp.Token))!;
                await ApplyAsync(rows, projections, page);
                Events += page.Count;
                _position = page.Count < PageSize ? To : page[^1].Sequence;
                if (IsToWrite(rows))
                {
                    await TellWrittenAsync(rows, stopping);
                    BeginWriting(rows);
                }
            }

            await TellWrittenAsync(rows, stopping);
        }
        finally
        {
            await giveUp.CancelAsync();
            await rows.WrittenAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ReplayLog Log()
    {
        var streams = _cuts.Select(cut => cut.View.Streams).ToList();
        var wanted = Narrowed && !streams.Contains(null);
        return new ReplayLog(
            scratch.Source,
            centre,
            To,
            wanted ? [.. streams.SelectMany(beginnings => beginnings!)] : null
        );
    }

    // While a unit ends, which takes longer than a page, the next pages are applied.
    private bool IsToWrite(ReplayRows rows) => !rows.IsWriting || rows.Waiting >= RowsOfUnit / 4 || _position == To;

    // The first page is a unit, so that soon something is told.
    private void BeginWriting(ReplayRows rows)
    {
        var guard = Writing is null ? null : scratch.Table.Guard();
        if (_ended > start.Position && rows.Count < RowsOfUnit && _position < To)
        {
            rows.BeginCopying(guard);
            return;
        }

        rows.BeginEnding(guard, Writing?.Invoke(Stand));
        _ended = _position;
    }

    private async Task TellWrittenAsync(ReplayRows rows, CancellationToken stopping)
    {
        await rows.WrittenAsync();
        if (_ended > _told)
        {
            _told = _ended;
            Advanced?.Invoke(new ReplayProgress(_told, To));
        }

        // Asked of the caller's own token: what hangs on another is told a moment later, and would write one more page.
        stopping.ThrowIfCancellationRequested();
    }

    private async Task ApplyAsync(
        ReplayRows rows,
        IReadOnlyDictionary<ReplayCut, ViewProjection> projections,
        IReadOnlyList<IEvent> page
    )
    {
        foreach (var (cut, projection) in projections)
        {
            var events = page.TakeWhile(e => e.Sequence <= cut.Position).ToList();
            if (events.Count > 0)
            {
                await ApplyAsync(rows, cut.View, projection, events);
            }
        }
    }

    private async Task ApplyAsync(ReplayRows rows, View view, ViewProjection projection, IReadOnlyList<IEvent> events)
    {
        _clocks[view.Name].Start();
        try
        {
            await projection.ApplyAsync(rows, events);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException && !rows.IsLost)
        {
            throw new ReplayFailedException(
                $"The view '{view.Name}' cannot apply the events {events[0].Sequence} to {events[^1].Sequence}: {wrong.Message}",
                wrong
            );
        }

        _clocks[view.Name].Stop();
        _events[view.Name] += events.Count;
    }

    private ViewProjection ProjectionOf(ReplayCut cut) =>
        new(cut.View) { Touched = Touched is { } touched ? (e, key) => touched(cut.View, e, key) : null };
}

/// <summary>A replay that could not be carried through; the message says where it stopped.</summary>
/// <param name="message">Which view and events.</param>
/// <param name="inner">What the view met; null when there is nothing else to say.</param>
public sealed class ReplayFailedException(string message, Exception? inner = null) : Exception(message, inner);
