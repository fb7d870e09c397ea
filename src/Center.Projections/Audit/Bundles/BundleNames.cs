using System;
using System.Collections.Generic;
using System.Globalization;

namespace Center.Projections.Audit.Bundles;

/// <summary>The files of a bundle, in the order in which they stand in it.</summary>
public static class BundleNames
{
    /// <summary>Says how to check the bundle without this service.</summary>
    public const string Guide = "README.md";

    /// <summary>The same check in another language.</summary>
    public const string Sketch = "check.py";

    /// <summary>The key that verifies the checkpoint (C2SP signed-note).</summary>
    public const string Key = "key.txt";

    /// <summary>The signed checkpoint (C2SP tlog-checkpoint).</summary>
    public const string Checkpoint = "checkpoint.txt";

    /// <summary>What the bundle covers.</summary>
    public const string Head = "bundle.json";

    /// <summary>Hashes that join the leaves to the checkpoint.</summary>
    public const string Proof = "proof.json";

    /// <summary>What the events add up to.</summary>
    public const string Figures = "figures.json";

    /// <summary>SHA-256 of every file before it, as <c>sha256sum</c> writes and reads it.</summary>
    public const string Sums = "SHA256SUMS";

    /// <summary>Leaves in one file.</summary>
    public const int LeavesInFile = 256;

    private const string LeavesFolder = "leaves";

    /// <summary>Files that lie before the leaves.</summary>
    public static IReadOnlyList<string> BeforeLeaves { get; } = [Guide, Sketch, Key, Checkpoint, Head, Proof];

    /// <summary>Files that lie behind the leaves.</summary>
    public static IReadOnlyList<string> AfterLeaves { get; } = [Figures, Sums];

    /// <summary>The file that begins with a leaf; a new one begins at every multiple of <see cref="LeavesInFile"/>.</summary>
    /// <param name="first">Index of its first leaf.</param>
    public static string LeavesFrom(long first) =>
        string.Create(CultureInfo.InvariantCulture, $"{LeavesFolder}/{first:000000000000}.txt");

    /// <summary>Whether a file holds leaves.</summary>
    /// <param name="name">Name within the bundle.</param>
    public static bool IsLeaves(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith($"{LeavesFolder}/", StringComparison.Ordinal);
    }
}
