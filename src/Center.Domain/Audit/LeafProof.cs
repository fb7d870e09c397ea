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

    /// <summary>Reads a proof; extra data is passed over.</summary>
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

        lines =
            lines is [var extra, ..] && extra.StartsWith(ExtraPrefix, StringComparison.Ordinal) ? lines[1..] : lines;
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

        var read = new LeafProof(index, path, text[(gap + 2)..]);
        proof = index.ToString(CultureInfo.InvariantCulture) == digits ? read : null;
        return proof is not null;
    }

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
        return string.Create(CultureInfo.InvariantCulture, $"{Header}\n{IndexPrefix}{Index}\n{path}\n{Checkpoint}");
    }
}
