using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Center.Domain.Audit;

namespace Center.Projections.Audit.Bundles;

/// <summary>A line of a file of leaves with all that can be said of it without the lines before it.</summary>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="At">Byte at which it begins.</param>
/// <param name="Line">The line; null when it is none.</param>
internal sealed record BundleLeaf(long Number, long At, BundleLine? Line)
{
    /// <summary>Whether the file ends within it.</summary>
    public bool IsCut { get; init; }

    /// <summary>Hash of the leaf.</summary>
    public TreeHash Hash { get; init; }

    /// <summary>Whether salt and text make the commitment.</summary>
    public bool Holds { get; init; }

    /// <summary>The event that it stands for; null for anything else, and when something about it is odd.</summary>
    public EventText? Event { get; init; }

    /// <summary>The lines of a file, one at a time.</summary>
    /// <param name="content">The file.</param>
    /// <param name="head">What the bundle covers.</param>
    public static IEnumerable<BundleLeaf> In(ReadOnlyMemory<byte> content, BundleHead head)
    {
        var number = 0L;
        for (var at = 0; at < content.Length; )
        {
            var rest = content[at..];
            var end = rest.Span.IndexOf((byte)'\n');
            number++;
            if (end < 0)
            {
                yield return new BundleLeaf(number, at, null) { IsCut = true };
                yield break;
            }

            yield return Of(number, at, rest[..end], head);
            at += end + 1;
        }
    }

    private static BundleLeaf Of(long number, long at, ReadOnlyMemory<byte> text, BundleHead head)
    {
        if (BundleLine.Read(text) is not { } line)
        {
            return new BundleLeaf(number, at, null);
        }

        var holds = line.Holds;
        return new BundleLeaf(number, at, line)
        {
            Hash = TreeHash.OfLeaf(line.Commitment),
            Holds = holds,
            Event = holds ? EventText.Read(line.Text!.Value.Span, head) : null,
        };
    }
}

/// <summary>A file of leaves whose sum and lines were made while files before it were judged.</summary>
/// <param name="Sum">SHA-256 of the file.</param>
/// <param name="Leaves">Its lines.</param>
internal sealed record BundleLeafFile(byte[] Sum, IEnumerable<BundleLeaf> Leaves)
{
    // 256 leaves have a few hundred kilobytes. The lines of a file that is far larger are not kept all at once.
    private const int MostKept = 8 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="head">What the bundle covers.</param>
    public static BundleLeafFile Read(ReadOnlyMemory<byte> content, BundleHead head)
    {
        var lines = BundleLeaf.In(content, head);
        return new BundleLeafFile(SHA256.HashData(content.Span), content.Length > MostKept ? lines : [.. lines]);
    }
}
