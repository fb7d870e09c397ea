using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>An installed PostgreSQL.</summary>
/// <param name="Folder">Full path of its <c>bin</c> folder.</param>
/// <param name="Major">Major version, such as 15.</param>
/// <param name="Minor">Minor version, such as 18; 0 for a beta.</param>
internal sealed record PostgresBinaries(string Folder, int Major, int Minor)
{
    /// <summary>The oldest major version whose behaviour the service relies on.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["postgres", "initdb", "pg_ctl"];

    /// <summary>Makes a database cluster.</summary>
    public string Initdb => ProgramIn(Folder, "initdb");

    /// <summary>Starts and stops the server in a session of its own, so that Ctrl-C reaches only the service.</summary>
    public string PgCtl => ProgramIn(Folder, "pg_ctl");

    /// <summary>Looks at a folder; null when it holds no PostgreSQL of a version that can be used.</summary>
    /// <param name="folder">A <c>bin</c> folder that may be missing.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<PostgresBinaries?> TryReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Needed.All(name => IsThere(ProgramIn(folder, name))))
        {
            return null;
        }

        var answer = await Command.RunAsync(ProgramIn(folder, "postgres"), ["--version"], cancellationToken);
        return answer.Succeeded && ParseVersion(answer.Output) is var (major, minor) && major >= OldestMajor
            ? new PostgresBinaries(Path.GetFullPath(folder), major, minor)
            : null;
    }

    /// <summary>Reads "postgres (PostgreSQL) 15.18 (Debian …)" or "… 18beta1".</summary>
    /// <param name="line">What <c>postgres --version</c> prints.</param>
    internal static (int Major, int Minor)? ParseVersion(string line)
    {
        const string mark = "(PostgreSQL) ";
        var at = line.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var numbers = line[(at + mark.Length)..].Split(' ', '\n')[0].Split('.');
        var digits = new string([.. numbers[0].TakeWhile(char.IsAsciiDigit)]);
        var minor = numbers.Length > 1 && int.TryParse(numbers[1], out var parsed) ? parsed : 0;
        return int.TryParse(digits, out var major) ? (major, minor) : null;
    }

    // Links outlive a PostgreSQL that was removed, and File.Exists is content with the link.
    private static bool IsThere(string program) =>
        File.Exists(program) && File.ResolveLinkTarget(program, returnFinalTarget: true) is null or { Exists: true };

    private static string ProgramIn(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
}
