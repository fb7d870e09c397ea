using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Center.Domain.Audit;
using Center.Projections.EventStore;

namespace Center.Projections.Audit.Bundles;

/// <summary>What a bundle covers: every position of a stretch, and the leaves in which they were sealed.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="From">First position.</param>
/// <param name="To">Last position, inclusive.</param>
/// <param name="FirstLeaf">Index of the first leaf.</param>
/// <param name="EndLeaf">Index after the last leaf.</param>
/// <param name="FiguresAt">Position at which the stated figures stand; null when none are stated.</param>
/// <param name="Format">Name and version of the form.</param>
public sealed record BundleHead(
    string Centre,
    long From,
    long To,
    long FirstLeaf,
    long EndLeaf,
    long? FiguresAt = null,
    string Format = BundleHead.Known
)
{
    /// <summary>The form that this code writes and reads.</summary>
    public const string Known = "center-bundle/1";

    /// <summary>Whether the numbers can be meant so.</summary>
    public bool IsSound() =>
        Format == Known
        && From >= 1
        && To >= From
        && FirstLeaf >= 0
        && EndLeaf > FirstLeaf
        && (FiguresAt is null || (From == 1 && FirstLeaf == 0 && FiguresAt >= 0 && FiguresAt <= To));
}

/// <summary>Hashes that join the leaves of a bundle to its checkpoint, base64.</summary>
/// <param name="Left">The largest complete subtrees before the first leaf, from the left.</param>
/// <param name="Right">Proof that the tree ending with the last leaf is the beginning of the signed one (RFC 6962, 2.1.2).</param>
public sealed record BundleProof(IReadOnlyList<string> Left, IReadOnlyList<string> Right)
{
    /// <summary>The tree up to the first leaf, ready to be continued.</summary>
    /// <param name="firstLeaf">Number of leaves before the first.</param>
    /// <param name="tree">The tree.</param>
    public bool TryBegin(long firstLeaf, [NotNullWhen(true)] out Frontier? tree)
    {
        tree = null;
        if (ReadAll(Left) is not { } hashes)
        {
            return false;
        }

        var edge = new byte[hashes.Count * TreeHash.Length];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(edge.AsSpan(i * TreeHash.Length));
        }

        try
        {
            tree = Frontier.Read(firstLeaf, edge);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether the tree that ends with the last leaf is the beginning of the signed one.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    public bool Joins(Frontier tree, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return ReadAll(Right) is { } hashes
            && ProofCheck.Extends(tree.Size, checkpoint.Size, tree.Root, checkpoint.Root, hashes);
    }

    private static List<TreeHash>? ReadAll(IReadOnlyList<string> coded)
    {
        var hashes = new List<TreeHash>();
        foreach (var text in coded)
        {
            if (!TreeHash.TryRead(text, out var hash))
            {
                return null;
            }

            hashes.Add(hash);
        }

        return hashes;
    }
}

/// <summary>The JSON files of a bundle: one spelling each (RFC 8785), with a line feed behind.</summary>
internal static class BundleJson
{
    private static readonly JsonSerializerOptions _strict = new(CenterJson.Options)
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Write<T>(T value) =>
        [.. CanonicalJson.Of(JsonSerializer.Serialize(value, _strict)), (byte)'\n'];

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything that it would write otherwise.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> bytes)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize<T>(bytes, _strict);
            return value is not null && bytes.SequenceEqual(Write(value)) ? value : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or NotSupportedException)
        {
            return null;
        }
    }
}
