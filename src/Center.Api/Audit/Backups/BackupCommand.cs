using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Audit.Backups;

/// <summary>Writes the whole database into one file, also while the service runs.</summary>
internal sealed class BackupCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["backup"];

    public override string Usage => "<file>";

    public override bool TakesDatabaseAsIs => true;

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (args is not [var given] || given.StartsWith('-'))
        {
            await Console.Error.WriteLineAsync($"backup {Usage}");
            return 2;
        }

        var path = Path.GetFullPath(given);
        if (File.Exists(path) || Directory.Exists(path))
        {
            throw new StartupFailure($"{path} is there already: a backup is never written over; name another file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new StartupFailure($"There is no folder {Path.GetDirectoryName(path)}: make it first.");
        }

        var manifest = await WriteAsync(services.GetRequiredService<DatabaseAddress>(), path);
        await TellAsync(output, path, manifest, services.GetRequiredService<CenterHome>());
        return 0;
    }

    private static async Task<BackupManifest> WriteAsync(DatabaseAddress address, string path)
    {
        await using var snapshot = await BackupSnapshot.TakeAsync(address, default);
        var tools = await PostgresTools.FindAsync(snapshot.ServerMajor, default);
        var manifest = await snapshot.DescribeAsync(default);
        string[] arguments =
        [
            "--schema=center",
            "--format=plain",
            "--compress=6",
            "--no-owner",
            "--no-privileges",
            $"--snapshot={snapshot.Name}",
        ];
        using var dump = PostgresTools.Start(tools.Dump, arguments, address);
        dump.StandardInput.Close();
        var errors = dump.StandardError.ReadToEndAsync();
        try
        {
            var sql = dump.StandardOutput.BaseStream;
            return await BackupFile.WriteAsync(path, manifest, sql, () => EndedAsync(dump, errors), default);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new StartupFailure($"The backup could not be written: {wrong.Message}", wrong);
        }
        finally
        {
            if (!dump.HasExited)
            {
                dump.Kill();
            }
        }
    }

    private static async Task EndedAsync(Process dump, Task<string> errors)
    {
        await dump.WaitForExitAsync();
        if (dump.ExitCode != 0)
        {
            throw new StartupFailure($"pg_dump gave up, and no backup was written: {(await errors).Trim()}");
        }
    }

    private static async Task TellAsync(TextWriter output, string path, BackupManifest manifest, CenterHome home)
    {
        await output.WriteLineAsync($"{path}: {manifest.Dump!.Bytes} bytes, sha256 {manifest.Dump.Sha256}");
        foreach (var centre in manifest.Centres)
        {
            var log = centre.Log is { } begun ? $"{begun.Origin}, {begun.Size} leaves, root {begun.Root}" : "not begun";
            await output.WriteLineAsync(
                $"{centre.Centre}: {centre.Events} events to position {centre.Position}; public log {log}"
            );
        }

        string[] apart = ["vault-key", "log-key", "log-head-*", "erasures"];
        await output.WriteLineAsync(
            $"Not in it, keep them apart: {string.Join(", ", apart.Select(name => home.PathOf(name)))}, unless your settings name other places. Without the vault key no name can be read again; see docs/guides/backup.md."
        );
    }
}
