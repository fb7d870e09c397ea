using System;
using System.Collections.Generic;
using System.Numerics;

namespace Center.Domain.Audit;

/// <summary>Which stretches of leaves a proof names, in the order of the proof (RFC 6962, sections 2.1.1 and 2.1.2).</summary>
public static class ProofShape
{
    /// <summary>The audit path of a leaf, from its sibling to the child of the root.</summary>
    /// <param name="index">Index of the leaf.</param>
    /// <param name="size">Leaves in the tree, more than the index.</param>
    public static IReadOnlyList<LeafRange> OfInclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var ranges = new List<LeafRange>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            if (index < middle)
            {
                ranges.Add(new LeafRange(middle, end));
                end = middle;
            }
            else
            {
                ranges.Add(new LeafRange(start, middle));
                start = middle;
            }
        }

        ranges.Reverse();
        return ranges;
    }

    /// <summary>The proof that a tree is the beginning of a larger one; nothing for an equal one.</summary>
    /// <param name="from">Leaves of the smaller tree, at least 1.</param>
    /// <param name="to">Leaves of the larger tree, not fewer.</param>
    public static IReadOnlyList<LeafRange> OfConsistency(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var ranges = new List<LeafRange>();
        var (start, end) = (0L, to);
        while (end != from)
        {
            var middle = start + Split(end - start);
            if (from <= middle)
            {
                ranges.Add(new LeafRange(middle, end));
                end = middle;
            }
            else
            {
                ranges.Add(new LeafRange(start, middle));
                start = middle;
            }
        }

        if (start > 0)
        {
            ranges.Add(new LeafRange(start, end));
        }

        ranges.Reverse();
        return ranges;
    }

    // The largest power of two below the number of leaves.
    private static long Split(long leaves) => 1L << BitOperations.Log2((ulong)(leaves - 1));
}
