using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Bogus;

namespace Center.Api.Demonstration;

/// <summary>Everything that is left to chance in a demonstration, ids too: the same seeds give the same story.</summary>
internal sealed class Chance
{
    private const int RandomBytes = 10;

    public Chance(params long[] seeds)
    {
        var text = string.Join('/', seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)));
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        Random = new Randomizer(BinaryPrimitives.ReadInt32BigEndian(digest));
    }

    /// <summary>The same chance for who wants names and numbers.</summary>
    public Randomizer Random { get; }

    /// <summary>A whole number, both ends included.</summary>
    public int Between(int least, int most) => Random.Number(least, most);

    /// <summary>Whether something that happens so many times in a hundred happens now.</summary>
    public bool Happens(int percent) => Random.Number(1, 100) <= percent;

    /// <summary>A length of time in whole seconds, both ends in minutes.</summary>
    public TimeSpan Minutes(int least, int most) => TimeSpan.FromSeconds(Random.Number(least * 60, most * 60));

    /// <summary>One of them, each as likely.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Random.Number(0, items.Count - 1)];

    /// <summary>One of them, those in front more often: people who come often come very often.</summary>
    public T Skewed<T>(IReadOnlyList<T> items) =>
        items[Math.Min(Random.Number(0, items.Count - 1), Random.Number(0, items.Count - 1))];

    /// <summary>One of them, by weight.</summary>
    public T Of<T>(IReadOnlyList<(T Item, int Weight)> items)
    {
        var drawn = Random.Number(1, items.Sum(item => item.Weight));
        foreach (var (item, weight) in items)
        {
            drawn -= weight;
            if (drawn <= 0)
            {
                return item;
            }
        }

        return items[^1].Item;
    }

    /// <summary>A UUIDv7 of an instant (RFC 9562).</summary>
    public Guid IdAt(DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, instant.ToUnixTimeMilliseconds() << 16);
        Random.Bytes(RandomBytes).CopyTo(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
