using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>
/// What <c>postmaster.pid</c> says about the server of a data folder. The file outlives a server that was killed, and
/// its process id may by then belong to another program.
/// </summary>
/// <param name="ProcessId">First line.</param>
/// <param name="Port">Fourth line.</param>
/// <param name="Text">The lines that name this very start: process id, data folder, start time and port.</param>
internal sealed record PostmasterFile(int ProcessId, int Port, string Text)
{
    private const string Name = "postmaster.pid";
    private const int NamingLines = 4;

    /// <summary>Reads the file of a data folder; null when there is none or it is not whole yet.</summary>
    /// <param name="dataFolder">The data folder.</param>
    public static PostmasterFile? Read(string dataFolder)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(dataFolder, Name));
            return
                lines.Length >= NamingLines
                && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? new PostmasterFile(processId, port, string.Join('\n', lines[..NamingLines]))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the process lives and is the server of this data folder.</summary>
    public bool IsServing() => IsServing($"{ProcessId}");

    /// <summary>Whether any process of the server lives: one that is left over still writes to the data.</summary>
    public bool HasProcesses() =>
        OperatingSystem.IsLinux()
            ? Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Any(id => IsServing(id!))
            : IsServing();

    /// <summary>
    /// Removes the file of a server that is dead while its process id is taken by something else, on which PostgreSQL
    /// would refuse to start.
    /// </summary>
    /// <param name="dataFolder">The data folder.</param>
    public void RemoveFrom(string dataFolder)
    {
        if (ProcessExists() && !HasProcesses())
        {
            File.Delete(Path.Combine(dataFolder, Name));
        }
    }

    private bool IsServing(string processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return NameOf(ProcessId) == "postgres";
        }

        // The processes of a server stand in its data folder, whatever path it is reached by.
        return char.IsAsciiDigit(processId[0]) && Read($"/proc/{processId}/cwd") == this;
    }

    private bool ProcessExists() => NameOf(ProcessId) is not null;

    private static string? NameOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
