using System;
using System.Globalization;
using System.Linq;

namespace Center.Domain.Audit;

/// <summary>
/// Where a tile of the tree lies (C2SP tlog-tiles): hashes side by side of subtrees of 256^level leaves, 256 of them or,
/// at the right edge, fewer.
/// </summary>
/// <param name="Level">0 for leaf hashes; at most <see cref="HighestLevel"/>.</param>
/// <param name="Index">Place within the level, from 0.</param>
/// <param name="Width">Number of hashes, 1 to 256.</param>
public readonly record struct TileAddress(int Level, long Index, int Width)
{
    /// <summary>Hashes in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>Tree levels that one tile spans.</summary>
    public const int Height = 8;

    /// <summary>The highest level that a tree with fewer than 2^63 leaves can have.</summary>
    public const int HighestLevel = 7;

    private const string PartialMark = ".p/";
    private const int LongestPath = 40;

    /// <summary>First hash, counted in hashes of the level.</summary>
    public long FirstHash => Index * FullWidth;

    /// <summary>End of the hashes, exclusive, counted in hashes of the level.</summary>
    public long EndHash => FirstHash + Width;

    /// <summary>Whether it can never grow.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>Path of the tile below the log's address, for example <c>tile/0/x001/234.p/5</c>.</summary>
    public string Path => string.Join('/', "tile", Level.ToString(CultureInfo.InvariantCulture), Place);

    /// <summary>Path of the entries under a tile of level 0.</summary>
    public string EntriesPath => $"tile/entries/{Place}";

    private string Place
    {
        get
        {
            var text = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (var rest = Index / 1000; rest > 0; rest /= 1000)
            {
                text = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{text}");
            }

            return IsFull ? text : string.Create(CultureInfo.InvariantCulture, $"{text}{PartialMark}{Width}");
        }
    }

    /// <summary>Number of complete subtrees of 256^level leaves in a tree.</summary>
    /// <param name="level">The level.</param>
    /// <param name="size">Leaves in the tree.</param>
    public static long HashesAt(int level, long size) => level > HighestLevel ? 0 : size >> (Height * level);

    /// <summary>The tile as wide as a tree of this size has it.</summary>
    /// <param name="level">The level.</param>
    /// <param name="index">Place within the level.</param>
    /// <param name="size">Leaves in the tree; enough for at least one hash of the tile.</param>
    public static TileAddress Of(int level, long index, long size) =>
        new(level, index, (int)Math.Min(FullWidth, HashesAt(level, size) - (index * FullWidth)));

    /// <summary>Reads the two last parts of a path; every tile has one spelling only.</summary>
    /// <param name="level">Decimal level.</param>
    /// <param name="place">For example <c>x001/234.p/5</c>.</param>
    /// <param name="address">The address.</param>
    public static bool TryRead(string level, string place, out TileAddress address)
    {
        ArgumentNullException.ThrowIfNull(level);
        address = default;
        return level.Length == 1
            && level[0] is >= '0' and <= (char)('0' + HighestLevel)
            && TryReadPlace(level[0] - '0', place, out address);
    }

    /// <summary>Reads the last part of the path of entries.</summary>
    /// <param name="place">For example <c>x001/234.p/5</c>.</param>
    /// <param name="address">The address of the tile of level 0 over the entries.</param>
    public static bool TryReadEntries(string place, out TileAddress address) => TryReadPlace(0, place, out address);

    /// <summary>Whether a tree of this size has all hashes of the tile.</summary>
    /// <param name="size">Leaves in the tree.</param>
    public bool IsIn(long size) => EndHash <= HashesAt(Level, size);

    private static bool TryReadPlace(int level, string place, out TileAddress address)
    {
        ArgumentNullException.ThrowIfNull(place);
        address = default;
        if (place.Length > LongestPath)
        {
            return false;
        }

        var width = FullWidth;
        var mark = place.IndexOf(PartialMark, StringComparison.Ordinal);
        if (mark >= 0 && !int.TryParse(place[(mark + PartialMark.Length)..], Digits, Invariant, out width))
        {
            return false;
        }

        var digits = string.Concat((mark < 0 ? place : place[..mark]).Where(char.IsAsciiDigit));
        if (!long.TryParse(digits, Digits, Invariant, out var index) || index > long.MaxValue / (2 * FullWidth))
        {
            return false;
        }

        // Writing it again must give the same text: that is the whole grammar.
        var read = new TileAddress(level, index, width);
        var exact = width is > 0 and <= FullWidth && read.Place == place;
        address = exact ? read : default;
        return exact;
    }

    private const NumberStyles Digits = NumberStyles.None;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;
}
