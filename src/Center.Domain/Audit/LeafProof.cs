using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;

namespace Center.Domain.Audit;

/// <summary>A proof in one text that an entry stands in a log, to be checked offline (C2SP tlog-proof).</summary>
/// <param name="Index">Index of the entry.</param>
/// <param name="Path">Its audit path, from the leaf upwards.</param>
/// <param name="Checkpoint">The signed checkpoint, a note.</param>
public sealed record LeafProof(long Index, IReadOnlyList<TreeHash> Path, string Checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string IndexPrefix = "index ";
    private const string ExtraPrefix = "extra ";

    /// <summary>What travels with the proof and is no part of it; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Extra { get; init; }

    /// <summary>Reads a proof.</summary>
    /// <param name="text">The whole proof.</param>
    /// <param name="proof">The proof.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out LeafProof? proof)
    {
        ArgumentNullException.ThrowIfNull(text);
        proof = null;
        var gap = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || text[..gap].Split('\n') is not [Header, .. var lines])
        {
            return false;
        }

        var extra = ExtraIn(lines);
        lines = extra is [] ? lines : lines[1..];
        if (lines is not [var first, .. var coded] || !first.StartsWith(IndexPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var path = new List<TreeHash>();
        foreach (var line in coded)
        {
            if (!TreeHash.TryRead(line, out var hash))
            {
                return false;
            }

            path.Add(hash);
        }

        var digits = first[IndexPrefix.Length..];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        var read = new LeafProof(index, path, text[(gap + 2)..]) { Extra = extra };
        proof = extra is not null && index.ToString(CultureInfo.InvariantCulture) == digits ? read : null;
        return proof is not null;
    }

    // Null when there is a line for it that cannot be read.
    private static byte[]? ExtraIn(string[] lines) =>
        lines is [var first, ..] && first.StartsWith(ExtraPrefix, StringComparison.Ordinal)
            ? StrictBase64.Read(first[ExtraPrefix.Length..])
            : [];

    /// <summary>Whether it proves that the log of a key holds an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">Key of the log; its name is the log's origin.</param>
    /// <param name="check">Checks a signature.</param>
    public bool Proves(ReadOnlySpan<byte> entry, VerifierKey key, Ed25519Check check)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SignedNote.TryRead(Checkpoint, out var note)
            && note.IsSignedBy(key, check)
            && Audit.Checkpoint.TryRead(note.Text, out var checkpoint)
            && checkpoint.Origin == key.Name
            && ProofCheck.Includes(Index, checkpoint.Size, TreeHash.OfLeaf(entry), Path, checkpoint.Root);
    }

    /// <summary>The whole proof.</summary>
    public override string ToString()
    {
        var path = string.Concat(Path.Select(hash => $"{hash}\n"));
        var extra = Extra.IsEmpty ? string.Empty : $"{ExtraPrefix}{Convert.ToBase64String(Extra.Span)}\n";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Header}\n{extra}{IndexPrefix}{Index}\n{path}\n{Checkpoint}"
        );
    }
}
