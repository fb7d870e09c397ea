using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using MysticMind.PostgresEmbed;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>Fetches PostgreSQL for machines that have none, once for each machine.</summary>
internal static class DownloadedPostgres
{
    /// <summary>The one major version that new data folders are made with, so that a later download can open them.</summary>
    public const int Major = 17;

    /// <summary>Downloads and unpacks the binaries, or finds them from an earlier time.</summary>
    /// <param name="major">Major version to fetch.</param>
    /// <param name="mavenRepository">Repository or mirror; null for the public one.</param>
    /// <param name="account">The account that must be able to run them.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="StartupFailure">The download failed; says what to do instead.</exception>
    public static async Task<PostgresBinaries> FetchAsync(
        int major,
        string? mavenRepository,
        ServerAccount account,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var server = new PgServer(Options(major, mavenRepository, account));
            await using (server)
            {
                await server.InstallAsync(cancellationToken);
                var folder = Path.Combine(server.InstallDir, "bin");
                return await PostgresBinaries.TryReadAsync(folder, cancellationToken)
                    ?? throw new StartupFailure(Sentence(major, $"the download in {folder} does not run here"));
            }
        }
        catch (Exception exception)
            when (exception
                    is PostgresEmbedException
                        or HttpRequestException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            throw new StartupFailure(Sentence(major, "its download failed"), exception);
        }
    }

    private static PgServerOptions Options(int major, string? mavenRepository, ServerAccount account)
    {
        // The cache of root lies where no other account may look.
        var cache = account.IsSeparate ? "/var/cache/center-postgres" : PgCache.DefaultDirectory;
        var options = new PgServerOptions
        {
            PgVersion = $"{major}",
            BinariesDir = Path.Combine(cache, "binaries"),
            DownloadRetryCount = 1,
        };
        return mavenRepository is null ? options : options with { MavenRepo = mavenRepository.TrimEnd('/') };
    }

    private static string Sentence(int major, string why) =>
        $"No PostgreSQL {major} was found on this machine and {why}: install PostgreSQL with the system's package manager, or set CENTER_PG_BIN to its bin folder, or set ConnectionStrings__Center.";
}
