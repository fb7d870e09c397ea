using System;
using System.Linq;
using System.Text;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

/// <summary>A whole published log of 15 entries, made by somebody else's software.</summary>
public sealed class PublishedLogTests
{
    private const int Size = 15;

    private readonly PublishedLog _log = Published.Read<PublishedLog>("log.json");

    [Fact]
    public void each_checkpoint_is_signed_and_has_the_root_that_we_compute_from_the_entries()
    {
        var frontier = new Frontier();
        for (var size = 0; size <= Size; size++)
        {
            if (size > 0)
            {
                var entries = EntryBundle.Read(_log.Bundle(size)).ShouldNotBeNull();
                entries.Count.ShouldBe(size);
                frontier.Append(TreeHash.OfLeaf(entries[^1]));
            }

            At(size).ShouldBe(new Checkpoint("example.com/log/testdata", size, frontier.Root));
        }
    }

    [Fact]
    public void tiles_and_bundles_are_written_as_published()
    {
        var entries = EntryBundle.Read(_log.Bundle(Size)).ShouldNotBeNull();
        Encoding.UTF8.GetString(entries[12]).ShouldBe("threeten");
        for (var width = 1; width <= Size; width++)
        {
            var some = entries.Take(width).ToList();
            EntryBundle.Write(some).ShouldBe(_log.Bundle(width));
            some.SelectMany(entry => TreeHash.OfLeaf(entry).ToArray()).ShouldBe(_log.Tile(width));
        }

        EntryBundle.Read(_log.Bundle(Size).AsSpan(..^1)).ShouldBeNull();
        EntryBundle.Read(_log.Bundle(Size).AsSpan(..1)).ShouldBeNull();
    }

    [Fact]
    public void proofs_out_of_the_published_tile_hold_against_the_published_checkpoints()
    {
        var entries = EntryBundle.Read(_log.Bundle(Size)).ShouldNotBeNull();
        var tiles = new TreeTiles();
        tiles.Add(new TileAddress(0, 0, Size), _log.Tile(Size));
        for (var size = 1; size <= Size; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var path = tiles.ProofOf(ProofShape.OfInclusion(index, size));
                var proof = new LeafProof(index, path, _log.Checkpoints[size]);
                LeafProof.TryRead(proof.ToString(), out var read).ShouldBeTrue();
                read.Proves(entries[index], Key, Published.Ed25519Holds).ShouldBeTrue();
                read.Proves("other"u8, Key, Published.Ed25519Holds).ShouldBeFalse();
                var another = Published.Hashes(proof.Path.Select(hash => hash.ToString()))!;
                (proof with { Index = index + 1, Path = another })
                    .Proves(entries[index], Key, Published.Ed25519Holds)
                    .ShouldBeFalse();
            }

            var step = tiles.ProofOf(ProofShape.OfConsistency(size, Size));
            ProofCheck.Extends(size, Size, At(size).Root, At(Size).Root, step).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("index 0\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nnothing\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra eA==\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra e\nindex 0\n\nx")]
    public void malformed_proofs_are_none(string text) => LeafProof.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void extra_data_of_a_proof_travels_with_it()
    {
        const string text = "c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\n\nnote";
        LeafProof.TryRead(text, out var proof).ShouldBeTrue();

        proof.Checkpoint.ShouldBe("note");
        proof.Extra.ToArray().ShouldBe("x"u8.ToArray());
        proof.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("a\n1\n")]
    [InlineData("a\n01\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n")]
    [InlineData("a\n-1\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n")]
    [InlineData("a\n1\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=")]
    [InlineData("\n1\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n")]
    [InlineData("a\n1\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n")]
    [InlineData("a\n1\nshort\n")]
    public void malformed_checkpoints_are_none(string text) => Checkpoint.TryRead(text, out _).ShouldBeFalse();

    private VerifierKey Key =>
        VerifierKey.TryRead(_log.VerifierKey, out var key) ? key : throw new ShouldAssertException("key");

    private Checkpoint At(int size)
    {
        SignedNote.TryRead(_log.Checkpoints[size], out var note).ShouldBeTrue();
        note.IsSignedBy(Key, Published.Ed25519Holds).ShouldBeTrue();
        Checkpoint.TryRead(note.Text, out var checkpoint).ShouldBeTrue();
        return checkpoint;
    }
}
