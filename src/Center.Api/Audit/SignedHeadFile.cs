using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Center.Projections.Audit.Sealing;

namespace Center.Api.Audit;

/// <summary>
/// The last signed head of a log in a file of two slots, written in turn and in place: a power cut while one is written
/// leaves the other. In place, because a renamed file is safe only once its folder is on the disk too, and .NET cannot
/// see to that.
/// </summary>
/// <param name="path">The file; made with mode 600.</param>
internal sealed class SignedHeadFile(string path)
{
    private const int SlotLength = 4096;
    private const int Slots = 2;
    private const string Mark = "center-log-head";

    /// <summary>The newest whole slot; null when there is no file.</summary>
    /// <exception cref="InvalidDataException">There is a file, and no slot of it is whole.</exception>
    public SignedHead? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Newest(file)?.Head ?? throw new InvalidDataException($"{path} is damaged.");
    }

    /// <summary>Writes a head; it is on the disk when this returns.</summary>
    /// <param name="head">The head.</param>
    public void Write(SignedHead head)
    {
        using var file = Open();
        var turn =
            file.Length == 0 ? 1 : (Newest(file)?.Turn ?? throw new InvalidDataException($"{path} is damaged.")) + 1;
        var slot = new byte[SlotLength];
        Encoding.UTF8.GetBytes(Sealed(TextOf(turn, head)), slot);
        file.Position = turn % Slots * SlotLength;
        file.Write(slot);
        file.Flush(flushToDisk: true);
    }

    private static (long Turn, SignedHead Head)? Newest(FileStream file)
    {
        var bytes = new byte[Slots * SlotLength];
        file.Position = 0;
        file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Enumerable
            .Range(0, Slots)
            .Select(slot => Parse(bytes.AsSpan(slot * SlotLength, SlotLength)))
            .Where(slot => slot is not null)
            .MaxBy(slot => slot!.Value.Turn);
    }

    private static string TextOf(long turn, SignedHead head) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark} {turn} {head.Epoch} {head.Origin} {head.Size} {Convert.ToBase64String(head.Edge.Span)}\n"
        );

    private static string Sealed(string text) =>
        $"{text}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}\n";

    private static (long Turn, SignedHead Head)? Parse(ReadOnlySpan<byte> slot)
    {
        var text = Encoding.UTF8.GetString(slot).TrimEnd('\0');
        var line = text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)];
        if (text.Length == 0 || Sealed(line) != text)
        {
            return null;
        }

        var parts = line.TrimEnd('\n').Split(' ');
        var edge = Convert.FromBase64String(parts[5]);
        var head = new SignedHead(int.Parse(parts[2], Invariant), parts[3], long.Parse(parts[4], Invariant), edge);
        return (long.Parse(parts[1], Invariant), head);
    }

    private FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;
}
