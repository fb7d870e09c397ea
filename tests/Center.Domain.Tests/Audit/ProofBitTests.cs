using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

/// <summary>
/// Every single bit of proofs of small trees is changed, one at a time: hashes, roots, index and sizes, and each bit of the
/// texts that are handed out. A size alone is bound by the signature over it, not by the root: two trees of different sizes can
/// give one leaf paths of one shape. So a changed size is refused either for its shape or for the signature.
/// </summary>
public sealed class ProofBitTests
{
    private const int Largest = 12;

    private static readonly byte[] _seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly VerifierKey _key = new("example.com/log", PublicKey());

    [Fact]
    public void every_bit_of_a_proof_of_inclusion_counts()
    {
        foreach (var (index, size) in Pairs(least: 0))
        {
            var (leaf, root) = (Leaf(index), Root(size));
            var shape = ProofShape.OfInclusion(index, size);
            var path = Hashes(shape);
            ProofCheck.Includes(index, size, leaf, path, root).ShouldBeTrue();

            Changed(leaf).ShouldAllBe(wrong => !ProofCheck.Includes(index, size, wrong, path, root));
            Changed(root).ShouldAllBe(wrong => !ProofCheck.Includes(index, size, leaf, path, wrong));
            Changed(path).ShouldAllBe(wrong => !ProofCheck.Includes(index, size, leaf, wrong, root));
            Changed(index).ShouldAllBe(wrong => !ProofCheck.Includes(wrong, size, leaf, path, root));
            foreach (var wrong in Changed(size))
            {
                var alike = wrong > index && IsAlike(shape, ProofShape.OfInclusion(index, wrong));
                ProofCheck.Includes(index, wrong, leaf, path, root).ShouldBe(alike, $"{index} of {size}, then {wrong}");
            }
        }
    }

    [Fact]
    public void every_bit_of_a_proof_of_consistency_counts()
    {
        foreach (var (from, to) in Pairs(least: 1))
        {
            var (smaller, larger) = (Root(from), Root(to));
            var shape = ProofShape.OfConsistency(from, to);
            var path = Hashes(shape);
            ProofCheck.Extends(from, to, smaller, larger, path).ShouldBeTrue();

            Changed(smaller).ShouldAllBe(wrong => !ProofCheck.Extends(from, to, wrong, larger, path));
            Changed(larger).ShouldAllBe(wrong => !ProofCheck.Extends(from, to, smaller, wrong, path));
            Changed(path).ShouldAllBe(wrong => !ProofCheck.Extends(from, to, smaller, larger, wrong));
            Changed(from).ShouldAllBe(wrong => !ProofCheck.Extends(wrong, to, smaller, larger, path));
            foreach (var wrong in Changed(to))
            {
                var alike = wrong > from && from != to && IsAlike(shape, ProofShape.OfConsistency(from, wrong));
                ProofCheck.Extends(from, wrong, smaller, larger, path).ShouldBe(alike, $"{from}, {to}, then {wrong}");
            }
        }
    }

    [Fact]
    public void every_bit_of_the_text_of_a_proof_counts()
    {
        foreach (var (index, size) in ((long, long)[])[(0, 1), (0, 5), (4, 5), (3, 8), (6, 7)])
        {
            var checkpoint = Signed(size);
            var text = new LeafProof(index, Hashes(ProofShape.OfInclusion(index, size)), checkpoint).ToString();
            Proves(text, index).ShouldBeTrue();

            foreach (var wrong in Changed(Encoding.UTF8.GetBytes(text)))
            {
                var told = Encoding.UTF8.GetString(wrong);
                Proves(told, index).ShouldBeFalse(told);
            }
        }
    }

    [Fact]
    public void every_bit_of_two_checkpoints_that_are_compared_counts()
    {
        foreach (var (from, to) in ((long, long)[])[(1, 2), (3, 5), (4, 7), (6, 8), (5, 5)])
        {
            var (earlier, later) = (Encoding.UTF8.GetBytes(Signed(from)), Encoding.UTF8.GetBytes(Signed(to)));
            var path = Hashes(ProofShape.OfConsistency(from, to));
            Extends(earlier, later, path).ShouldBeTrue();

            Changed(earlier).ShouldAllBe(wrong => !Extends(wrong, later, path));
            Changed(later).ShouldAllBe(wrong => !Extends(earlier, wrong, path));
        }
    }

    // Two paths join the same stretches in the same order when each begins where the other does.
    private static bool IsAlike(IReadOnlyList<LeafRange> one, IReadOnlyList<LeafRange> other) =>
        one.Select(range => range.Start).SequenceEqual(other.Select(range => range.Start));

    // An index lies below its size, a smaller tree may be as large as the larger one.
    private static IEnumerable<(long First, long Second)> Pairs(int least) =>
        from size in Enumerable.Range(1, Largest)
        from first in Enumerable.Range(least, size)
        select ((long)first, (long)size);

    private static bool Proves(string text, long index) =>
        LeafProof.TryRead(text, out var proof) && proof.Proves(Entry(index), _key, Published.Ed25519Holds);

    private static bool Extends(byte[] earlier, byte[] later, IReadOnlyList<TreeHash> path) =>
        Read(earlier) is { } from
        && Read(later) is { } to
        && ProofCheck.Extends(from.Size, to.Size, from.Root, to.Root, path);

    private static Checkpoint? Read(byte[] note) =>
        SignedNote.TryRead(note, out var signed)
        && signed.IsSignedBy(_key, Published.Ed25519Holds)
        && Checkpoint.TryRead(signed.Text, out var checkpoint)
            ? checkpoint
            : null;

    private static string Signed(long size)
    {
        var text = new Checkpoint(_key.Name, size, Root(size)).Text;
        var signature = Published.Sign(_seed, Encoding.UTF8.GetBytes(text));
        return new SignedNote(text, [new NoteSignature(_key.Name, _key.Id, signature)]).ToString();
    }

    private static byte[] PublicKey()
    {
        var key = new byte[VerifierKey.PublicKeyLength];
        Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.GeneratePublicKey(_seed, 0, key, 0);
        return key;
    }

    private static IEnumerable<byte[]> Changed(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return changed;
        }
    }

    private static IEnumerable<TreeHash> Changed(TreeHash hash) =>
        Changed(hash.ToArray()).Select(bytes => TreeHash.Of(bytes));

    private static IEnumerable<TreeHash[]> Changed(IReadOnlyList<TreeHash> path) =>
        from place in Enumerable.Range(0, path.Count)
        from wrong in Changed(path[place])
        select path.Select((hash, i) => i == place ? wrong : hash).ToArray();

    private static IEnumerable<long> Changed(long number) =>
        Enumerable.Range(0, 64).Select(bit => number ^ (1L << bit));

    private static List<TreeHash> Hashes(IReadOnlyList<LeafRange> shape) =>
        [.. shape.Select(range => Hash(range.Start, range.End))];

    private static TreeHash Root(long size) => Hash(0, size);

    // RFC 6962, section 2.1.
    private static TreeHash Hash(long start, long end)
    {
        if (end - start == 1)
        {
            return Leaf(start);
        }

        var half = 1L;
        while (half * 2 < end - start)
        {
            half *= 2;
        }

        return TreeHash.OfNode(Hash(start, start + half), Hash(start + half, end));
    }

    private static byte[] Entry(long index) => BitConverter.GetBytes(index);

    private static TreeHash Leaf(long index) => TreeHash.OfLeaf(Entry(index));
}
