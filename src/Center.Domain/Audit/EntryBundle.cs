using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace Center.Domain.Audit;

/// <summary>Entries as they are published under a tile of level 0: each behind its length, a big-endian uint16.</summary>
public static class EntryBundle
{
    /// <summary>Most bytes of one entry.</summary>
    public const int LongestEntry = ushort.MaxValue;

    private const int Prefix = sizeof(ushort);

    /// <summary>Writes entries.</summary>
    /// <param name="entries">At most 65 535 bytes each.</param>
    public static byte[] Write(IReadOnlyCollection<byte[]> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var bundle = new byte[entries.Sum(entry => Prefix + entry.Length)];
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)entry.Length));
            entry.CopyTo(rest[Prefix..]);
            rest = rest[(Prefix + entry.Length)..];
        }

        return bundle;
    }

    /// <summary>Reads a bundle.</summary>
    /// <param name="bundle">The bytes.</param>
    /// <returns>The entries, or null when the bytes end within one.</returns>
    public static IReadOnlyList<byte[]>? Read(ReadOnlySpan<byte> bundle)
    {
        var entries = new List<byte[]>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < Prefix)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            if (bundle.Length < Prefix + length)
            {
                return null;
            }

            entries.Add(bundle.Slice(Prefix, length).ToArray());
            bundle = bundle[(Prefix + length)..];
        }

        return entries;
    }
}
