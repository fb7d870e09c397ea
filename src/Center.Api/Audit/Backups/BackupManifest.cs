using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Center.Projections.EventStore;

namespace Center.Api.Audit.Backups;

/// <summary>What a backup says about itself; <c>manifest.json</c> in its file.</summary>
/// <param name="Format">Version of the file's form.</param>
/// <param name="Program">Version of the program that wrote it.</param>
/// <param name="Postgres">Version of the PostgreSQL that it came from.</param>
/// <param name="TakenAt">When, by the database.</param>
/// <param name="VaultKey">Fingerprint of the vault key without which names in it cannot be read; hexadecimal.</param>
/// <param name="EventTypes">Stored names of all events in it, sorted.</param>
/// <param name="Centres">The centres in it.</param>
/// <param name="Dump">The database.</param>
internal sealed record BackupManifest(
    int Format,
    string Program,
    string Postgres,
    DateTimeOffset TakenAt,
    string VaultKey,
    IReadOnlyList<string> EventTypes,
    IReadOnlyList<BackupCentre> Centres,
    BackupDump? Dump
)
{
    /// <summary>The form that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of this program.</summary>
    public static string ThisProgram { get; } =
        typeof(BackupManifest)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    /// <summary>Why this program cannot take the backup in, or null.</summary>
    public string? Hindrance()
    {
        if (Format != CurrentFormat)
        {
            return $"it has form {Format}, and this program reads form {CurrentFormat}: restore it with the program that wrote it, {Program}";
        }

        var unknown = EventTypes.FirstOrDefault(type => EventLanguage.OfDomain.TypeOf(type) is null);
        return unknown is null
            ? null
            : $"it holds events that this program does not know ({unknown}): restore it with program {Program} or later";
    }
}

/// <summary>A centre in a backup.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Position">Newest position in it.</param>
/// <param name="Events">How many events.</param>
/// <param name="Log">How far the public log had come; null when it was not begun.</param>
internal sealed record BackupCentre(string Centre, long Position, long Events, BackupLog? Log);

/// <summary>A public log in a backup.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Size">Leaves.</param>
/// <param name="Root">Root over them, base64.</param>
/// <param name="Key">Verifier key.</param>
internal sealed record BackupLog(string Origin, int Epoch, long Size, string Root, string Key);

/// <summary>The database in a backup: SQL for <c>psql</c>, compressed by gzip.</summary>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Digest, hexadecimal.</param>
internal sealed record BackupDump(long Bytes, string Sha256);
