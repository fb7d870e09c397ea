using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Data;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// Pages of leaves, made while those before them are written: one is hashed meanwhile, and one is read by a connection of its
/// own. What is final never changes, so it may be read long before its turn. Few pages are under way, however many follow.
/// </summary>
internal sealed class LogAhead : IAsyncDisposable
{
    private const int EventsOfPage = 32 * TileAddress.FullWidth;

    private static readonly string _committed = $"""
        select {CommittedEvents.Columns} from center.mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3 order by seq_id limit {EventsOfPage}
        """;

    private static readonly string _whole = $"""
        select {StoredEvent.Columns} from center.mt_events
        where tenant_id = $1 and seq_id = any($2) order by seq_id
        """;

    private readonly ConcurrentBag<CommittedEvents> _free = [];
    private readonly Channel<LogPage> _made = Channel.CreateBounded<LogPage>(1);
    private readonly CancellationTokenSource _over;
    private readonly ReadAhead<CommittedEvents> _read;
    private readonly NpgsqlDataSource _source;
    private readonly string _centre;
    private readonly int _most;
    private readonly Task _making;

    /// <summary>Begins to read.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">The state that the first page continues.</param>
    /// <param name="final">Last position that is final, after that of the state.</param>
    /// <param name="stopping">Gives up.</param>
    public LogAhead(NpgsqlDataSource source, string centre, LogState from, long final, CancellationToken stopping)
    {
        (_source, _centre, _most) = (source, centre, (int)Math.Min(EventsOfPage, final - from.Position));
        _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _read = new ReadAhead<CommittedEvents>(reading => Pages(from.Position, final, reading), _over.Token);
        _making = MakeAsync(from, _over.Token);
    }

    /// <summary>The next page; null when there is none.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<LogPage?> NextAsync(CancellationToken stopping) =>
        await _made.Reader.WaitToReadAsync(stopping) && _made.Reader.TryRead(out var page) ? page : null;

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _read.DisposeAsync();
        await _making;
        while (_free.TryTake(out var page))
        {
            page.Dispose();
        }

        _over.Dispose();
    }

    private IEnumerable<CommittedEvents> Pages(long after, long final, CancellationToken stopping)
    {
        using var connection = _source.OpenConnection();
        while (after < final && Page(connection, after, final, stopping) is { Count: > 0 } page)
        {
            after = page[page.Count - 1].Position;
            yield return page;
        }
    }

    // Both are read of one state of the database, whoever may be changing it.
    private CommittedEvents Page(NpgsqlConnection connection, long after, long final, CancellationToken stopping)
    {
        var page = _free.TryTake(out var free) ? free : new CommittedEvents(_most);
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        Read(connection, _committed, page.Add, stopping, _centre, after, final);
        if (page.PlacesOfWhole.Count > 0)
        {
            var positions = page.PlacesOfWhole.Select(place => page[place].Position).ToArray();
            Read(connection, _whole, page.Whole.Add, stopping, _centre, positions);
        }

        return page;
    }

    private static void Read(
        NpgsqlConnection connection,
        string sql,
        Action<NpgsqlDataReader> row,
        CancellationToken stopping,
        params object[] parameters
    )
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        using var givingUp = stopping.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }

    // Whoever waits for the next page is told why there is none.
    private async Task MakeAsync(LogState state, CancellationToken stopping)
    {
        try
        {
            var leaves = new MadeLeaves(_most);
            while (await _read.NextAsync(stopping) is { } events)
            {
                await LeafMaker.MakeAsync(_centre, events, leaves);
                var page = new LogPage(_centre, state, events.Count);
                page.Add(events, leaves);
                events.Clear();
                _free.Add(events);
                state = page.End;
                await _made.Writer.WriteAsync(page, stopping);
            }

            _made.Writer.Complete();
        }
        catch (Exception failure)
        {
            _made.Writer.Complete(failure);
        }
    }
}
