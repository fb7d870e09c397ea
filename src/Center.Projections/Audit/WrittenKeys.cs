using System;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>
/// Which rows were ever written, told by two bits of each (a Bloom filter of two megabytes). Most rows of a log are new when
/// an event first touches them: of these it says so, and nobody asks the database. It errs only the other way.
/// </summary>
internal sealed class WrittenKeys
{
    private const int Bits = 24;

    private readonly ulong[] _bits = new ulong[(1 << Bits) / 64];

    /// <summary>Whether a row may have been written; false is certain.</summary>
    public bool MayHold(RowKey key)
    {
        var (first, second) = PlacesOf(key);
        return Holds(first) && Holds(second);
    }

    /// <summary>Notes that a row is written.</summary>
    /// <returns>False when it certainly never was before.</returns>
    public bool Add(RowKey key)
    {
        var (first, second) = PlacesOf(key);
        var held = Holds(first) && Holds(second);
        _bits[first / 64] |= 1UL << (first % 64);
        _bits[second / 64] |= 1UL << (second % 64);
        return held;
    }

    private bool Holds(int place) => (_bits[place / 64] & (1UL << (place % 64))) != 0;

    private static (int First, int Second) PlacesOf(RowKey key)
    {
        var hash = (uint)HashCode.Combine(key.Type, key.Id);
        return ((int)(hash >> (32 - Bits)), (int)((hash * 0x9E37_79B9u) >> (32 - Bits)));
    }
}
