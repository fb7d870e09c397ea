using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;

namespace Center.Projections.Audit.Sealing;

/// <summary>A leaf with its hash.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Hash">The hash of its entry.</param>
internal readonly record struct HashedLeaf(LogLeaf Leaf, TreeHash Hash)
{
    /// <summary>Hashes a leaf.</summary>
    /// <param name="leaf">The leaf.</param>
    public static HashedLeaf Of(LogLeaf leaf) => new(leaf, TreeHash.OfLeaf(leaf.Commitment.Span));
}

/// <summary>
/// Makes leaves of events, one after another in the same lent memory. Whatever is out of the ordinary in a row is left to
/// <see cref="LogLeaf"/>, which knows what is to be done then.
/// </summary>
/// <param name="centre">The centre (tenant).</param>
internal sealed class LeafMaker(string centre) : IDisposable
{
    private readonly CanonicalEvent _text = new();

    /// <summary>Makes leaves of a page on every processor.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="page">The page.</param>
    /// <returns>The leaves, in the order of the events.</returns>
    public static async Task<IReadOnlyList<HashedLeaf>> MakeAsync(string centre, EventPage page)
    {
        var leaves = new HashedLeaf[page.Count];
        var commitments = new byte[page.Count * TreeHash.Length];
        var share = (page.Count / Environment.ProcessorCount) + 1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(part => Task.Run(() => Make(part * share, Math.Min((part + 1) * share, page.Count))))
        );
        return leaves;

        void Make(int from, int to)
        {
            using var maker = new LeafMaker(centre);
            for (var i = from; i < to; i++)
            {
                var commitment = commitments.AsMemory(i * TreeHash.Length, TreeHash.Length);
                leaves[i] = HashedLeaf.Of(maker.Of(page, i, commitment));
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _text.Dispose();

    private LogLeaf Of(EventPage page, int index, Memory<byte> commitment) =>
        TryCommit(page, index, commitment.Span)
            ? new LogLeaf(LeafKind.Event, page[index].Position, page[index].Id, commitment, null, false)
            : LogLeaf.Of(centre, page.Stored(index), late: false);

    private bool TryCommit(EventPage page, int index, Span<byte> commitment)
    {
        try
        {
            var canonical = _text.Write(centre, page, index);
            Span<byte> salt = stackalloc byte[LogLeaf.SaltLength];
            if (!_text.Headers.AreOurs || !TryRead(_text.Headers.Salt, salt))
            {
                return false;
            }

            EventLeaf.Commit(salt, canonical, commitment);
            return true;
        }
        catch (Exception odd) when (odd is FormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> hex, Span<byte> salt) =>
        hex.Length == 2 * salt.Length
        && Convert.FromHexString(hex, salt, out _, out var written) == OperationStatus.Done
        && written == salt.Length;
}
