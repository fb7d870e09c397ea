using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;

namespace Center.Api.Audit;

/// <summary>A leaf, what opens it, and the proof that the log holds it. Hashes in base64, the salt in hex.</summary>
/// <param name="Kind">event, gap or unreadable.</param>
/// <param name="Index">Index of the leaf.</param>
/// <param name="Position">Position of the event.</param>
/// <param name="Event">Id of the event.</param>
/// <param name="Late">Whether it appeared where a leaf had said that none would.</param>
/// <param name="Canonical">Canonical text: entry = SHA-256(salt ‖ its UTF-8).</param>
/// <param name="Salt">The salt.</param>
/// <param name="Entry">The public entry.</param>
/// <param name="LeafHash">SHA-256(0x00 ‖ entry).</param>
/// <param name="Path">Audit path, from the leaf upwards.</param>
/// <param name="Size">Leaves under the checkpoint.</param>
/// <param name="Root">Root that the checkpoint signs.</param>
/// <param name="Checkpoint">The signed note.</param>
/// <param name="Proof">Index, path and checkpoint in one text (C2SP tlog-proof).</param>
/// <param name="VerifierKey">Key that the checkpoint was signed with; whoever checks has it from somewhere else.</param>
public sealed record LeafProofAnswer(
    LeafKind Kind,
    long Index,
    long? Position,
    Guid? Event,
    bool Late,
    string Canonical,
    string Salt,
    string Entry,
    string LeafHash,
    IReadOnlyList<string> Path,
    long Size,
    string Root,
    string Checkpoint,
    string Proof,
    string VerifierKey
)
{
    internal static LeafProofAnswer Of(string centre, SealedLeaf leaf, LeafProof proof, VerifierKey key)
    {
        var entry = leaf.Leaf.Commitment.Span;
        SignedNote.TryRead(proof.Checkpoint, out var note);
        Domain.Audit.Checkpoint.TryRead(note!.Text, out var checkpoint);
        return new LeafProofAnswer(
            leaf.Leaf.Kind,
            leaf.Index,
            leaf.Leaf.Position,
            leaf.Leaf.Event,
            leaf.Leaf.Late,
            Encoding.UTF8.GetString(leaf.Canonical(centre)!),
            Convert.ToHexStringLower(leaf.Salt!),
            Convert.ToBase64String(entry),
            TreeHash.OfLeaf(entry).ToString(),
            [.. proof.Path.Select(hash => hash.ToString())],
            checkpoint!.Size,
            checkpoint.Root.ToString(),
            proof.Checkpoint,
            proof.ToString(),
            key.ToString()
        );
    }
}

/// <summary>A tree.</summary>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">Root, base64.</param>
/// <param name="Checkpoint">The signed note of this size, when there is one.</param>
internal sealed record TreeAnswer(long Size, string Root, string? Checkpoint);

/// <summary>The proof that one tree is the beginning of the other (RFC 6962, section 2.1.2).</summary>
/// <param name="From">The smaller tree.</param>
/// <param name="To">The larger tree.</param>
/// <param name="Path">Hashes of the proof, base64.</param>
internal sealed record ConsistencyAnswer(TreeAnswer From, TreeAnswer To, IReadOnlyList<string> Path);

/// <summary>How far a log has come in one of its states.</summary>
/// <param name="Position">Last position.</param>
/// <param name="Size">Number of leaves; absent for what has none yet.</param>
/// <param name="Lag">Positions behind the newest.</param>
internal sealed record LogLevelAnswer(long Position, long? Size, long Lag);

/// <summary>How far a log has come: events are committed, then sealed in a leaf, then published under a signature.</summary>
/// <param name="Committed">Newest position in the store.</param>
/// <param name="Sealed">What leaves cover.</param>
/// <param name="Published">What a signature covers.</param>
/// <param name="WaitingMilliseconds">Age of the oldest event without a leaf; 0 when there is none.</param>
/// <param name="Gaps">Leaves that list gaps.</param>
/// <param name="Late">Events that appeared in a sealed gap.</param>
/// <param name="Unreadable">Events without canonical form.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="VerifierKey">Key of the log.</param>
/// <param name="Halted">Why this node may not seal it: key, epoch, behind, tree or head; absent when it may.</param>
/// <param name="Witnesses">How the witnesses stand that are asked to cosign it.</param>
internal sealed record LogStatusAnswer(
    LogLevelAnswer Committed,
    LogLevelAnswer Sealed,
    LogLevelAnswer Published,
    long WaitingMilliseconds,
    long Gaps,
    long Late,
    long Unreadable,
    string Origin,
    string VerifierKey,
    string? Halted,
    IReadOnlyList<WitnessStatus> Witnesses
)
{
    public static LogStatusAnswer Of(
        LogLevels levels,
        VerifierKey key,
        LogHalt? halt,
        IReadOnlyList<WitnessStatus> witnesses
    ) =>
        new(
            new LogLevelAnswer(levels.Committed, null, 0),
            new LogLevelAnswer(levels.Sealed, levels.SealedSize, levels.Committed - levels.Sealed),
            new LogLevelAnswer(levels.Published, levels.PublishedSize, levels.Committed - levels.Published),
            (long)levels.Waiting.TotalMilliseconds,
            levels.Gaps,
            levels.Late,
            levels.Unreadable,
            key.Name,
            key.ToString(),
            halt is { } reason ? JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString()) : null,
            witnesses
        );
}
