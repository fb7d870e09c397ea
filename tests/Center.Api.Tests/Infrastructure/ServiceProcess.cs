using System;
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

    private ServiceProcess(Process process) => _process = process;

    /// <summary>Starts the program with a home and without what this machine's environment says.</summary>
    /// <param name="home">CENTER_HOME.</param>
    /// <param name="url">Address to listen on; port 0 for any.</param>
    public static ServiceProcess Start(string home, string url = "http://127.0.0.1:0")
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Center.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CENTER_HOME"] = home;
        foreach (var name in (string[])["ConnectionStrings__Center", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
        {
            start.Environment.Remove(name);
        }

        return new ServiceProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the service listens.</summary>
    /// <returns>Its address.</returns>
    public async Task<Uri> ListensAsync(CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            seen.Add(line);
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        var errors = await _process.StandardError.ReadToEndAsync(cancellationToken);
        throw new InvalidOperationException($"The service ended:\n{string.Join('\n', seen)}\n{errors}");
    }

    /// <summary>Waits until the process ends by itself.</summary>
    /// <returns>Exit code and standard error.</returns>
    public async Task<(int ExitCode, string Errors)> EndsAsync(CancellationToken cancellationToken)
    {
        var output = _process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, errors);
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
}
