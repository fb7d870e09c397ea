using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>Where the private PostgreSQL keeps its things; made and removed by nobody else.</summary>
/// <param name="Root">The folder that holds them all.</param>
internal sealed record ServerFolders(string Root)
{
    /// <summary>Name of the file in CENTER_HOME that names <see cref="Root"/> when it had to be put elsewhere.</summary>
    public const string PointerName = "postgres-location";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The data folder; exists only when initdb has finished.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Where the server writes what it has to say.</summary>
    public string LogFile => Path.Combine(Root, "log", "postgres.log");

    /// <summary>Held together by every service that uses the server: the last one out stops it.</summary>
    public string UsersLock => Path.Combine(Root, "users.lock");

    /// <summary>The folders of a home, as they are or will be.</summary>
    /// <param name="home">The home.</param>
    public static ServerFolders Of(CenterHome home)
    {
        var pointer = home.PathOf(PointerName);
        if (!File.Exists(pointer))
        {
            return new ServerFolders(home.PathOf("postgres"));
        }

        var elsewhere = File.ReadAllText(pointer).Trim();
        return Directory.Exists(elsewhere)
            ? new ServerFolders(elsewhere)
            : throw new StartupFailure(
                $"The folder {elsewhere} that {pointer} names is gone: bring it back, or remove {pointer} to begin with an empty database."
            );
    }

    /// <summary>Makes what is missing, in a place that the account can reach.</summary>
    /// <param name="home">The home.</param>
    /// <param name="account">The account that the server runs as.</param>
    /// <param name="logger">Told when the place is not below the home.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ServerFolders> PrepareAsync(
        CenterHome home,
        ServerAccount account,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        if (account.IsSeparate && !OperatingSystem.IsWindows())
        {
            home.LetOthersPass();
        }

        var reachable = await account.CanPassAsync(Path.GetDirectoryName(Root)!, cancellationToken);
        if (!reachable && Directory.Exists(Data))
        {
            throw new StartupFailure(
                $"The account of PostgreSQL cannot reach {Data}: let others pass through the folders above it (chmod o+x), or move CENTER_HOME."
            );
        }

        var folders = reachable ? this : Elsewhere(home, logger);
        MakeFolder(folders.Root, account);
        var log = Path.GetDirectoryName(folders.LogFile)!;
        if (!Directory.Exists(log))
        {
            await account.CreateFolderAsync(log, cancellationToken);
        }

        return folders;
    }

    private static ServerFolders Elsewhere(CenterHome home, ILogger logger)
    {
        // A name of its own each time: a home that was removed and made again must not meet its old data.
        var folders = new ServerFolders($"/var/lib/center-{Guid.NewGuid():N}");
        MakeFolder(folders.Root, new ServerAccount("other"));
        File.WriteAllText(Path.Combine(folders.Root, "home"), home.Folder + "\n");
        var pointer = home.PathOf(PointerName);
        File.WriteAllText(pointer, folders.Root + "\n");
        PrivatePostgresLog.PlacedElsewhere(logger, home.Folder, folders.Root, pointer);
        return folders;
    }

    private static void MakeFolder(string folder, ServerAccount account)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, account.IsSeparate ? OthersPass : OwnerOnly);
        }
    }
}
