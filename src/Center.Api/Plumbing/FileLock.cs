using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing;

/// <summary>
/// Locks between processes on one machine, by an open file. The operating system drops them when a process ends,
/// however it ends.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the file alone; null when it is still taken after the patience.</summary>
    /// <param name="path">The file; made when missing.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FileStream?> WaitAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        FileStream? taken;
        while (!IsOver(path, waiting, patience, out taken))
        {
            await Task.Delay(Pause, cancellationToken);
        }

        return taken;
    }

    /// <summary>The same, for those who cannot wait asynchronously.</summary>
    /// <param name="path">The file; made when missing.</param>
    /// <param name="patience">How long to wait.</param>
    public static FileStream? Wait(string path, TimeSpan patience)
    {
        var waiting = Stopwatch.StartNew();
        FileStream? taken;
        while (!IsOver(path, waiting, patience, out taken))
        {
            Thread.Sleep(Pause);
        }

        return taken;
    }

    /// <summary>Takes the file alone; null when anybody else has it, alone or together.</summary>
    /// <param name="path">The file; made when missing.</param>
    public static FileStream? TryAlone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            // A missing folder or a path too long has an exception class of its own; this one is "taken".
            return null;
        }
    }

    /// <summary>Takes the file together with others who take it so.</summary>
    /// <param name="path">The file; made when missing.</param>
    public static FileStream Together(string path) => new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

    private static bool IsOver(string path, Stopwatch waiting, TimeSpan patience, out FileStream? taken)
    {
        taken = TryAlone(path);
        return taken is not null || waiting.Elapsed > patience;
    }
}
