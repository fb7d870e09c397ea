using System;
using System.Collections.Generic;
using System.Numerics;

namespace Center.Domain.Audit;

/// <summary>A complete subtree: the leaves from index × 2^height to (index + 1) × 2^height, exclusive.</summary>
/// <param name="Height">0 for a single leaf.</param>
/// <param name="Index">Place among the subtrees of this height, from 0.</param>
public readonly record struct Subtree(int Height, long Index);

/// <summary>A stretch of leaves whose joint hash a proof names.</summary>
/// <param name="Start">First leaf, inclusive.</param>
/// <param name="End">End, exclusive; greater than the start.</param>
public readonly record struct LeafRange(long Start, long End)
{
    /// <summary>The complete subtrees that the stretch consists of, largest first.</summary>
    public IEnumerable<Subtree> Subtrees()
    {
        for (var at = Start; at < End; )
        {
            var height = BitOperations.Log2((ulong)(End - at));
            yield return new Subtree(height, at >> height);
            at += 1L << height;
        }
    }
}
