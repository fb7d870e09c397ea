using System;
using System.Linq;
using Center.Domain.Audit;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

/// <summary>Every published proof, right and wrong.</summary>
public sealed class ProofCheckTests
{
    [Fact]
    public void each_published_inclusion_proof_is_judged_as_published()
    {
        var cases = Published.Read<InclusionCase[]>("inclusion.json");

        cases.Length.ShouldBe(98);
        cases.Count(proof => !proof.WantErr).ShouldBeGreaterThan(5);
        foreach (var proof in cases)
        {
            Holds(proof).ShouldBe(!proof.WantErr, proof.File);
        }
    }

    [Fact]
    public void each_published_consistency_proof_is_judged_as_published()
    {
        var cases = Published.Read<ConsistencyCase[]>("consistency.json");

        cases.Length.ShouldBe(98);
        cases.Count(proof => !proof.WantErr).ShouldBeGreaterThan(5);
        foreach (var proof in cases)
        {
            Holds(proof).ShouldBe(!proof.WantErr, proof.File);
        }
    }

    [Fact]
    public void numbers_out_of_range_are_refused_and_never_thrown_at()
    {
        var hash = TreeHash.Empty;
        foreach (var number in new[] { long.MinValue, -1, 0, 1, 2, long.MaxValue })
        {
            ProofCheck.Includes(number, 1, hash, [hash], hash).ShouldBeFalse();
            ProofCheck.Includes(0, number, hash, [hash, hash, hash], hash).ShouldBeFalse();
            ProofCheck.Includes(long.MaxValue - 1, number, hash, [hash], hash).ShouldBeFalse();
            ProofCheck.Extends(number, 5, hash, hash, [hash, hash]).ShouldBeFalse();
            ProofCheck.Extends(3, number, hash, hash, [hash, hash]).ShouldBeFalse();
        }
    }

    private static bool Holds(InclusionCase proof) =>
        Published.Hashes(proof.Root, proof.LeafHash) is [var root, var leaf]
        && Published.Hashes(proof.Proof ?? []) is { } path
        && ProofCheck.Includes(Number(proof.LeafIdx), Number(proof.TreeSize), leaf, path, root);

    private static bool Holds(ConsistencyCase proof) =>
        Published.Hashes(proof.Proof ?? []) is { } hashes
        && ProofCheck.Extends(Number(proof.Size1), Number(proof.Size2), Root(proof.Root1), Root(proof.Root2), hashes);

    // Some cases say a word instead of a root, and one of them wants two equal words to be accepted as equal roots.
    private static TreeHash Root(string? coded) =>
        TreeHash.TryRead(coded, out var root) ? root : TreeHash.OfLeaf(Convert.FromBase64String(coded ?? string.Empty));

    // Numbers beyond 2^63, which only wrong proofs have, become negative ones.
    private static long Number(ulong number) => unchecked((long)number);
}
