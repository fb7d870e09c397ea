using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Bookings;

/// <summary>A person who is somewhere because of a booking, as its events tell it.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Person">The person.</param>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">End, exclusive.</param>
public sealed record HeldPerson(string Id, PersonId Person, DateTimeOffset From, DateTimeOffset To) : IViewRow;

/// <summary>A booking while the table is told again; each table keeps its own.</summary>
/// <param name="Id">The booking.</param>
/// <param name="State">As its events say.</param>
public sealed record ToldPresence(string Id, Booking State) : IViewRow;

/// <summary>Tells the table <c>center.presence</c> again.</summary>
public sealed class PresenceTable : ReplayableTable
{
    /// <inheritdoc/>
    public override string Name => "presences";

    /// <inheritdoc/>
    public override Type RowType => typeof(HeldPerson);

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Remembered => [typeof(ToldPresence)];

    /// <inheritdoc/>
    public override string LiveRows { get; } =
        $"""
            select booking::text as id, jsonb_build_object('id', booking, 'person', person,
              'from', {InstantSql("lower(during)")}, 'to', {InstantSql("upper(during)")}) as data
            from center.presence where centre = $1
            """;

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return BookingStreams.IdOf(e.StreamKey!) is { } id ? [new RowKey(typeof(ToldPresence), id.ToString())] : [];
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (BookingStreams.IdOf(e.StreamKey!)?.ToString() is not { } id)
        {
            return;
        }

        var before = (await rows.FindAsync<ToldPresence>(id))?.State ?? Booking.Initial;
        var after = Booking.Evolve(before, e.Data);
        rows.Store(new ToldPresence(id, after));
        if (
            Allocation.Of(after) is { Terms: { HoldsPerson: true, Person: { } person } } held
            && held.Claim.Intersect(held.Terms.Window) is { } there
        )
        {
            rows.Store(new HeldPerson(id, person, there.Start, there.End));
        }
        else
        {
            rows.Delete<HeldPerson>(id);
        }
    }
}
