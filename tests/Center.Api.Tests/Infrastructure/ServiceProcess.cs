using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Tests.Infrastructure;

/// <summary>The service as a process of its own, so that it can be killed.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri?> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Whatever the service says is read at once: a full pipe would stop it.
    private ServiceProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, said) => Hear(said.Data);
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is { } line)
            {
                _errors.Enqueue(line);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the service has said so far on both of its outputs.</summary>
    public string Said => string.Join('\n', [.. _said, .. _errors]);

    /// <summary>Starts the program with a home and without what this machine's environment says.</summary>
    /// <param name="home">CENTER_HOME.</param>
    /// <param name="url">Address to listen on; port 0 for any.</param>
    /// <param name="settings">More settings, as in a configuration file.</param>
    public static ServiceProcess Start(
        string home,
        string url = "http://127.0.0.1:0",
        IReadOnlyDictionary<string, string?>? settings = null
    ) => new(Run(home, settings ?? new Dictionary<string, string?>(), "--urls", url));

    /// <summary>Runs a console command of the program to its end.</summary>
    /// <param name="home">CENTER_HOME.</param>
    /// <param name="settings">More settings, as in a configuration file.</param>
    /// <param name="words">The command.</param>
    /// <returns>What it wrote.</returns>
    public static async Task<string> SayAsync(
        string home,
        IReadOnlyDictionary<string, string?> settings,
        params string[] words
    )
    {
        using var process = Run(home, settings, words);
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException(said + await errors);
    }

    /// <summary>Waits until the service listens.</summary>
    /// <returns>Its address.</returns>
    public async Task<Uri> ListensAsync(CancellationToken cancellationToken) =>
        await _listens.Task.WaitAsync(cancellationToken)
        ?? throw new InvalidOperationException($"The service ended:\n{Said}");

    /// <summary>Waits until the process ends by itself.</summary>
    /// <returns>Exit code and standard error.</returns>
    public async Task<(int ExitCode, string Errors)> EndsAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, string.Join('\n', _errors));
    }

    /// <summary>Ends the process as a power cut would (kill −9).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end as a service manager would (SIGTERM), and waits.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", ["-TERM", id]);
        await kill.WaitForExitAsync(cancellationToken);
        await EndsAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static Process Run(string home, IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Center.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["ConnectionStrings__Center", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["CENTER_HOME"] = home;
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return Process.Start(start)!;
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _listens.TrySetResult(null);
            return;
        }

        _said.Enqueue(line);
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            _listens.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
