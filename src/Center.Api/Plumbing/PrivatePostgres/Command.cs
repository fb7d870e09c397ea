using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="Output">Standard output, then standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>Whether the program says that it did its work.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line that says something, for one-sentence messages.</summary>
    public string LastLine =>
        Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault()
        ?? "no output";
}

/// <summary>Runs one program to its end.</summary>
internal static class Command
{
    /// <summary>Runs a program without a shell, so that any path may be an argument.</summary>
    /// <param name="program">Full path, or a name to be found in PATH.</param>
    /// <param name="arguments">Its arguments as they are.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <exception cref="StartupFailure">The program cannot be started at all.</exception>
    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        using var process = Start(program, arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The account that the program runs as may not be allowed to stand where we stand.
            WorkingDirectory = Path.GetPathRoot(Environment.CurrentDirectory),
        };
        foreach (var name in start.Environment.Keys.Where(IsForPostgres).ToList())
        {
            start.Environment.Remove(name);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StartupFailure(
                $"The program {program} cannot be started ({exception.NativeErrorCode}): install it, or set ConnectionStrings__Center to a PostgreSQL of your own.",
                exception
            );
        }
    }

    // PGDATA, PGPORT and their like are meant for another server than ours.
    private static bool IsForPostgres(string name) => name.StartsWith("PG", StringComparison.Ordinal);
}
