using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Audit;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

/// <summary>Laws of the tree, against the definition in RFC 6962 written down as it stands there.</summary>
public sealed class TreeLaws
{
    private static readonly Gen<long> Size = Gen.Frequency((4, Gen.Long[1, 600]), (1, Gen.Long[65_400, 66_700]));

    [Fact]
    public void the_frontier_has_the_root_of_the_definition_and_survives_being_stored()
    {
        var frontier = new Frontier();
        for (var size = 0; size <= 300; size++)
        {
            frontier.Size.ShouldBe(size);
            frontier.Root.ShouldBe(Definition(Leaves(size)));
            frontier = Frontier.Read(size, frontier.ToBytes());
            frontier.Append(Leaf(size));
        }
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(4, 2)]
    [InlineData(8, 2)]
    [InlineData(24, 3)]
    [InlineData(256, 8)]
    [InlineData(768, 8)]
    public void a_whole_subtree_is_added_as_its_leaves_are(long before, int height)
    {
        var (quick, slow) = (Grown(before).Frontier, Grown(before).Frontier);
        var subtree = new Frontier();
        for (var leaf = before; leaf < before + (1 << height); leaf++)
        {
            slow.Append(Leaf(leaf));
            subtree.Append(Leaf(leaf));
        }

        quick.AppendSubtree(subtree.Root, height);

        (quick.Size, quick.Root).ShouldBe((slow.Size, slow.Root));
        quick.ToBytes().ShouldBe(slow.ToBytes());
    }

    [Fact]
    public void a_subtree_is_added_only_where_one_begins() =>
        Should.Throw<ArgumentException>(() => Grown(12).Frontier.AppendSubtree(Leaf(0), 3));

    [Fact]
    public void a_stored_edge_of_another_size_is_refused()
    {
        var bytes = Grown(5).Frontier.ToBytes();

        Should.Throw<FormatException>(() => Frontier.Read(7, bytes));
        Should.Throw<FormatException>(() => Frontier.Read(-1, bytes));
        Should.Throw<FormatException>(() => Frontier.Read(5, bytes.AsSpan(1)));
    }

    [Fact]
    public void every_proof_of_inclusion_read_out_of_tiles_holds_and_holds_for_nothing_else() =>
        Gen.Select(Size, Gen.Long[0, long.MaxValue])
            .Sample(
                (size, pick) =>
                {
                    var index = pick % size;
                    var grown = Grown(size);
                    var shape = ProofShape.OfInclusion(index, size);
                    var path = grown.TilesFor(shape).ProofOf(shape);

                    var root = grown.Frontier.Root;
                    ProofCheck.Includes(index, size, Leaf(index), path, root).ShouldBeTrue();
                    ProofCheck.Includes(index, size, Leaf(index + 1), path, root).ShouldBeFalse();
                    ProofCheck.Includes(index + 1, size, Leaf(index), path, root).ShouldBeFalse();
                    ProofCheck.Includes(index, size, Leaf(index), [.. path, root], root).ShouldBeFalse();
                },
                iter: 60
            );

    [Fact]
    public void every_proof_of_consistency_read_out_of_tiles_holds_and_holds_for_nothing_else() =>
        Gen.Select(Size, Gen.Long[0, long.MaxValue])
            .Sample(
                (to, pick) =>
                {
                    var from = 1 + (pick % to);
                    var (smaller, larger) = (Grown(from).Frontier.Root, Grown(to));
                    var shape = ProofShape.OfConsistency(from, to);
                    var proof = larger.TilesFor(shape).ProofOf(shape);

                    var root = larger.Frontier.Root;
                    ProofCheck.Extends(from, to, smaller, root, proof).ShouldBeTrue();
                    ProofCheck.Extends(from, to, TreeHash.OfLeaf("x"u8), root, proof).ShouldBeFalse();
                    ProofCheck.Extends(from, to, smaller, root, [.. proof, root]).ShouldBeFalse();
                },
                iter: 60
            );

    [Fact]
    public void the_frontier_tells_of_each_subtree_once_with_the_hash_of_the_definition()
    {
        const int size = 70;
        var grown = Grown(size);

        grown.Subtrees.Count.ShouldBe(size - System.Numerics.BitOperations.PopCount(size));
        foreach (var (subtree, hash) in grown.Subtrees)
        {
            var leaves = Leaves(size).Skip((int)(subtree.Index << subtree.Height)).Take(1 << subtree.Height).ToList();
            hash.ShouldBe(Definition(leaves));
        }
    }

    private static TreeHash Definition(IReadOnlyList<TreeHash> leaves)
    {
        if (leaves.Count <= 1)
        {
            return leaves.Count == 0 ? TreeHash.Empty : leaves[0];
        }

        var half = 1;
        while (half * 2 < leaves.Count)
        {
            half *= 2;
        }

        return TreeHash.OfNode(Definition([.. leaves.Take(half)]), Definition([.. leaves.Skip(half)]));
    }

    private static List<TreeHash> Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Leaf(i))];

    private static TreeHash Leaf(long index) => TreeHash.OfLeaf(BitConverter.GetBytes(index));

    private static GrownTree Grown(long size)
    {
        var grown = new GrownTree();
        for (var index = 0L; index < size; index++)
        {
            grown.Append(Leaf(index));
        }

        return grown;
    }

    /// <summary>A tree that keeps what a log keeps: leaves, and the hash of each full tile.</summary>
    private sealed class GrownTree
    {
        private readonly Dictionary<int, List<byte>> _levels = [];

        public Frontier Frontier { get; } = new();

        public List<(Subtree Subtree, TreeHash Hash)> Subtrees { get; } = [];

        public void Append(TreeHash leaf)
        {
            Keep(0, leaf);
            Frontier.Append(
                leaf,
                (subtree, hash) =>
                {
                    Subtrees.Add((subtree, hash));
                    if (subtree.Height % TileAddress.Height == 0)
                    {
                        Keep(subtree.Height / TileAddress.Height, hash);
                    }
                }
            );
        }

        public TreeTiles TilesFor(IReadOnlyList<LeafRange> shape)
        {
            var tiles = new TreeTiles();
            foreach (var address in TreeTiles.NeededFor(shape, Frontier.Size))
            {
                var first = (int)address.FirstHash * TreeHash.Length;
                var hashes = _levels[address.Level].Slice(first, address.Width * TreeHash.Length);
                tiles.Add(address, hashes.ToArray());
            }

            return tiles;
        }

        private void Keep(int level, TreeHash hash)
        {
            if (!_levels.TryGetValue(level, out var hashes))
            {
                _levels[level] = hashes = [];
            }

            hashes.AddRange(hash.ToArray());
        }
    }
}
