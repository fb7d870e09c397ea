using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>
/// The data folder of the private PostgreSQL. It is made beside its place and renamed when it is whole, so a folder at
/// its place is always finished and is never deleted.
/// </summary>
/// <param name="folders">Where it lies.</param>
/// <param name="account">Who owns it.</param>
internal sealed class DataFolder(ServerFolders folders, ServerAccount account)
{
    /// <summary>The role that owns the cluster; the service works as it.</summary>
    public const string Role = "center";

    private const string DraftPrefix = "data.unfinished-";

    // Texts compare by code point everywhere alike; the plain C locale is for systems that do not know C.UTF-8.
    private static readonly string[] Locales = ["C.UTF-8", "C"];

    /// <summary>Major version that made the folder; null when there is none.</summary>
    public int? Major =>
        !Directory.Exists(folders.Data) ? null
        : File.Exists(VersionFile)
            ? int.Parse(File.ReadAllText(VersionFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture)
        : throw new StartupFailure(
            $"The folder {folders.Data} is not a PostgreSQL data folder: move it away, a new one will be made."
        );

    private string VersionFile => Path.Combine(folders.Data, "PG_VERSION");

    /// <summary>Makes the folder unless it is there.</summary>
    /// <param name="binaries">The PostgreSQL to make it with.</param>
    /// <param name="password">Password of the role.</param>
    /// <param name="options">Whether the disk is waited for.</param>
    /// <param name="logger">Told when it is made.</param>
    /// <param name="cancellationToken">Ends the work; what is half done is made again at the next start.</param>
    public async Task EnsureAsync(
        PostgresBinaries binaries,
        byte[] password,
        PrivatePostgresOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        RemoveDrafts();
        if (Directory.Exists(folders.Data))
        {
            return;
        }

        PrivatePostgresLog.Initialising(logger, binaries.Major, folders.Data);
        var draft = Path.Combine(folders.Root, $"{DraftPrefix}{Guid.NewGuid():N}");
        var passwordFile = draft + ".password";
        await File.WriteAllBytesAsync(passwordFile, [], cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await File.WriteAllBytesAsync(passwordFile, password, cancellationToken);
        await account.GiveAsync(passwordFile, cancellationToken);
        await InitialiseAsync(binaries, draft, passwordFile, options, cancellationToken);
        await File.AppendAllTextAsync(
            Path.Combine(draft, "postgresql.conf"),
            $"\n# Written anew at every start.\ninclude '{ServerSettings.FileName}'\n",
            cancellationToken
        );
        Directory.Move(draft, folders.Data);
        File.Delete(passwordFile);
    }

    private async Task InitialiseAsync(
        PostgresBinaries binaries,
        string draft,
        string passwordFile,
        PrivatePostgresOptions options,
        CancellationToken cancellationToken
    )
    {
        var problem = "";
        foreach (var locale in Locales)
        {
            await account.CreateFolderAsync(draft, cancellationToken);
            var arguments = Arguments(draft, passwordFile, locale, options);
            var result = await account.RunAsync(binaries.Initdb, arguments, cancellationToken);
            if (result.Succeeded)
            {
                return;
            }

            problem = result.LastLine;
            Directory.Delete(draft, recursive: true);
        }

        throw new StartupFailure(
            $"PostgreSQL's initdb cannot make a data folder in {folders.Root} ({problem}): mend that, or name another folder in CENTER_HOME."
        );
    }

    private static List<string> Arguments(
        string draft,
        string passwordFile,
        string locale,
        PrivatePostgresOptions options
    )
    {
        List<string> arguments =
        [
            $"--pgdata={draft}",
            $"--username={Role}",
            $"--pwfile={passwordFile}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            $"--locale={locale}",
            "--data-checksums",
            "--no-instructions",
        ];
        if (!options.Fsync)
        {
            arguments.Add("--no-sync");
        }

        return arguments;
    }

    private void RemoveDrafts()
    {
        foreach (var draft in Directory.EnumerateDirectories(folders.Root, DraftPrefix + "*").ToList())
        {
            Directory.Delete(draft, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(folders.Root, DraftPrefix + "*").ToList())
        {
            File.Delete(file);
        }
    }
}
