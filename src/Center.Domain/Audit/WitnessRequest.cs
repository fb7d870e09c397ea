using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Center.Domain.Audit;

/// <summary>What a log sends to a witness, and what a witness that knows another size answers (C2SP tlog-witness).</summary>
public static class WitnessRequest
{
    /// <summary>Media type of an answer that says which size the witness knows.</summary>
    public const string SizeMedia = "text/x.tlog.size";

    /// <summary>The body of <c>add-checkpoint</c>.</summary>
    /// <param name="old">Leaves that the witness cosigned last; 0 for none.</param>
    /// <param name="proof">That they are the beginning of the tree; empty for none, and for the same size.</param>
    /// <param name="checkpoint">The signed checkpoint.</param>
    public static string Write(long old, IEnumerable<TreeHash> proof, string checkpoint)
    {
        ArgumentNullException.ThrowIfNull(proof);
        var lines = string.Concat(proof.Select(hash => $"{hash}\n"));
        return string.Create(CultureInfo.InvariantCulture, $"old {old}\n{lines}\n{checkpoint}");
    }

    /// <summary>Reads the size that a witness knows.</summary>
    /// <param name="text">The answer: a decimal and a line feed.</param>
    /// <param name="size">Number of leaves.</param>
    public static bool TryReadSize(string text, out long size)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out size);
        return read && string.Create(CultureInfo.InvariantCulture, $"{size}\n") == text;
    }
}
