using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Center.Domain.Audit;

/// <summary>What a log says about itself at one moment (C2SP tlog-checkpoint): it has so many leaves and this root.</summary>
/// <param name="Origin">Name of the log; no white space, no plus.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">Root of the tree over them.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");

    /// <summary>Reads the text of a checkpoint; extension lines are passed over.</summary>
    /// <param name="text">Text of a signed note.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || Array.IndexOf(lines, string.Empty) < lines.Length - 1)
        {
            return false;
        }

        if (
            !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1]
            || !TreeHash.TryRead(lines[2], out var root)
        )
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], size, root);
        return true;
    }
}
