using System;
using System.Collections.Generic;
using System.Linq;

namespace Center.Domain.Audit;

/// <summary>The hashes of a tree, read out of its tiles; tiles are all that a log keeps and publishes.</summary>
public sealed class TreeTiles
{
    private readonly Dictionary<(int Level, long Index), ReadOnlyMemory<byte>> _tiles = [];

    /// <summary>The tiles that are needed to know the hashes of some stretches of leaves.</summary>
    /// <param name="ranges">The stretches.</param>
    /// <param name="size">Leaves in the tree that the tiles are taken from.</param>
    public static IReadOnlyList<TileAddress> NeededFor(IEnumerable<LeafRange> ranges, long size) =>
        [
            .. ranges
                .SelectMany(range => range.Subtrees())
                .Select(subtree => PlaceOf(subtree))
                .Select(place => TileAddress.Of(place.Level, place.Index, size))
                .Distinct(),
        ];

    /// <summary>Adds a tile.</summary>
    /// <param name="address">Where it lies.</param>
    /// <param name="hashes">Its hashes, 32 bytes each.</param>
    public void Add(TileAddress address, ReadOnlyMemory<byte> hashes) =>
        _tiles[(address.Level, address.Index)] = hashes;

    /// <summary>The joint hash of a stretch of leaves.</summary>
    /// <param name="range">The stretch, out of those that the tiles were chosen for.</param>
    public TreeHash HashOf(LeafRange range)
    {
        var hashes = range.Subtrees().Select(HashOf).ToList();
        var joint = hashes[^1];
        for (var i = hashes.Count - 2; i >= 0; i--)
        {
            joint = TreeHash.OfNode(hashes[i], joint);
        }

        return joint;
    }

    /// <summary>The hashes of a proof, in its order.</summary>
    /// <param name="shape">The stretches that the proof names.</param>
    public IReadOnlyList<TreeHash> ProofOf(IEnumerable<LeafRange> shape) => [.. shape.Select(HashOf)];

    private static (int Level, long Index, int First, int Count) PlaceOf(Subtree subtree)
    {
        var within = subtree.Height % TileAddress.Height;
        var first = subtree.Index << within;
        return (
            subtree.Height / TileAddress.Height,
            first / TileAddress.FullWidth,
            (int)(first % TileAddress.FullWidth),
            1 << within
        );
    }

    private TreeHash HashOf(Subtree subtree)
    {
        var (level, index, first, count) = PlaceOf(subtree);
        return Fold(_tiles[(level, index)].Span.Slice(first * TreeHash.Length, count * TreeHash.Length));
    }

    private static TreeHash Fold(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == TreeHash.Length)
        {
            return TreeHash.Of(hashes);
        }

        var half = hashes.Length / 2;
        return TreeHash.OfNode(Fold(hashes[..half]), Fold(hashes[half..]));
    }
}
