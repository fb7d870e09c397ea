using System;
using System.Collections.Generic;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>What may be chosen about the private PostgreSQL.</summary>
internal sealed record PrivatePostgresOptions
{
    /// <summary>Folder of <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c> to use and no other (<c>CENTER_PG_BIN</c>).</summary>
    public string? BinFolder { get; init; }

    /// <summary>Maven repository to download PostgreSQL from (<c>CENTER_PG_MAVEN_REPO</c>); null for the public one.</summary>
    public string? MavenRepository { get; init; }

    /// <summary>Whether the environment says in so many words that this is production.</summary>
    public bool IsProduction { get; init; }

    /// <summary>Where systems keep PostgreSQL; <c>*</c> stands for any part of one folder name.</summary>
    public IReadOnlyList<string> SystemFolders { get; init; } = SystemPostgres.UsualFolders;

    /// <summary>Whether commits wait for the disk. Off only for tests, whose data nobody misses.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Reads the options from the environment or a configuration.</summary>
    /// <param name="read">The value of a key, or null.</param>
    public static PrivatePostgresOptions From(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new PrivatePostgresOptions
        {
            BinFolder = NullWhenEmpty(read("CENTER_PG_BIN")),
            MavenRepository = NullWhenEmpty(read("CENTER_PG_MAVEN_REPO")),
            IsProduction = SaysProduction(read("ASPNETCORE_ENVIRONMENT")) || SaysProduction(read("DOTNET_ENVIRONMENT")),
        };
    }

    private static bool SaysProduction(string? environment) =>
        string.Equals(environment, "Production", StringComparison.OrdinalIgnoreCase);

    private static string? NullWhenEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
