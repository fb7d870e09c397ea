using System;
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// A leaf as one line: index, commitment and salt in lower-case hex, canonical text; one space between, a line feed
/// behind. Salt and text are <c>-</c> where the store had lost them.
/// </summary>
/// <param name="Index">Index of the leaf.</param>
/// <param name="Commitment">The entry in the log, 32 bytes.</param>
/// <param name="Salt">The salt; null when it is gone.</param>
/// <param name="Text">Canonical text, UTF-8; null when it is gone.</param>
public sealed record BundleLine(long Index, byte[] Commitment, byte[]? Salt, ReadOnlyMemory<byte>? Text)
{
    private const byte Space = (byte)' ';
    private const string Gone = "-";
    private const int CommitmentLength = 32;
    private const int LongestIndex = 20;

    private static readonly SearchValues<byte> _digits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Whether salt and text are those that were sealed.</summary>
    public bool Holds =>
        Salt is not null
        && Text is { } text
        && Commitment.AsSpan().SequenceEqual(EventLeaf.Commitment(Salt, text.Span));

    /// <summary>The line of a leaf, as the store has it now.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="leaf">The leaf.</param>
    public static byte[] Of(string centre, SealedLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        var commitment = Convert.ToHexStringLower(leaf.Leaf.Commitment.Span);
        var salt = leaf.Salt is { Length: > 0 } known ? Convert.ToHexStringLower(known) : Gone;
        var head = string.Create(CultureInfo.InvariantCulture, $"{leaf.Index} {commitment} {salt} ");
        return
        [
            .. Encoding.ASCII.GetBytes(head),
            .. leaf.Canonical(centre) ?? Encoding.ASCII.GetBytes(Gone),
            (byte)'\n',
        ];
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <returns>Null when it is none.</returns>
    public static BundleLine? Read(ReadOnlyMemory<byte> line)
    {
        var rest = line;
        if (
            !TryCut(ref rest, out var index)
            || !TryCut(ref rest, out var commitment)
            || !TryCut(ref rest, out var salt)
            || !TryIndex(index, out var number)
            || Hex(commitment) is not { Length: CommitmentLength } entry
        )
        {
            return null;
        }

        var lost = IsGone(salt);
        var opened = lost ? null : Hex(salt);
        return lost || opened is { Length: > 0 }
            ? new BundleLine(number, entry, opened, IsGone(rest.Span) ? (ReadOnlyMemory<byte>?)null : rest)
            : null;
    }

    private static bool TryCut(ref ReadOnlyMemory<byte> rest, out ReadOnlySpan<byte> word)
    {
        var end = rest.Span.IndexOf(Space);
        word = end < 0 ? default : rest.Span[..end];
        rest = rest[(end + 1)..];
        return end > 0;
    }

    private static bool TryIndex(ReadOnlySpan<byte> word, out long number) =>
        Utf8Parser.TryParse(word, out number, out var read)
        && read == word.Length
        && number >= 0
        && IsOnlySpelling(word, number);

    private static bool IsOnlySpelling(ReadOnlySpan<byte> word, long number)
    {
        Span<byte> spelt = stackalloc byte[LongestIndex];
        return Utf8Formatter.TryFormat(number, spelt, out var length) && word.SequenceEqual(spelt[..length]);
    }

    private static bool IsGone(ReadOnlySpan<byte> word) => word is [(byte)'-'];

    // One spelling: lower case only.
    private static byte[]? Hex(ReadOnlySpan<byte> word)
    {
        if (word.Length % 2 != 0 || word.ContainsAnyExcept(_digits))
        {
            return null;
        }

        var bytes = new byte[word.Length / 2];
        return Convert.FromHexString(word, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }
}
