using System;
using System.Buffers;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;

namespace Center.Projections.Audit.Sealing;

/// <summary>Leaves of a page of events.</summary>
/// <param name="count">Number of events.</param>
internal sealed class MadeLeaves(int count)
{
    /// <summary>The commitments, one after another.</summary>
    public byte[] Commitments { get; } = new byte[count * TreeHash.Length];

    /// <summary>The hashes of the leaves.</summary>
    public TreeHash[] Hashes { get; } = new TreeHash[count];

    /// <summary>Leaves that are out of the ordinary, in the place of their event.</summary>
    public LogLeaf?[] Odd { get; } = new LogLeaf?[count];

    /// <summary>The commitment in a place.</summary>
    /// <param name="index">The place.</param>
    public Span<byte> Commitment(int index) => Commitments.AsSpan(index * TreeHash.Length, TreeHash.Length);
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
    public static async Task<MadeLeaves> MakeAsync(string centre, EventPage page)
    {
        var leaves = new MadeLeaves(page.Count);
        var share = (page.Count / Environment.ProcessorCount) + 1;
        var parts = Enumerable.Range(0, Environment.ProcessorCount).Where(part => part * share < page.Count);
        await Task.WhenAll(parts.Select(part => Task.Run(() => Make(part * share))));
        return leaves;

        void Make(int from)
        {
            using var maker = new LeafMaker(centre);
            for (var i = from; i < Math.Min(from + share, page.Count); i++)
            {
                maker.Make(page, i, leaves);
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _text.Dispose();

    private void Make(EventPage page, int index, MadeLeaves leaves)
    {
        var commitment = leaves.Commitment(index);
        if (!TryCommit(page, index, commitment))
        {
            var odd = LogLeaf.Of(centre, page.Stored(index), late: false);
            odd.Commitment.Span.CopyTo(commitment);
            leaves.Odd[index] = odd.IsOrdinary ? null : odd;
        }

        leaves.Hashes[index] = TreeHash.OfLeaf(commitment);
    }

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
