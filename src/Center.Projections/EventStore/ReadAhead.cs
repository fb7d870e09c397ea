using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// Pages read ahead by a thread of its own, which waits for the database row by row: to be called back for each of them costs
/// more. One page waits to be taken while the next is read.
/// </summary>
/// <typeparam name="TPage">What is read.</typeparam>
internal sealed class ReadAhead<TPage> : IAsyncDisposable
    where TPage : class
{
    private readonly Channel<TPage> _pages = Channel.CreateBounded<TPage>(1);
    private readonly CancellationTokenSource _over;
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="read">Reads page after page, until there are no more; gives up, by whatever exception, when it is told to.</param>
    /// <param name="stopping">Gives up.</param>
    public ReadAhead(Func<CancellationToken, IEnumerable<TPage>> read, CancellationToken stopping)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _reading = Task.Factory.StartNew(
            () => Read(read, _over.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>The next page; null when there is none. What ended the reading is thrown here.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<TPage?> NextAsync(CancellationToken stopping) =>
        await _pages.Reader.WaitToReadAsync(stopping) && _pages.Reader.TryRead(out var page) ? page : null;

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _over.Dispose();
    }

    // Whoever waits for the next page is told why there is none.
    private void Read(Func<CancellationToken, IEnumerable<TPage>> read, CancellationToken stopping)
    {
        try
        {
            foreach (var page in read(stopping))
            {
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
