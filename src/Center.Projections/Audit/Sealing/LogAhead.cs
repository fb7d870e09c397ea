using System;
using System.Collections.Concurrent;
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
    private const int EventsOfPage = 8 * TileAddress.FullWidth;

    private static readonly string _select = $"""
        select {StoredEvent.Columns} from center.mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3 order by seq_id limit {EventsOfPage}
        """;

    private readonly Channel<EventPage> _read = Channel.CreateBounded<EventPage>(1);
    private readonly ConcurrentBag<EventPage> _free = [];
    private readonly Channel<LogPage> _made = Channel.CreateBounded<LogPage>(1);
    private readonly CancellationTokenSource _over;
    private readonly NpgsqlDataSource _source;
    private readonly string _centre;
    private readonly Task _working;

    /// <summary>Begins to read.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">The state that the first page continues.</param>
    /// <param name="final">Last position that is final.</param>
    /// <param name="stopping">Gives up.</param>
    public LogAhead(NpgsqlDataSource source, string centre, LogState from, long final, CancellationToken stopping)
    {
        (_source, _centre) = (source, centre);
        _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _working = Task.WhenAll(
            EndAsync(ReadAsync(from.Position, final, _over.Token), _read.Writer),
            EndAsync(MakeAsync(from, _over.Token), _made.Writer)
        );
    }

    /// <summary>The next page; null when there is none.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<LogPage?> NextAsync(CancellationToken stopping) =>
        await _made.Reader.WaitToReadAsync(stopping) && _made.Reader.TryRead(out var page) ? page : null;

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _working;
        while (_free.TryTake(out var page))
        {
            page.Dispose();
        }

        _over.Dispose();
    }

    // On a thread of its own, which waits for the database row by row: to be called back for each of them costs more.
    private Task ReadAsync(long after, long final, CancellationToken stopping) =>
        Task.Factory.StartNew(
            () =>
            {
                using var connection = _source.OpenConnection();
                while (after < final && Page(connection, after, final, stopping) is { Count: > 0 } page)
                {
                    after = page[page.Count - 1].Position;
                    _read.Writer.WriteAsync(page, stopping).AsTask().GetAwaiter().GetResult();
                }
            },
            stopping,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private EventPage Page(NpgsqlConnection connection, long after, long final, CancellationToken stopping)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _select;
        command.Parameters.Add(new NpgsqlParameter { Value = _centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = final });
        using var givingUp = stopping.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        var page = _free.TryTake(out var free) ? free : new EventPage();
        while (reader.Read())
        {
            page.Add(reader);
        }

        return page;
    }

    private async Task MakeAsync(LogState state, CancellationToken stopping)
    {
        await foreach (var events in _read.Reader.ReadAllAsync(stopping))
        {
            var page = new LogPage(_centre, state);
            page.Add(events, await LeafMaker.MakeAsync(_centre, events));
            events.Clear();
            _free.Add(events);
            state = page.End;
            await _made.Writer.WriteAsync(page, stopping);
        }
    }

    // Whoever waits for the next page is told why there is none.
    private static async Task EndAsync<T>(Task work, ChannelWriter<T> output)
    {
        try
        {
            await work;
            output.Complete();
        }
        catch (Exception failure)
        {
            output.Complete(failure);
        }
    }
}
