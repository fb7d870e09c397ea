using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Center.Api.Tests.Infrastructure;

/// <summary>A CENTER_HOME in the system's folder for temporary files, removed at the end.</summary>
internal sealed class ScratchHome : IDisposable
{
    private const string Prefix = "center-scratch-";

    /// <summary>What the environment says, but without waiting for the disk.</summary>
    public static readonly PrivatePostgresOptions Options = PrivatePostgresOptions.From(
        Environment.GetEnvironmentVariable
    ) with
    {
        Fsync = false,
        IsProduction = false,
    };

    private readonly string _root;

    /// <param name="name">Name of the home; may hold any characters that a path may.</param>
    public ScratchHome(string name)
    {
        _root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}")).FullName;
        Folder = Path.Combine(_root, name);
    }

    public string Folder { get; }

    public CenterHome Open() => CenterHome.Open(Folder);

    public string DataFolder => ServerFolders.Of(Open()).Data;

    public void Dispose()
    {
        var elsewhere = Path.Combine(Folder, ServerFolders.PointerName);
        if (File.Exists(elsewhere))
        {
            Directory.Delete(File.ReadAllText(elsewhere).Trim(), recursive: true);
        }

        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Stops servers whose test run was killed, and removes their homes.</summary>
    public static async Task RemoveLeftoversAsync()
    {
        foreach (var root in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").ToList())
        {
            var users = Path.Combine(root, "tests", "postgres", "users.lock");
            if (!File.Exists(users) || FileLock.TryAlone(users) is not { } free)
            {
                continue;
            }

            await free.DisposeAsync();
            var home = CenterHome.Open(Path.Combine(root, "tests"));
            var leftover = PrivatePostgresServer.StartAsync(home, Options, NullLogger.Instance, CancellationToken.None);
            await (await leftover).DisposeAsync();
            Directory.Delete(root, recursive: true);
        }
    }
}
