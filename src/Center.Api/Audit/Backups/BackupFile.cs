using System;
using System.Formats.Tar;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;

namespace Center.Api.Audit.Backups;

/// <summary>
/// The file of a backup: a tar of the database as compressed SQL, the manifest that says what it must be, and a text for
/// whoever finds it without the program.
/// </summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private const string DumpName = "center.sql.gz";
    private const string ManifestName = "manifest.json";
    private const string ReadMeName = "README.txt";

    private const string ReadMe = """
        A backup of Center: center.sql.gz is the PostgreSQL schema "center" as SQL for psql, manifest.json says what it is.

        Restore it with the program (-- restore <this file>), which checks it, keeps later erasures erased and tells what
        to do with the public log. It does not hold the keys: vault-key, log-key, log-head-* and erasures of CENTER_HOME
        are kept apart. See docs/guides/backup.md.

        """;

    private static readonly JsonSerializerOptions _json = new(CenterJson.Options) { WriteIndented = true };

    private readonly FileStream _file;
    private readonly TarReader _tar;

    private BackupFile(FileStream file, TarReader tar, BackupManifest manifest, Stream dump)
    {
        _file = file;
        _tar = tar;
        Manifest = manifest;
        Dump = dump;
    }

    /// <summary>What the backup says about itself.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>The database, compressed; at its beginning.</summary>
    public Stream Dump { get; }

    /// <summary>Writes a backup beside its place and moves it there when it is whole and on the disk.</summary>
    /// <param name="path">Its place; nothing may be there.</param>
    /// <param name="manifest">What it says, but for the dump.</param>
    /// <param name="dump">The database, compressed; read to its end.</param>
    /// <param name="ended">Called when the dump is read; throws when it is not whole.</param>
    /// <param name="stopping">Gives up; nothing is left behind.</param>
    /// <returns>The manifest.</returns>
    public static async Task<BackupManifest> WriteAsync(
        string path,
        BackupManifest manifest,
        Stream dump,
        Func<Task> ended,
        CancellationToken stopping
    )
    {
        var draft = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            await using (var file = NewFile(draft))
            {
                await using (var tar = new TarWriter(file, TarEntryFormat.Gnu, leaveOpen: true))
                {
                    manifest = manifest with { Dump = await AddDumpAsync(tar, dump, stopping) };
                    await ended();
                    var text = JsonSerializer.SerializeToUtf8Bytes(manifest, _json);
                    await AddAsync(tar, ManifestName, new MemoryStream(text), stopping);
                    await AddAsync(tar, ReadMeName, new MemoryStream(Encoding.UTF8.GetBytes(ReadMe)), stopping);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            return manifest;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Opens a backup and reads it once from end to end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="StartupFailure">It is no backup, is damaged, or is not for this program.</exception>
    public static async Task<BackupFile> OpenAsync(string path, CancellationToken stopping)
    {
        var file = File.OpenRead(path);
        var tar = new TarReader(file, leaveOpen: true);
        try
        {
            return await ReadAsync(path, file, tar, stopping);
        }
        catch (Exception wrong)
        {
            await tar.DisposeAsync();
            await file.DisposeAsync();
            if (wrong is InvalidDataException or EndOfStreamException or JsonException or FormatException)
            {
                throw Refused(path, "it is no backup of Center, or is damaged: take another copy of it", wrong);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        await _file.DisposeAsync();
    }

    private static async Task<BackupFile> ReadAsync(
        string path,
        FileStream file,
        TarReader tar,
        CancellationToken stopping
    )
    {
        var (dump, manifest) = await PartsAsync(tar, stopping);
        if (dump is null || manifest?.Dump is null)
        {
            throw new InvalidDataException("The dump or the manifest is missing.");
        }

        if (manifest.Hindrance() is { } hindrance)
        {
            throw Refused(path, hindrance);
        }

        dump.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(dump, stopping));
        if (digest != manifest.Dump.Sha256)
        {
            throw Refused(path, "the database in it is not what its manifest says: take another copy of it");
        }

        dump.Position = 0;
        return new BackupFile(file, tar, manifest, dump);
    }

    private static async Task<(Stream? Dump, BackupManifest? Manifest)> PartsAsync(
        TarReader tar,
        CancellationToken stopping
    )
    {
        Stream? dump = null;
        BackupManifest? manifest = null;
        while (await tar.GetNextEntryAsync(copyData: false, stopping) is { } entry)
        {
            if (entry.Name == DumpName)
            {
                dump = entry.DataStream;
            }
            else if (entry.Name == ManifestName && entry.DataStream is { } text)
            {
                manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(text, _json, stopping);
            }
        }

        return (dump, manifest);
    }

    private static StartupFailure Refused(string path, string why, Exception? cause = null) =>
        new($"{path} is refused: {why}. Nothing was changed.", cause);

    private static async Task<BackupDump> AddDumpAsync(TarWriter tar, Stream dump, CancellationToken stopping)
    {
        using var digest = SHA256.Create();
        var start = new CountedStream(dump);
        await using var hashed = new CryptoStream(start, digest, CryptoStreamMode.Read, leaveOpen: true);
        await AddAsync(tar, DumpName, hashed, stopping);
        return new BackupDump(start.Count, Convert.ToHexStringLower(digest.Hash!));
    }

    private static Task AddAsync(TarWriter tar, string name, Stream data, CancellationToken stopping) =>
        tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = data }, stopping);

    private static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
