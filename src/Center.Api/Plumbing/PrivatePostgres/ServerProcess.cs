using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>The running server of a data folder: found alive, or started.</summary>
/// <param name="binaries">The PostgreSQL to run.</param>
/// <param name="folders">Where its data and log lie.</param>
/// <param name="account">Who runs it.</param>
/// <param name="options">Its settings.</param>
/// <param name="logger">Told what happens.</param>
internal sealed class ServerProcess(
    PostgresBinaries binaries,
    ServerFolders folders,
    ServerAccount account,
    PrivatePostgresOptions options,
    ILogger logger
)
{
    // A port that was free may be taken the moment after, and the children of a killed server need a moment to go.
    private const int Attempts = 4;

    // Recovery after a crash reads the log since the last checkpoint; pg_ctl returns as soon as it is done.
    private const string StartPatience = "--timeout=600";
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private const long LogLimit = 10_000_000;

    /// <summary>Whether the server of the data folder runs.</summary>
    public bool IsServing => PostmasterFile.Read(folders.Data)?.IsServing() == true;

    /// <summary>Uses the server that still runs on the data folder, or starts one; it may be recovering when this returns.</summary>
    /// <param name="port">The port to start on; null for any that is free.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The loopback port.</returns>
    public async Task<int> AttachOrStartAsync(int? port, CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(folders.Data) is not { } last)
        {
            return await StartAsync(port, cancellationToken);
        }

        if (last.IsServing())
        {
            PrivatePostgresLog.Attached(logger, last.Port);
            return last.Port;
        }

        await WaitForOrphansAsync(last, cancellationToken);
        last.RemoveFrom(folders.Data);
        return await StartAsync(port, cancellationToken);
    }

    /// <summary>Stops the server: sessions are ended, everything committed is on the disk.</summary>
    public async Task StopAsync()
    {
        string[] arguments = ["stop", $"--pgdata={folders.Data}", "--mode=fast", "--timeout=60", "--wait", "--silent"];
        var result = await account.RunAsync(binaries.PgCtl, arguments, CancellationToken.None);
        if (result.Succeeded)
        {
            PrivatePostgresLog.Stopped(logger);
        }
        else if (IsServing)
        {
            PrivatePostgresLog.NotStopped(logger, result.LastLine);
        }
    }

    private async Task<int> StartAsync(int? wantedPort, CancellationToken cancellationToken)
    {
        TurnLogOver();
        for (var attempt = 1; ; attempt++)
        {
            var port = wantedPort ?? FreePort();
            await ServerSettings.WriteAsync(folders.Data, port, options, cancellationToken);
            string[] arguments =
            [
                "start",
                $"--pgdata={folders.Data}",
                $"--log={folders.LogFile}",
                "--wait",
                StartPatience,
                "--silent",
            ];
            var result = await account.RunAsync(binaries.PgCtl, arguments, cancellationToken);
            if (result.Succeeded)
            {
                var version = $"{binaries.Major}.{binaries.Minor}";
                PrivatePostgresLog.Started(logger, version, binaries.Folder, port, folders.LogFile);
                return port;
            }

            if (attempt == Attempts)
            {
                throw new StartupFailure(
                    $"PostgreSQL does not start ({LastComplaint() ?? result.LastLine}): see {folders.LogFile}."
                );
            }

            await Task.Delay(Pause * attempt, cancellationToken);
        }
    }

    private static async Task WaitForOrphansAsync(PostmasterFile last, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        while (last.HasProcesses())
        {
            if (waiting.Elapsed > OrphanPatience)
            {
                throw new StartupFailure(
                    $"Processes of a PostgreSQL that died (process {last.ProcessId}) still work in its data folder: end them, then start again."
                );
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void TurnLogOver()
    {
        var log = new FileInfo(folders.LogFile);
        if (log.Exists && log.Length > LogLimit)
        {
            log.MoveTo(folders.LogFile + ".1", overwrite: true);
        }
    }

    private string? LastComplaint() =>
        File.Exists(folders.LogFile)
            ? File.ReadLines(folders.LogFile)
                .LastOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal))
                ?.Split("FATAL:")[1]
                .Trim()
            : null;
}
