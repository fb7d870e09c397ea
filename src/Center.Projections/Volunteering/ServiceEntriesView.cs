using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Volunteering;

/// <summary>One service entry: whose day it belongs to and how it stands.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Person">The volunteer.</param>
/// <param name="Day">Local date of the centre.</param>
/// <param name="Entry">The entry as its stream says.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record ServiceEntryRow(
    string Id,
    PersonId Person,
    DateOnly Day,
    ServiceEntry Entry,
    DateTimeOffset RecordedAt
) : IViewRow;

/// <summary>
/// Leads from an entry to its stream and lists what waits for approval. An entry belongs to one stream, so its row is
/// kept in the transaction of the change and everybody sees their own writes.
/// </summary>
public sealed class ServiceEntriesView : View
{
    /// <inheritdoc/>
    public override string Name => "service-entries";

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => ["volunteer-day/"];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(ServiceEntryRow)];

    /// <inheritdoc/>
    public override bool Inline => true;

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Data is IServiceEntryEvent about ? [new RowKey(typeof(ServiceEntryRow), about.Entry.ToString())] : [];
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (e.Data is not IServiceEntryEvent about || VolunteerDay.Of(e.StreamKey!) is not { } of)
        {
            return;
        }

        var id = about.Entry.ToString();
        var row = await rows.FindAsync<ServiceEntryRow>(id);
        var before = row is null ? VolunteerDay.Initial : new VolunteerDay([row.Entry], Minutes.Zero);
        var entry = VolunteerDayDecider.Evolve(before, e.Data).Entries.Single();
        if (row?.Entry != entry)
        {
            rows.Store(new ServiceEntryRow(id, of.Person, of.Day, entry, row?.RecordedAt ?? e.Timestamp));
        }
    }
}
