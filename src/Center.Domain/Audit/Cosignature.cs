using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Center.Domain.Audit;

/// <summary>
/// What a witness says under a checkpoint (C2SP tlog-cosignature, cosignature/v1 with Ed25519): at this time, this was the
/// largest tree of the log that I had seen, and it continued all that I had seen before.
/// </summary>
public static class Cosignature
{
    private const int TimeLength = sizeof(ulong);

    // What DateTimeOffset can hold; the standard allows more, which nobody means.
    private const ulong LastSecond = 253_402_300_799;

    /// <summary>When a witness cosigned a checkpoint.</summary>
    /// <param name="note">The checkpoint with all its signatures.</param>
    /// <param name="witness">Key of the witness.</param>
    /// <param name="check">Checks a signature.</param>
    /// <returns>The newest time, in whole seconds; null when it did not, or when a line that claims to be its is wrong.</returns>
    public static DateTimeOffset? TimeOf(SignedNote note, VerifierKey witness, Ed25519Check check)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(check);
        var times = note.Signatures.Where(line => IsBy(witness, line)).Select(line => Read(note, witness, line, check));
        return
            times.Aggregate((DateTimeOffset?)DateTimeOffset.MinValue, Newer) is { } newest
            && newest > DateTimeOffset.MinValue
            ? newest
            : null;
    }

    /// <summary>Whether a line names the witness's key.</summary>
    /// <param name="witness">Key of the witness.</param>
    /// <param name="line">The line.</param>
    public static bool IsBy(VerifierKey witness, NoteSignature line)
    {
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(line);
        return witness.Use == KeyUse.Cosignature && line.Name == witness.Name && line.KeyId == witness.Id;
    }

    /// <summary>The bytes that a witness signs.</summary>
    /// <param name="text">Text of the checkpoint, extension lines and last line feed included.</param>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    public static byte[] MessageOf(string text, ulong time) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));

    // One wrong line spoils the rest: null stays null.
    private static DateTimeOffset? Newer(DateTimeOffset? newest, DateTimeOffset? next) =>
        newest is null || next is null ? null
        : next > newest ? next
        : newest;

    private static DateTimeOffset? Read(SignedNote note, VerifierKey witness, NoteSignature line, Ed25519Check check)
    {
        if (line.Signature.Length <= TimeLength)
        {
            return null;
        }

        var time = BinaryPrimitives.ReadUInt64BigEndian(line.Signature.Span);
        return
            time is > 0 and <= LastSecond
            && check(witness.PublicKey, MessageOf(note.Text, time), line.Signature.Span[TimeLength..])
            ? DateTimeOffset.FromUnixTimeSeconds((long)time)
            : null;
    }
}
