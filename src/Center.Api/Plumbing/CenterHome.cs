using System;
using System.IO;
using System.Runtime.Versioning;

namespace Center.Api.Plumbing;

/// <summary>
/// The folder of this installation (<c>CENTER_HOME</c>): keys and, when no connection string is given, the private
/// PostgreSQL. Secrets in it are written once, whole or not at all, and only their owner can read them.
/// </summary>
internal sealed class CenterHome
{
    /// <summary>The environment variable and configuration key that names the folder.</summary>
    public const string Variable = "CENTER_HOME";

    private const string ServiceLockName = "service.lock";
    private const string SecretsLockName = "secrets.lock";
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan SecretPatience = TimeSpan.FromSeconds(30);

    private CenterHome(string folder) => Folder = folder;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Opens the folder and makes it (mode 700) where it is missing.</summary>
    /// <param name="folder">The folder, or null or empty for <c>.center</c> below the current directory.</param>
    /// <exception cref="StartupFailure">The folder cannot be made or written to.</exception>
    public static CenterHome Open(string? folder)
    {
        var home = new CenterHome(Path.GetFullPath(string.IsNullOrWhiteSpace(folder) ? ".center" : folder));
        try
        {
            home.CreateFolder();
            home.RefuseWhenReadOnly();
            return home;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw home.CannotWrite(exception);
        }
    }

    /// <summary>Opens the folder that the environment names.</summary>
    public static CenterHome FromEnvironment() => Open(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Full path of a file in the folder.</summary>
    /// <param name="name">Name below the folder.</param>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// Reads a secret, or makes it when it is missing (mode 600). Two processes that start at once get the same one.
    /// </summary>
    /// <param name="name">File name of the secret.</param>
    /// <param name="create">Makes the secret; called only when there is none, by one process alone.</param>
    /// <exception cref="StartupFailure">The folder cannot be used, or another process makes a secret and does not end.</exception>
    public byte[] ReadOrCreateSecret(string name, Func<byte[]> create)
    {
        if (ReadSecret(name) is { } known)
        {
            return known;
        }

        // Not by moving a draft to where nothing is: between the look and the move another one may have come.
        using var alone = FileLock.Wait(PathOf(SecretsLockName), SecretPatience) ?? throw SecretsTaken();
        if (ReadSecret(name) is null)
        {
            WriteSecret(name, create());
        }

        return ReadSecret(name)!;
    }

    /// <summary>Reads a secret; null when there is none.</summary>
    /// <param name="name">File name of the secret.</param>
    public byte[]? ReadSecret(string name)
    {
        try
        {
            return File.ReadAllBytes(PathOf(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw CannotWrite(exception);
        }
    }

    /// <summary>Writes a secret (mode 600) in place of the one that may be there; readers see the old or the new one whole.</summary>
    /// <param name="name">File name of the secret.</param>
    /// <param name="secret">Its bytes.</param>
    public void WriteSecret(string name, byte[] secret) =>
        File.Move(WriteDraft(name, secret), PathOf(name), overwrite: true);

    /// <summary>Marks a running service; dispose at its end.</summary>
    /// <exception cref="StartupFailure">The database is being replaced.</exception>
    public FileStream EnterService()
    {
        try
        {
            return FileLock.Together(PathOf(ServiceLockName));
        }
        catch (IOException taken)
        {
            throw new StartupFailure(
                $"The database of {Folder} is being restored: start again when that is done.",
                taken
            );
        }
    }

    /// <summary>Keeps services of this home from starting, until disposed; null when one runs.</summary>
    public FileStream? KeepServicesOut() => FileLock.TryAlone(PathOf(ServiceLockName));

    /// <summary>Lets other accounts pass through the folder, never list it, so that a server of another account can work below it.</summary>
    [UnsupportedOSPlatform("windows")]
    public void LetOthersPass() =>
        File.SetUnixFileMode(
            Folder,
            File.GetUnixFileMode(Folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );

    private void CreateFolder()
    {
        if (Directory.Exists(Folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Folder) ?? "/");
        Directory.CreateDirectory(Folder, OwnerFolder);
    }

    private void RefuseWhenReadOnly()
    {
        var probe = PathOf($"probe-{Guid.NewGuid():N}");
        using var file = new FileStream(
            probe,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
    }

    private string WriteDraft(string name, byte[] secret)
    {
        var draft = PathOf($"{name}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        using var file = new FileStream(draft, options);
        file.Write(secret);
        file.Flush(flushToDisk: true);
        return draft;
    }

    private StartupFailure SecretsTaken() =>
        new(
            $"Another process has held {PathOf(SecretsLockName)} for {SecretPatience.TotalSeconds:0} s: end it, then start again."
        );

    private StartupFailure CannotWrite(Exception cause) =>
        new(
            $"The folder {Folder} cannot be used by this account: give the account the folder, or name another in CENTER_HOME.",
            cause
        );
}
