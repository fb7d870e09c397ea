using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>
/// Chooses the PostgreSQL to run: the folder that the operator names, else the newest of the system, else a download.
/// A data folder that exists decides the major version, since PostgreSQL opens no other.
/// </summary>
/// <param name="options">Where to look.</param>
/// <param name="account">The account that will run it.</param>
/// <param name="logger">Told before a download begins.</param>
internal sealed class BinariesSearch(PrivatePostgresOptions options, ServerAccount account, ILogger logger)
{
    /// <summary>Finds the binaries.</summary>
    /// <param name="dataMajor">Major version of the data folder; null when there is none yet.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StartupFailure">None fits; says what to do.</exception>
    public async Task<PostgresBinaries> FindAsync(int? dataMajor, CancellationToken cancellationToken)
    {
        if (options.BinFolder is { } named)
        {
            return await NamedAsync(named, dataMajor, cancellationToken);
        }

        var installed = await SystemPostgres.FindAsync(options.SystemFolders, cancellationToken);
        if (installed.FirstOrDefault(b => b.Major == (dataMajor ?? b.Major)) is { } fitting)
        {
            return fitting;
        }

        var wanted = dataMajor ?? DownloadedPostgres.Major;
        PrivatePostgresLog.Downloading(logger, wanted);
        return await DownloadedPostgres.FetchAsync(wanted, options.MavenRepository, account, cancellationToken);
    }

    private static async Task<PostgresBinaries> NamedAsync(
        string folder,
        int? dataMajor,
        CancellationToken cancellationToken
    )
    {
        var binaries =
            await PostgresBinaries.TryReadAsync(folder, cancellationToken)
            ?? throw new StartupFailure(
                $"CENTER_PG_BIN names {folder}, which holds no postgres, initdb and pg_ctl of version {PostgresBinaries.OldestMajor} or later: correct it or unset it."
            );
        return dataMajor is { } major && major != binaries.Major
            ? throw new StartupFailure(
                $"The data folder was made by PostgreSQL {major}, but CENTER_PG_BIN names version {binaries.Major}: name the bin folder of version {major}."
            )
            : binaries;
    }
}
