using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Bookings;

/// <summary>A unit that a booking holds, as its events tell it.</summary>
/// <param name="Id">Booking and unit.</param>
/// <param name="Booking">The booking.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="HeldFrom">First instant of the claim, inclusive.</param>
/// <param name="HeldTo">End of the claim, exclusive.</param>
/// <param name="OwnFrom">First instant of the booking's own time, inclusive.</param>
/// <param name="OwnTo">End of the booking's own time, exclusive.</param>
/// <param name="Kind">Kind of the facility.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="Organisation">Code of the organisation it is for, or null.</param>
/// <param name="ExpiresAt">Deadline of a hold or request, or null.</param>
public sealed record HeldUnit(
    string Id,
    BookingId Booking,
    string Unit,
    DateTimeOffset HeldFrom,
    DateTimeOffset HeldTo,
    DateTimeOffset OwnFrom,
    DateTimeOffset OwnTo,
    FacilityKind Kind,
    PersonId? Person,
    string? Organisation,
    DateTimeOffset? ExpiresAt
) : IViewRow;

/// <summary>A booking while the table is told again.</summary>
/// <param name="Id">The booking.</param>
/// <param name="State">As its events say.</param>
public sealed record ToldBooking(string Id, Booking State) : IViewRow;

/// <summary>Tells the table <c>center.allocation</c> again.</summary>
public sealed class AllocationTable : ReplayableTable
{
    /// <inheritdoc/>
    public override string Name => "allocations";

    /// <inheritdoc/>
    public override Type RowType => typeof(HeldUnit);

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Remembered => [typeof(ToldBooking)];

    /// <inheritdoc/>
    public override string LiveRows { get; } =
        $"""
            select a.booking || '/' || u.code as id, jsonb_strip_nulls(jsonb_build_object(
              'id', a.booking || '/' || u.code, 'booking', a.booking, 'unit', u.code,
              'heldFrom', {InstantSql("lower(a.during)")}, 'heldTo', {InstantSql("upper(a.during)")},
              'ownFrom', {InstantSql("lower(a.own)")}, 'ownTo', {InstantSql("upper(a.own)")},
              'kind', a.kind, 'person', a.person, 'organisation', a.organisation,
              'expiresAt', {InstantSql("a.expires_at")})) as data
            from center.allocation a join center.unit u on u.key = a.unit where a.centre = $1
            """;

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return BookingStreams.IdOf(e.StreamKey!) is { } id ? [new RowKey(typeof(ToldBooking), id.ToString())] : [];
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (BookingStreams.IdOf(e.StreamKey!) is not { } id)
        {
            return;
        }

        var before = (await rows.FindAsync<ToldBooking>(id.ToString()))?.State ?? Booking.Initial;
        var after = Booking.Evolve(before, e.Data);
        rows.Store(new ToldBooking(id.ToString(), after));
        var held = UnitsOf(id, after).ToList();
        foreach (var gone in UnitsOf(id, before).Select(unit => unit.Id).Except(held.Select(unit => unit.Id)))
        {
            rows.Delete<HeldUnit>(gone);
        }

        foreach (var unit in held)
        {
            rows.Store(unit);
        }
    }

    private static IEnumerable<HeldUnit> UnitsOf(BookingId id, Booking booking) =>
        Allocation.Of(booking) is not { } held
            ? []
            : held
                .Terms.AllUnits()
                .Select(unit => new HeldUnit(
                    $"{id}/{unit}",
                    id,
                    unit,
                    held.Claim.Start,
                    held.Claim.End,
                    held.Terms.Window.Start,
                    held.Terms.Window.End,
                    held.Terms.Kind,
                    held.Terms.Person,
                    held.Terms.Organisation,
                    held.ExpiresAt
                ));
}

/// <summary>Keys of booking streams.</summary>
internal static class BookingStreams
{
    private const string Prefix = "booking/";

    public static BookingId? IdOf(string stream) =>
        stream.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParse(stream.AsSpan(Prefix.Length), out var id)
            ? new BookingId(id)
            : null;
}
