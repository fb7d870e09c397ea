using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Center.Api.Plumbing;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">Item.</typeparam>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="Next">Opaque cursor of the next page; absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page is asked for: <c>limit</c> 1…200 (default 50) and an opaque <c>cursor</c>.</summary>
/// <param name="Limit">Most items.</param>
/// <param name="After">Key after which the page starts, or null for the first page.</param>
internal sealed record Paging(int Limit, string? After)
{
    public static Paging Of(QueryParameters query) =>
        new(query.Integer("limit", 1, 200) ?? 50, query.Text("cursor") is { } cursor ? Decode(cursor) : null);

    /// <summary>Cuts a page out of one item more than the limit.</summary>
    /// <param name="found">At most <see cref="Limit"/> + 1 items in the list's order.</param>
    /// <param name="keyOf">The key that the next page starts after.</param>
    public Page<T> Cut<T>(IReadOnlyList<T> found, Func<T, string> keyOf)
    {
        var items = found.Take(Limit).ToList();
        return new Page<T>(items, found.Count > Limit ? Encode(keyOf(items[^1])) : null);
    }

    /// <summary>Cuts a page out of a whole list in memory, ordered by key.</summary>
    public Page<T> CutAll<T>(IEnumerable<T> all, Func<T, string> keyOf) =>
        Cut(
            all.OrderBy(keyOf, StringComparer.Ordinal)
                .SkipWhile(item => After is not null && string.CompareOrdinal(keyOf(item), After) <= 0)
                .Take(Limit + 1)
                .ToList(),
            keyOf
        );

    private static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static string Decode(string cursor)
    {
        try
        {
            var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            return key.Contains('\0', StringComparison.Ordinal) ? throw Wrong() : key;
        }
        catch (FormatException)
        {
            throw Wrong();
        }

        static RefusedException Wrong() => new("invalid-value", "The cursor is none that was given out.", "cursor");
    }
}
