using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using JasperFx.Events;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// The pages of a log for a replay, two of them read ahead by a thread of its own, which waits for the database row by row:
/// to be called back for each of them costs more.
/// </summary>
internal sealed class ReplayAhead : IAsyncDisposable
{
    private readonly Channel<IReadOnlyList<IEvent>> _pages = Channel.CreateBounded<IReadOnlyList<IEvent>>(1);
    private readonly CancellationTokenSource _over;
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="log">The log.</param>
    /// <param name="after">Position after which the first page begins.</param>
    /// <param name="size">Events of a page.</param>
    /// <param name="stopping">Gives up.</param>
    public ReplayAhead(ReplayLog log, long after, int size, CancellationToken stopping)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _reading = Task.Factory.StartNew(
            () => Read(log, after, size, _over.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>The next page, shorter than the others at the end of the log; none after that.</summary>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="ReplayFailedException">An event cannot be read.</exception>
    public async Task<IReadOnlyList<IEvent>> NextAsync(CancellationToken stopping) =>
        await _pages.Reader.WaitToReadAsync(stopping) && _pages.Reader.TryRead(out var page) ? page : [];

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _over.Dispose();
    }

    // Whoever waits for the next page is told why there is none.
    private void Read(ReplayLog log, long after, int size, CancellationToken stopping)
    {
        try
        {
            using var connection = log.Open();
            for (var isMore = true; isMore; )
            {
                var page = log.Page(connection, after, size, stopping);
                isMore = page.Count == size;
                after = isMore ? page[^1].Sequence : after;
                _pages.Writer.WriteAsync(page, stopping).AsTask().GetAwaiter().GetResult();
            }

            _pages.Writer.Complete();
        }
        catch (PostgresException) when (stopping.IsCancellationRequested)
        {
            _pages.Writer.Complete(new OperationCanceledException(stopping));
        }
        catch (Exception failure)
        {
            _pages.Writer.Complete(failure);
        }
    }
}
