using System;
using System.Collections.Generic;
using System.Numerics;

namespace Center.Domain.Audit;

/// <summary>
/// The right edge of a growing tree: the roots of its largest complete subtrees, from the left. It is all that is needed
/// to add leaves and to know the root. Not thread-safe.
/// </summary>
public sealed class Frontier
{
    private readonly List<TreeHash> _roots = [];

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The root of the tree over all leaves.</summary>
    public TreeHash Root
    {
        get
        {
            if (_roots.Count == 0)
            {
                return TreeHash.Empty;
            }

            var root = _roots[^1];
            for (var i = _roots.Count - 2; i >= 0; i--)
            {
                root = TreeHash.OfNode(_roots[i], root);
            }

            return root;
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="size">Number of leaves.</param>
    /// <param name="bytes">The roots.</param>
    /// <exception cref="FormatException">A tree of this size has another number of roots.</exception>
    public static Frontier Read(long size, ReadOnlySpan<byte> bytes)
    {
        if (size < 0 || bytes.Length != BitOperations.PopCount((ulong)size) * TreeHash.Length)
        {
            throw new FormatException($"These {bytes.Length} bytes are not the right edge of a tree of {size} leaves.");
        }

        var frontier = new Frontier { Size = size };
        for (var at = 0; at < bytes.Length; at += TreeHash.Length)
        {
            frontier._roots.Add(TreeHash.Of(bytes.Slice(at, TreeHash.Length)));
        }

        return frontier;
    }

    /// <summary>Adds a leaf.</summary>
    /// <param name="leaf">Hash of the leaf.</param>
    /// <param name="completed">Told of every inner subtree that this leaf completes, lowest first; may be null.</param>
    public void Append(TreeHash leaf, Action<Subtree, TreeHash>? completed = null) => Append(leaf, 0, completed);

    /// <summary>Adds as many leaves as a complete subtree has.</summary>
    /// <param name="root">Root of the subtree.</param>
    /// <param name="height">Height of the subtree; the leaves before it fill subtrees of this height.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void AppendSubtree(TreeHash root, int height)
    {
        if (Size % (1L << height) != 0)
        {
            throw new ArgumentException($"No subtree of height {height} begins at leaf {Size}.", nameof(height));
        }

        Append(root, height, null);
    }

    /// <summary>The roots, 32 bytes each, from the left.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_roots.Count * TreeHash.Length];
        for (var i = 0; i < _roots.Count; i++)
        {
            _roots[i].CopyTo(bytes.AsSpan(i * TreeHash.Length));
        }

        return bytes;
    }

    private void Append(TreeHash root, int height, Action<Subtree, TreeHash>? completed)
    {
        var hash = root;
        for (var at = height; ((Size >> at) & 1) == 1; at++)
        {
            hash = TreeHash.OfNode(_roots[^1], hash);
            _roots.RemoveAt(_roots.Count - 1);
            completed?.Invoke(new Subtree(at + 1, Size >> (at + 1)), hash);
        }

        _roots.Add(hash);
        Size += 1L << height;
    }
}
