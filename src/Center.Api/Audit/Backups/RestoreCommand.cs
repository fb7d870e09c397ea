using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Projections.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Audit.Backups;

/// <summary>Puts a backup in the place of the database, erases again who was erased since, and checks what it has made.</summary>
internal sealed class RestoreCommand : ConsoleCommand
{
    private const string Replace = "--replace";

    public override IReadOnlyList<string> Words => ["restore"];

    public override string Usage => "<file> [--replace]";

    public override bool TakesDatabaseAsIs => true;

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        var files = args.Where(arg => arg != Replace).ToList();
        if (files is not [var given] || given.StartsWith('-') || args.Count > 2)
        {
            await Console.Error.WriteLineAsync($"restore {Usage}");
            return 2;
        }

        var path = Path.GetFullPath(given);
        if (!File.Exists(path))
        {
            throw new StartupFailure($"There is no backup at {path}.");
        }

        await using var alone =
            services.GetRequiredService<CenterHome>().KeepServicesOut()
            ?? throw new StartupFailure("A service of this CENTER_HOME runs: stop it, then restore.");
        await using var backup = await BackupFile.OpenAsync(path, default);
        RequireVaultKey(backup.Manifest, services.GetRequiredService<VaultKey>());
        return await RestoreAsync(services, backup, args.Contains(Replace), output);
    }

    private static async Task<int> RestoreAsync(
        IServiceProvider services,
        BackupFile backup,
        bool replace,
        TextWriter output
    )
    {
        var address = services.GetRequiredService<DatabaseAddress>();
        var target = await RestoreTarget.LookAsync(address, default);
        target.Require(replace);
        var tools = await PostgresTools.FindAsync(target.ServerMajor, default);
        var erasures = await services.GetRequiredService<ErasureFile>().ReadAsync(default);
        var swap = new SchemaSwap(address, tools, target);
        await swap.RunAsync(backup, erasures, default);
        await output.WriteLineAsync(
            $"restored    the database of {backup.Manifest.TakenAt:u}, written by {backup.Manifest.Program}"
        );

        // From here on it is a start like any other: the schema of this program, and who is to be erased again.
        await services.GetRequiredService<Migration>().RunAsync(default);
        var whole = await ActivatorUtilities
            .CreateInstance<RestoreCheck>(services)
            .RunAsync(backup.Manifest, output, default);
        await LeaveBeforeAsync(swap, whole, services.GetRequiredService<NpgsqlDataSource>(), output);
        return whole ? 0 : 1;
    }

    private static async Task LeaveBeforeAsync(SchemaSwap swap, bool whole, NpgsqlDataSource source, TextWriter output)
    {
        if (swap.Before is null)
        {
            return;
        }

        if (whole)
        {
            await swap.DropBeforeAsync(source, default);
            await output.WriteLineAsync("before      what was there before is gone");
            return;
        }

        await output.WriteLineAsync(
            $"before      what was there before is kept in the schema {swap.Before}: drop schema center cascade; alter schema {swap.Before} rename to center; brings it back"
        );
    }

    private static void RequireVaultKey(BackupManifest manifest, VaultKey key)
    {
        if (manifest.VaultKey.Length > 0 && manifest.VaultKey != Convert.ToHexStringLower(key.Fingerprint()))
        {
            throw new StartupFailure(
                "The backup was sealed with another vault key: bring back the file vault-key that belongs to it into CENTER_HOME, or set Center:VaultKey. Nothing was changed."
            );
        }
    }
}
