using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Api.Audit.Backups;

/// <summary>
/// Puts a backup in the place of what is there, in one transaction: the old schema is renamed, the new one made and
/// filled, erased people are erased in it, its positions are compared with the manifest. Until the commit nobody sees
/// any of it, and whatever ends it before leaves the old schema as it was.
/// </summary>
/// <param name="address">The database.</param>
/// <param name="tools">PostgreSQL's own programs.</param>
/// <param name="target">The database as it stands before.</param>
internal sealed class SchemaSwap(DatabaseAddress address, PostgresTools tools, RestoreTarget target)
{
    /// <summary>Where the old schema is after the swap; null when there was none.</summary>
    public string? Before { get; } =
        target.HasSchema
            ? string.Create(CultureInfo.InvariantCulture, $"center_before_{DateTime.UtcNow:yyyyMMdd_HHmmss}")
            : null;

    /// <summary>Runs it.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="erasures">Whose keys were destroyed, as this home knows it.</param>
    /// <param name="stopping">Gives up; nothing is changed.</param>
    /// <exception cref="StartupFailure">It failed, and nothing was changed.</exception>
    public async Task RunAsync(BackupFile backup, IReadOnlyCollection<KeptErasure> erasures, CancellationToken stopping)
    {
        // Not --single-transaction: that one commits what it has when its input ends too early.
        string[] arguments = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"];
        using var psql = PostgresTools.Start(
            tools.Psql,
            OperatingSystem.IsWindows() ? arguments[..3] : arguments,
            address
        );
        var said = psql.StandardOutput.ReadToEndAsync(stopping);
        var errors = psql.StandardError.ReadToEndAsync(stopping);
        try
        {
            await FeedAsync(psql.StandardInput.BaseStream, backup, erasures, stopping);
        }
        catch (IOException)
        {
            // It hung up, and says why below.
        }
        catch
        {
            psql.Kill();
            throw;
        }

        await psql.WaitForExitAsync(stopping);
        await said;
        if (psql.ExitCode != 0)
        {
            throw new StartupFailure(
                $"The backup could not be restored, and nothing was changed: {(await errors).Trim()}"
            );
        }
    }

    /// <summary>Drops what was there before.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task DropBeforeAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        await using var command = source.CreateCommand($"drop schema if exists {Before} cascade");
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(stopping);
    }

    private async Task FeedAsync(
        Stream input,
        BackupFile backup,
        IReadOnlyCollection<KeptErasure> erasures,
        CancellationToken stopping
    )
    {
        await using (input)
        {
            await WriteAsync(input, Opening(), stopping);
            await using (var sql = new GZipStream(backup.Dump, CompressionMode.Decompress, leaveOpen: true))
            {
                await sql.CopyToAsync(input, stopping);
            }

            await WriteAsync(input, Comparison(backup.Manifest) + Erasures(erasures) + "commit;\n", stopping);
        }
    }

    private static async Task WriteAsync(Stream input, string sql, CancellationToken stopping)
    {
        await input.WriteAsync(Encoding.UTF8.GetBytes(sql), stopping);
        await input.FlushAsync(stopping);
    }

    // The lock keeps a service of another home from starting on what is half there.
    private string Opening() =>
        $"""
            begin;
            select pg_advisory_xact_lock({AdvisoryLocks.Migration}, 0);
            create extension if not exists btree_gist;
            {(Before is null ? "" : $"alter schema center rename to {Before};")}

            """;

    private static string Comparison(BackupManifest manifest)
    {
        var checks = manifest.Centres.Select(centre =>
            $"""
                if (select (coalesce(max(seq_id), 0), count(*)) is distinct from ({centre.Position}::bigint, {centre.Events}::bigint)
                    from center.mt_events where tenant_id = {Quoted(centre.Centre)})
                  or (select coalesce(max(size), 0) from center.log_state where centre = {Quoted(
                    centre.Centre
                )}) <> {centre.Log?.Size ?? 0}
                then raise exception 'what was restored of % is not what the manifest says', {Quoted(
                    centre.Centre
                )}; end if;
                """
        );
        return $"do $compare$ begin\n{string.Concat(checks)}\nend $compare$;\n";
    }

    // In the same transaction: no moment is to be, at which an erased person can be read again.
    private string Erasures(IReadOnlyCollection<KeptErasure> erasures)
    {
        var sql = new StringBuilder();
        foreach (var one in erasures)
        {
            sql.Append(Destroy($"values ({Quoted(one.Centre)}, {Quoted(one.Person)}, null::bytea)"));
        }

        if (Before is not null && target.HasVault)
        {
            sql.Append(
                Destroy($"select centre, person, null::bytea from {Before}.person_key where wrapped_key is null")
            );
        }

        foreach (var table in (string[])["personal", "personal_index"])
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $"delete from center.{table} gone using center.person_key key where key.wrapped_key is null and key.centre = gone.centre and key.person = gone.person;\n"
            );
        }

        return sql.ToString();
    }

    private static string Destroy(string keys) =>
        $"insert into center.person_key (centre, person, wrapped_key) {keys} on conflict (centre, person) do update set wrapped_key = null;\n";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
