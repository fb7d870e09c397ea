using System;
using System.Collections.Generic;
using System.Text;

namespace Center.Projections.Audit.Bundles;

/// <summary>The sums of the files of a bundle, each line as <c>sha256sum</c> writes it.</summary>
internal static class BundleSums
{
    /// <summary>The line of a file, with its line feed.</summary>
    public static string LineOf(string name, ReadOnlySpan<byte> sum) => $"{Convert.ToHexStringLower(sum)}  {name}\n";

    /// <summary>Compares the stated sums with those of the files that were read.</summary>
    /// <param name="stated">The file of sums.</param>
    /// <param name="read">Names and sums of the files, in order.</param>
    public static IEnumerable<BundleFault> Compare(
        ReadOnlyMemory<byte> stated,
        IReadOnlyList<(string Name, byte[] Sum)> read
    )
    {
        var lines = Encoding.Latin1.GetString(stated.Span).Split('\n');
        var at = 0L;
        for (var i = 0; i < read.Count; i++)
        {
            var line = i < lines.Length ? lines[i] : string.Empty;
            if ($"{line}\n" != LineOf(read[i].Name, read[i].Sum))
            {
                var what = $"is not the sum of {read[i].Name} as it is here: one of the two was changed";
                yield return new BundleFault(BundleNames.Sums, i + 1, at, what);
            }

            at += line.Length + 1;
        }

        if (lines.Length != read.Count + 1 || lines[^1].Length > 0)
        {
            var what = $"there are {read.Count} files and another number of lines";
            yield return new BundleFault(BundleNames.Sums, read.Count + 1, at, what);
        }
    }
}
