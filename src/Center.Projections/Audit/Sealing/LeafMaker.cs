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
    /// <summary>The hashes of the leaves.</summary>
    public TreeHash[] Hashes { get; } = new TreeHash[most];

    /// <summary>Leaves that are out of the ordinary, in the place of their event.</summary>
    public LogLeaf?[] Odd { get; } = new LogLeaf?[most];
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
    /// <param name="events">The page; has the commitments of all its events afterwards.</param>
    /// <param name="leaves">Where to, in place of what was made before.</param>
    public static async Task MakeAsync(string centre, CommittedEvents events, MadeLeaves leaves)
    {
        Array.Clear(leaves.Odd);
        await EachPartAsync(
            events.Whole.Count,
            (from, to) =>
            {
                using var maker = new LeafMaker(centre);
                for (var i = from; i < to; i++)
                {
                    maker.Make(events, i, leaves);
                }
            }
        );
        await EachPartAsync(
            events.Count,
            (from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    leaves.Hashes[i] = TreeHash.OfLeaf(events.Commitment(i));
                }
            }
        );
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _text.Dispose();

    /// <summary>Reads as many bytes as there is room for; false when the text is not just that.</summary>
    /// <param name="hex">Hexadecimal digits, ASCII.</param>
    /// <param name="bytes">Where to.</param>
    public static bool TryRead(ReadOnlySpan<byte> hex, Span<byte> bytes) =>
        hex.Length == 2 * bytes.Length
        && Convert.FromHexString(hex, bytes, out _, out var written) == OperationStatus.Done
        && written == bytes.Length;

    private static Task EachPartAsync(int count, Action<int, int> make)
    {
        var share = (count / Environment.ProcessorCount) + 1;
        var parts = Enumerable.Range(0, Environment.ProcessorCount).Where(part => part * share < count);
        return Task.WhenAll(
            parts.Select(part => Task.Run(() => make(part * share, Math.Min((part + 1) * share, count))))
        );
    }

    private void Make(CommittedEvents events, int index, MadeLeaves leaves)
    {
        var place = events.PlacesOfWhole[index];
        var commitment = events.Commitment(place);
        if (!TryCommit(events.Whole, index, commitment))
        {
            var odd = LogLeaf.Of(centre, events.Whole.Stored(index), late: false);
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
}
