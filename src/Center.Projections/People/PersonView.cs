using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using JasperFx.Events;
using Marten;

namespace Center.Projections.People;

/// <summary>A person as decisions read it; no name, no contact.</summary>
/// <param name="Id">The person.</param>
/// <param name="Person">Age band, community, guardians, what became of the record.</param>
/// <param name="Version">Version of the stream.</param>
public sealed record PersonRow(string Id, Person Person, long Version) : IViewRow;

/// <summary>The people of a centre. Each row belongs to one stream and is kept in the transaction of the change.</summary>
public sealed class PersonView : View
{
    private const string StreamPrefix = "person/";

    /// <inheritdoc/>
    public override string Name => "people";

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => [StreamPrefix];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(PersonRow)];

    /// <inheritdoc/>
    public override bool Inline => true;

    /// <inheritdoc/>
    public override void Index(MartenRegistry schema)
    {
        ArgumentNullException.ThrowIfNull(schema);

        // For PeopleActedFor: whose rows name somebody. The other index is made by People.sql, for SamePeople.
        schema.For<PersonRow>().GinIndexJsonData().IgnoreIndex("person_merged");
    }

    /// <summary>Stream of a person.</summary>
    /// <param name="person">The person.</param>
    public static string StreamOf(PersonId person) => $"{StreamPrefix}{person}";

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.StreamKey!.StartsWith(StreamPrefix, StringComparison.Ordinal)
            ? [new RowKey(typeof(PersonRow), e.StreamKey[StreamPrefix.Length..])]
            : [];
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (!e.StreamKey!.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var id = e.StreamKey[StreamPrefix.Length..];
        var row = await rows.FindAsync<PersonRow>(id) ?? new PersonRow(id, PersonDecider.Initial, 0);
        rows.Store(row with { Person = PersonDecider.Evolve(row.Person, e.Data), Version = row.Version + 1 });
    }
}
