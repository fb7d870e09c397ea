using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>
/// The account that PostgreSQL runs as. PostgreSQL refuses to run as root, so a service that runs as root lends it the
/// account <c>postgres</c>, or <c>nobody</c> where there is none.
/// </summary>
/// <param name="Id">"uid:gid" of another account; null for the account of the service.</param>
internal sealed record ServerAccount(string? Id)
{
    /// <summary>Whether the server runs as another account than the service.</summary>
    public bool IsSeparate => Id is not null;

    /// <summary>Chooses the account: the owner of the data folder, else by the rule above.</summary>
    /// <param name="dataFolder">The data folder, which may not exist yet.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<ServerAccount> ChooseAsync(string dataFolder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(Id: null);
        }

        if (Directory.Exists(dataFolder))
        {
            var owner = await Command.RunAsync("stat", ["-c", "%u:%g", dataFolder], cancellationToken);
            return new ServerAccount(owner.Output.Trim());
        }

        return await NamedAsync("postgres", cancellationToken)
            ?? await NamedAsync("nobody", cancellationToken)
            ?? throw new StartupFailure(
                "PostgreSQL cannot run as root and there is no account postgres or nobody: run the service as another user, or set ConnectionStrings__Center."
            );
    }

    /// <summary>An account by its name; null when the system has no such account.</summary>
    /// <param name="name">Account name.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<ServerAccount?> NamedAsync(string name, CancellationToken cancellationToken)
    {
        var user = await Command.RunAsync("id", ["-u", name], cancellationToken);
        var group = await Command.RunAsync("id", ["-g", name], cancellationToken);
        return user.Succeeded && group.Succeeded
            ? new ServerAccount(
                string.Create(CultureInfo.InvariantCulture, $"{user.Output.Trim()}:{group.Output.Trim()}")
            )
            : null;
    }

    /// <summary>Runs a program as the account.</summary>
    /// <param name="program">Full path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    public Task<CommandResult> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        if (Id?.Split(':') is not [var user, var group])
        {
            return Command.RunAsync(program, arguments, cancellationToken);
        }

        string[] asAccount = [$"--reuid={user}", $"--regid={group}", "--clear-groups", "--", program, .. arguments];
        return Command.RunAsync("setpriv", asAccount, cancellationToken);
    }

    /// <summary>Makes a folder that belongs to the account and that nobody else can enter.</summary>
    /// <param name="path">Full path; its parent must exist.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task CreateFolderAsync(string path, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await GiveAsync(path, cancellationToken);
    }

    /// <summary>Makes the account the owner of a file or folder.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (Id is not null)
        {
            await Command.RunAsync("chown", [Id, path], cancellationToken);
        }
    }

    /// <summary>Whether the account can pass through a folder and all those above it.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<bool> CanPassAsync(string folder, CancellationToken cancellationToken) =>
        !IsSeparate || (await RunAsync("test", ["-x", folder], cancellationToken)).Succeeded;
}
