using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;

namespace Center.Api.People;

/// <summary>An erasure as it is kept outside the database: opaque ids, nothing about the person.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Person">Id of the record whose key was destroyed.</param>
/// <param name="At">When it was erased, or when this home learnt of it.</param>
internal sealed record KeptErasure(string Centre, string Person, DateTimeOffset At);

/// <summary>
/// The file <c>erasures</c> in CENTER_HOME: whose keys were destroyed, one line each, only ever appended to. A database
/// that is brought back from a backup knows nothing of later erasures; this file does (decision 0026). A line is on the
/// disk before its erasure is answered.
/// </summary>
/// <param name="home">The folder of this installation.</param>
internal sealed class ErasureFile(CenterHome home)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Full path of the file.</summary>
    public string Path { get; } = home.PathOf("erasures");

    /// <summary>What is kept, in the order of writing; a last line that a power cut left unfinished is passed over.</summary>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="StartupFailure">A line cannot be read; says what to do.</exception>
    public async Task<IReadOnlyList<KeptErasure>> ReadAsync(CancellationToken stopping)
    {
        await using var file = await OpenAsync(stopping);
        return Parse(await TextAsync(file, stopping));
    }

    /// <summary>Adds the erasures that are not there yet; they are on the disk when this returns.</summary>
    /// <param name="erasures">Erasures that were committed.</param>
    /// <param name="stopping">Gives up before anything is written.</param>
    public async Task KeepAsync(IReadOnlyCollection<KeptErasure> erasures, CancellationToken stopping)
    {
        await using var file = await OpenAsync(stopping);
        var text = await TextAsync(file, stopping);
        var known = Parse(text).Select(one => (one.Centre, one.Person)).ToHashSet();
        var missing = erasures.Where(one => known.Add((one.Centre, one.Person))).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        // What a power cut left of a line is written over.
        file.SetLength(Encoding.UTF8.GetByteCount(Finished(text)));
        file.Seek(0, SeekOrigin.End);
        var lines = missing.Select(one => JsonSerializer.Serialize(one, CenterJson.Options) + "\n");
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines)), CancellationToken.None);
        file.Flush(flushToDisk: true);
    }

    private List<KeptErasure> Parse(string text)
    {
        var lines = Finished(text).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select((line, i) => Line(line) ?? throw Unreadable(i + 1))];
    }

    private static string Finished(string text) => text[..(text.LastIndexOf('\n') + 1)];

    private static KeptErasure? Line(string line)
    {
        try
        {
            var read = JsonSerializer.Deserialize<KeptErasure>(line, CenterJson.Options);
            return read?.Centre is not null && Guid.TryParseExact(read.Person, "D", out _) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private StartupFailure Unreadable(int line) =>
        new(
            $"Line {line} of {Path} cannot be read: bring the file back from its copy, or take the line out; what the database knows of erasures is written into it again at the start."
        );

    private async Task<FileStream> OpenAsync(CancellationToken stopping)
    {
        var isNew = !File.Exists(Path);
        var file =
            await FileLock.WaitAsync(Path, _patience, stopping)
            ?? throw new IOException($"{Path} is held by another program.");
        if (isNew && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private static async Task<string> TextAsync(FileStream file, CancellationToken stopping)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false), false, leaveOpen: true);
        return await reader.ReadToEndAsync(stopping);
    }
}
