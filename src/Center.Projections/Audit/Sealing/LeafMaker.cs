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
/// <param name="most">Most events.</param>
internal sealed class MadeLeaves(int most)
{
    /// <summary>The commitments, one after another.</summary>
    public byte[] Commitments { get; } = new byte[most * TreeHash.Length];

    /// <summary>The hashes of the leaves.</summary>
    public TreeHash[] Hashes { get; } = new TreeHash[most];

    /// <summary>Leaves that are out of the ordinary, in the place of their event.</summary>
    public LogLeaf?[] Odd { get; } = new LogLeaf?[most];

    /// <summary>The commitment in a place.</summary>
    /// <param name="index">The place.</param>
    public Span<byte> Commitment(int index) => Commitments.AsSpan(index * TreeHash.Length, TreeHash.Length);
}

/// <summary>
/// Makes leaves of events: of what each committed to when it was appended, or of the whole row. Whatever is out of the ordinary
/// in a row is left to <see cref="LogLeaf"/>, which knows what is to be done then.
/// </summary>
/// <param name="centre">The centre (tenant).</param>
internal sealed class LeafMaker(string centre) : IDisposable
{
    private readonly CanonicalEvent _text = new();

    /// <summary>Makes leaves of a page on every processor.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="events">The page.</param>
    /// <param name="leaves">Where to, in place of what was made before.</param>
    public static async Task MakeAsync(string centre, CommittedEvents events, MadeLeaves leaves)
    {
        Array.Clear(leaves.Odd);
        events.Commitments.CopyTo(leaves.Commitments);
        await EachPartAsync(
            events.Whole.Count,
            (from, to) =>
            {
                using var maker = new LeafMaker(centre);
                for (var i = from; i < to; i++)
                {
                    maker.Make(events.Whole, i, leaves, events.PlacesOfWhole[i]);
                }
            }
        );
        await EachPartAsync(
            events.Count,
            (from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    leaves.Hashes[i] = TreeHash.OfLeaf(leaves.Commitment(i));
                }
            }
        );
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _text.Dispose();

    private static Task EachPartAsync(int count, Action<int, int> make)
    {
        var share = (count / Environment.ProcessorCount) + 1;
        var parts = Enumerable.Range(0, Environment.ProcessorCount).Where(part => part * share < count);
        return Task.WhenAll(
            parts.Select(part => Task.Run(() => make(part * share, Math.Min((part + 1) * share, count))))
        );
    }

    private void Make(EventPage page, int index, MadeLeaves leaves, int place)
    {
        var commitment = leaves.Commitment(place);
        if (!TryCommit(page, index, commitment))
        {
            var odd = LogLeaf.Of(centre, page.Stored(index), late: false);
            odd.Commitment.Span.CopyTo(commitment);
            leaves.Odd[place] = odd.IsOrdinary ? null : odd;
        }
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
