using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using JasperFx.Events;
using Marten;

namespace Center.Projections.Statistics;

/// <summary>
/// The centre's figures as cells of which any cut is a sum. The next event of a booking, a volunteer's day or a site's day
/// takes back what was counted before and counts anew, so nothing is ever counted twice. What a day counted is kept; what a
/// booking counted is computed once more from its earlier events and from what was known of the centre then.
/// </summary>
public sealed class FiguresView : View
{
    /// <summary>Name of the view.</summary>
    public const string ViewName = "figures";

    /// <inheritdoc/>
    public override string Name => ViewName;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams =>
        [.. CentreBook.Streams, FigureBooking.Streams, FigureServiceDay.Streams, FigureSiteDay.Streams, "roll/"];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes =>
        [
            typeof(FigureCell),
            typeof(FigureDirectory),
            typeof(FigureServiceDay),
            typeof(FigureSiteDay),
            typeof(FigureVisitor),
        ];

    /// <inheritdoc/>
    public override void Index(MartenRegistry schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        schema.For<FigureServiceDay>().Index(day => day.Day);
    }

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var stream = e.StreamKey!;
        yield return new RowKey(typeof(FigureDirectory), FigureDirectory.TheOnly);
        if (stream.StartsWith(FigureServiceDay.Streams, StringComparison.Ordinal))
        {
            yield return new RowKey(typeof(FigureServiceDay), stream);
        }
        else if (e.Data is ScanRecorded scan)
        {
            yield return new RowKey(typeof(FigureVisitor), FigureVisitor.KeyOf(scan.Site, scan.Day, scan.Person));
            yield return new RowKey(typeof(FigureSiteDay), FigureSiteDay.KeyOf(scan.Site, scan.Day));
        }
    }

    /// <inheritdoc/>
    public override bool LooksBack(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.StreamKey!.StartsWith(FigureBooking.Streams, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        var stream = e.StreamKey!;
        var directory = await rows.FindAsync<FigureDirectory>(FigureDirectory.TheOnly) ?? FigureDirectory.Empty;
        if (CentreBook.Concerns(stream))
        {
            var after = directory.After(e);
            if (!ReferenceEquals(after, directory))
            {
                rows.Store(after);
            }
        }
        else if (stream.StartsWith(FigureBooking.Streams, StringComparison.Ordinal))
        {
            FigureBooking.Apply(e, rows, directory);
        }
        else if (stream.StartsWith(FigureServiceDay.Streams, StringComparison.Ordinal))
        {
            await FigureServiceDay.ApplyAsync(e, rows, directory);
        }
        else if (stream.StartsWith(FigureSiteDay.Streams, StringComparison.Ordinal))
        {
            await FigureSiteDay.ApplyAsync(e, rows, directory);
        }
        else if (RollKey.Of(stream) is not null)
        {
            await FigureVisitor.ApplyAsync(e, rows, directory);
        }
    }
}
