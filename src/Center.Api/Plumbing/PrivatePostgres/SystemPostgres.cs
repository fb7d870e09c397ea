using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>Finds the PostgreSQL that the system's package manager or an installer has put on the machine.</summary>
internal static class SystemPostgres
{
    /// <summary>The folders of Debian, Red Hat, Alpine, Homebrew, source builds and the Windows installer.</summary>
    public static readonly IReadOnlyList<string> UsualFolders =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/libexec/postgresql*",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
        "/usr/local/pgsql/bin",
        "/usr/local/bin",
        "/usr/bin",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin"),
    ];

    /// <summary>Every usable PostgreSQL, the newest first.</summary>
    /// <param name="patterns">Folders to look at; <c>*</c> stands for any part of one folder name.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(
        IEnumerable<string> patterns,
        CancellationToken cancellationToken
    )
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in FoldersOf(patterns))
        {
            if (await PostgresBinaries.TryReadAsync(folder, cancellationToken) is { } binaries)
            {
                found.Add(binaries);
            }
        }

        return [.. found.OrderByDescending(b => b.Major).ThenByDescending(b => b.Minor)];
    }

    /// <summary>The folders that patterns stand for; they may be missing.</summary>
    /// <param name="patterns">Folders; <c>*</c> stands for any part of one folder name.</param>
    public static IEnumerable<string> FoldersOf(IEnumerable<string> patterns) => patterns.SelectMany(Expand);

    private static IEnumerable<string> Expand(string pattern)
    {
        var parts = pattern.Split('/', '\\');
        var star = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        if (star < 0)
        {
            return [pattern];
        }

        var parent = string.Join('/', parts[..star]);
        var below = Path.Combine([.. parts[(star + 1)..]]);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, parts[star]).Select(folder => Path.Combine(folder, below))
            : [];
    }
}
