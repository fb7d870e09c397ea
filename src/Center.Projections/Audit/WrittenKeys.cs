using System;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>
/// Which rows were ever written, told by four bits of each (a Bloom filter of four megabytes). Most rows of a log are new when
/// an event first touches them: of these it says so, and nobody asks the database. It errs only the other way, of half a
/// million rows for one new row in a hundred thousand.
/// </summary>
internal sealed class WrittenKeys
{
    private const int Bits = 25;
    private const int BitsOfKey = 4;

    private readonly ulong[] _bits = new ulong[(1 << Bits) / 64];

    /// <summary>Whether a row may have been written; false is certain.</summary>
    public bool MayHold(RowKey key)
    {
        var hash = HashOf(key);
        for (var i = 0; i < BitsOfKey; i++)
        {
            var place = PlaceOf(hash, i);
            if ((_bits[place / 64] & (1UL << (place % 64))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes that a row is written.</summary>
    /// <returns>False when it certainly never was before.</returns>
    public bool Add(RowKey key)
    {
        var (hash, held) = (HashOf(key), true);
        for (var i = 0; i < BitsOfKey; i++)
        {
            var place = PlaceOf(hash, i);
            held &= (_bits[place / 64] & (1UL << (place % 64))) != 0;
            _bits[place / 64] |= 1UL << (place % 64);
        }

        return held;
    }

    // Two independent halves make as many places as are wanted.
    private static (uint Start, uint Step) HashOf(RowKey key) =>
        ((uint)HashCode.Combine(key.Type, key.Id), (uint)HashCode.Combine(key.Id, key.Type) | 1);

    private static int PlaceOf((uint Start, uint Step) hash, int i) =>
        (int)((hash.Start + ((uint)i * hash.Step)) >> (32 - Bits));
}
