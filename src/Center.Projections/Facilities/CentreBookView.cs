using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Facilities;

/// <summary>What is defined about a centre, in one row.</summary>
/// <param name="Id">Always <see cref="TheOnly"/>.</param>
/// <param name="Book">The definition.</param>
public sealed record CentreBookRow(string Id, CentreBook Book) : IViewRow
{
    /// <summary>Key of the only row.</summary>
    public const string TheOnly = "book";
}

/// <summary>
/// The centre's definition as every decision reads it. Kept in the transaction of the change, which holds the centre's
/// admission lock.
/// </summary>
public sealed class CentreBookView : View
{
    /// <summary>Name of the view.</summary>
    public const string ViewName = "centre-book";

    /// <inheritdoc/>
    public override string Name => ViewName;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => CentreBook.Streams;

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(CentreBookRow)];

    /// <inheritdoc/>
    public override bool Inline => true;

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (!CentreBook.Concerns(e.StreamKey!))
        {
            return;
        }

        var row = await rows.FindAsync<CentreBookRow>(CentreBookRow.TheOnly);
        var before = row?.Book ?? CentreBook.Empty;
        var after = before.Evolve(e.StreamKey!, e.Data);
        if (!ReferenceEquals(before, after))
        {
            rows.Store(new CentreBookRow(CentreBookRow.TheOnly, after));
        }
    }
}
