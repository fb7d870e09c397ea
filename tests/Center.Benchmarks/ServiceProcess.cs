using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;

namespace Center.Benchmarks;

/// <summary>The built service as a process of its own, set up as an operator would, but for the rate limits.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly string[] _foreign =
    [
        "ConnectionStrings__Center",
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
        "DOTNET_gcServer",
    ];

    private readonly Process _process;
    private bool _ended;
    private readonly Task _output;
    private readonly Task _errors;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        // A benchmark that is ended from outside leaves no service behind, which then stops its PostgreSQL.
        AppDomain.CurrentDomain.ProcessExit += AskToEnd;
        _output = DrainAsync(process.StandardOutput);
        _errors = DrainAsync(process.StandardError);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Resident memory of the process in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="home">CENTER_HOME.</param>
    /// <param name="definition">The definition that it imports.</param>
    /// <exception cref="BenchmarkFailure">It ended instead.</exception>
    public static async Task<ServiceProcess> StartAsync(string home, string definition)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Center.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(_foreign, name => start.Environment.Remove(name));
        start.Environment["CENTER_HOME"] = home;
        start.Environment["Center__Definition"] = definition;
        start.Environment["Center__RateLimit__Burst"] = "1000000";
        start.Environment["Center__RateLimit__PerSecond"] = "1000000";
        var process = Process.Start(start)!;
        return new ServiceProcess(process, await ListensAsync(process));
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        AppDomain.CurrentDomain.ProcessExit -= AskToEnd;
        AskToEnd(null, EventArgs.Empty);
        await Task.WhenAll(_output, _errors, _process.WaitForExitAsync());
        _process.Dispose();
    }

    private void AskToEnd(object? sender, EventArgs e)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<Uri> ListensAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new BenchmarkFailure($"The service ended: {await process.StandardError.ReadToEndAsync()}");
    }

    // A pipe that nobody reads would stop the service; what it complains about is worth seeing.
    private static async Task DrainAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (Environment.GetEnvironmentVariable("CENTER_BENCH_LOG") == "1")
            {
                await Console.Error.WriteLineAsync(line);
            }
        }
    }
}
