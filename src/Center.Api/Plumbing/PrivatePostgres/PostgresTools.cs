using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>PostgreSQL's own programs for taking a database out and bringing it back.</summary>
/// <param name="Dump">Full path of <c>pg_dump</c>.</param>
/// <param name="Psql">Full path of <c>psql</c>.</param>
/// <param name="Major">Their major version.</param>
internal sealed record PostgresTools(string Dump, string Psql, int Major)
{
    /// <summary>Finds them: in <c>CENTER_PG_BIN</c>, in PATH, where systems keep PostgreSQL; the server's own version first.</summary>
    /// <param name="server">Major version of the server; older programs cannot read it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StartupFailure">There are none; says what to install.</exception>
    public static async Task<PostgresTools> FindAsync(int server, CancellationToken cancellationToken)
    {
        var found = new List<PostgresTools>();
        foreach (var folder in Folders().Distinct(StringComparer.Ordinal))
        {
            if (await TryReadAsync(folder, cancellationToken) is { } tools && tools.Major >= server)
            {
                found.Add(tools);
            }
        }

        return found.MinBy(tools => tools.Major)
            ?? throw new StartupFailure(
                $"No pg_dump and psql of PostgreSQL {server} or later were found: install the client package (postgresql-client-{server} on Debian), or name their folder in CENTER_PG_BIN."
            );
    }

    /// <summary>Starts one of them on a database; the address goes by the environment, where no other account can read it.</summary>
    /// <param name="program">Full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="address">The database.</param>
    public static Process Start(string program, IEnumerable<string> arguments, DatabaseAddress address)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Variables(new NpgsqlConnectionStringBuilder(address.ConnectionString)))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static IEnumerable<(string Name, string Value)> Variables(NpgsqlConnectionStringBuilder address)
    {
        (string, string?)[] all =
        [
            ("PGHOST", address.Host),
            ("PGPORT", $"{address.Port}"),
            ("PGUSER", address.Username),
            ("PGPASSWORD", address.Password),
            ("PGDATABASE", address.Database),
            ("PGPASSFILE", address.Passfile),
            ("PGSSLMODE", ModeOf(address.SslMode)),
            ("PGSSLROOTCERT", address.RootCertificate),
            ("PGSSLCERT", address.SslCertificate),
            ("PGSSLKEY", address.SslKey),
            ("PGCLIENTENCODING", "UTF8"),
        ];
        return all.Where(variable => !string.IsNullOrEmpty(variable.Item2))
            .Select(variable => (variable.Item1, variable.Item2!));
    }

    private static string ModeOf(SslMode mode) =>
        mode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        };

    private static IEnumerable<string> Folders()
    {
        var options = PrivatePostgresOptions.From(Environment.GetEnvironmentVariable);
        if (options.BinFolder is { } named)
        {
            return [named];
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        // The system's own folders first: in PATH a wrapper may choose another version than it says.
        return [.. SystemPostgres.FoldersOf(options.SystemFolders), .. path];
    }

    private static async Task<PostgresTools?> TryReadAsync(string folder, CancellationToken cancellationToken)
    {
        var ending = OperatingSystem.IsWindows() ? ".exe" : string.Empty;
        var (dump, psql) = (Path.Combine(folder, $"pg_dump{ending}"), Path.Combine(folder, $"psql{ending}"));
        if (!File.Exists(dump) || !File.Exists(psql))
        {
            return null;
        }

        var answer = await Command.RunAsync(dump, ["--version"], cancellationToken);
        return answer.Succeeded && PostgresBinaries.ParseVersion(answer.Output) is var (major, _)
            ? new PostgresTools(dump, psql, major)
            : null;
    }
}
