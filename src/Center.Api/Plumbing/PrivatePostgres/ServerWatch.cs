using System;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>Looks every second whether the server still runs, and has it started again when it has died.</summary>
internal sealed class ServerWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Begins to watch.</summary>
    /// <param name="isServing">Whether the server runs.</param>
    /// <param name="restart">Starts it again; must not throw.</param>
    public ServerWatch(Func<bool> isServing, Func<CancellationToken, Task> restart) =>
        _watching = WatchAsync(isServing, restart, _stop.Token);

    /// <summary>Ends the watch; no restart is under way when this returns.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private static async Task WatchAsync(
        Func<bool> isServing,
        Func<CancellationToken, Task> restart,
        CancellationToken stop
    )
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (!isServing())
                {
                    await restart(stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // This is how the watch ends.
        }
    }
}
