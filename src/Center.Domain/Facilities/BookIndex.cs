using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>
/// What is looked up in a book on every decision, worked out once per book. It is kept beside the book, not in it, so
/// that books stay equal by value and a changed copy never carries an old index.
/// </summary>
internal sealed class BookIndex
{
    private static readonly ConditionalWeakTable<CentreBook, BookIndex> Indexes = [];

    private BookIndex(CentreBook book)
    {
        // Before a centre is described there is nothing to open or to book, so any zone does.
        Zone = new CentreZone(book.Centre?.TimeZone ?? "UTC");
        Facilities = book.Facilities.ToDictionary(facility => facility.Code, StringComparer.Ordinal);
        Sites = book.Sites.ToDictionary(site => site.Code, StringComparer.Ordinal);
        Bookables = [.. book.Facilities.SelectMany(All)];
        ByCode = Bookables
            .GroupBy(bookable => bookable.Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    public CentreZone Zone { get; }

    public IReadOnlyDictionary<string, Facility> Facilities { get; }

    public IReadOnlyDictionary<string, Site> Sites { get; }

    public IReadOnlyList<Bookable> Bookables { get; }

    public IReadOnlyDictionary<string, Bookable> ByCode { get; }

    public static BookIndex Of(CentreBook book) => Indexes.GetValue(book, key => new BookIndex(key));

    private static IEnumerable<Bookable> All(Facility facility) =>
        facility.Parts.Select(part => Bookable.Part(facility, part)).Prepend(Bookable.Whole(facility));
}
