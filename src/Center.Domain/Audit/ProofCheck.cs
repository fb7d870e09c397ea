using System;
using System.Collections.Generic;
using System.Numerics;

namespace Center.Domain.Audit;

/// <summary>Checks proofs with nothing but the proof and two roots (RFC 9162, sections 2.1.3.2 and 2.1.4.2).</summary>
public static class ProofCheck
{
    /// <summary>Whether a leaf stands at an index of the tree with this root.</summary>
    /// <param name="index">Index of the leaf.</param>
    /// <param name="size">Leaves in the tree.</param>
    /// <param name="leaf">Hash of the leaf.</param>
    /// <param name="proof">Its audit path, from the leaf upwards.</param>
    /// <param name="root">Root of the tree.</param>
    public static bool Includes(long index, long size, TreeHash leaf, IReadOnlyList<TreeHash> proof, TreeHash root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index < 0 || index >= size)
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = TreeHash.OfNode(sibling, hash);
                var skipped = (node & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(node);
                (node, last) = (node >> skipped, last >> skipped);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the smaller tree is the beginning of the larger one.</summary>
    /// <param name="from">Leaves of the smaller tree; about an empty one there is nothing to prove.</param>
    /// <param name="to">Leaves of the larger tree.</param>
    /// <param name="fromRoot">Root of the smaller tree.</param>
    /// <param name="toRoot">Root of the larger tree.</param>
    /// <param name="proof">The proof; empty for an equal tree.</param>
    public static bool Extends(long from, long to, TreeHash fromRoot, TreeHash toRoot, IReadOnlyList<TreeHash> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (from <= 0 || from > to)
        {
            return false;
        }

        if (from == to)
        {
            return proof.Count == 0 && fromRoot == toRoot;
        }

        // A smaller tree that is complete is itself the first hash of the proof, and is left out of it.
        return BitOperations.IsPow2(from)
            ? Climb(from, to, fromRoot, toRoot, [fromRoot, .. proof])
            : proof.Count > 0 && Climb(from, to, fromRoot, toRoot, proof);
    }

    private static bool Climb(long from, long to, TreeHash fromRoot, TreeHash toRoot, IReadOnlyList<TreeHash> proof)
    {
        var complete = BitOperations.TrailingZeroCount(~(from - 1));
        var (node, last) = ((from - 1) >> complete, (to - 1) >> complete);
        var (smaller, larger) = (proof[0], proof[0]);
        for (var i = 1; i < proof.Count; i++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                smaller = TreeHash.OfNode(proof[i], smaller);
                larger = TreeHash.OfNode(proof[i], larger);
                var skipped = (node & 1) == 1 ? 0 : BitOperations.TrailingZeroCount(node);
                (node, last) = (node >> skipped, last >> skipped);
            }
            else
            {
                larger = TreeHash.OfNode(larger, proof[i]);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && smaller == fromRoot && larger == toRoot;
    }
}
