using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Bookings;

/// <summary>A unit that a booking or a closure holds, as its events tell it.</summary>
/// <param name="Id">Booking and unit.</param>
/// <param name="Booking">The booking or closure.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="HeldFrom">First instant of the claim, inclusive.</param>
/// <param name="HeldTo">End of the claim, exclusive.</param>
/// <param name="OwnFrom">First instant of the booking's own time, inclusive.</param>
/// <param name="OwnTo">End of the booking's own time, exclusive.</param>
/// <param name="Kind">Kind of the facility, or <see cref="ClosedUnits.Kind"/>.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="Organisation">Code of the organisation it is for, or null.</param>
/// <param name="ExpiresAt">Deadline of a hold or request, or null.</param>
public sealed record HeldUnit(
    string Id,
    Guid Booking,
    string Unit,
    DateTimeOffset HeldFrom,
    DateTimeOffset HeldTo,
    DateTimeOffset OwnFrom,
    DateTimeOffset OwnTo,
    string Kind,
    PersonId? Person,
    string? Organisation,
    DateTimeOffset? ExpiresAt
) : IViewRow;

/// <summary>A booking while the table is told again.</summary>
/// <param name="Id">The booking.</param>
/// <param name="State">As its events say.</param>
public sealed record ToldBooking(string Id, Booking State) : IViewRow;

/// <summary>A facility while the table is told again.</summary>
/// <param name="Id">Its code.</param>
/// <param name="State">As its events say.</param>
public sealed record ToldFacility(string Id, Facility State) : IViewRow;

/// <summary>Tells the table <c>center.allocation</c> again.</summary>
public sealed class AllocationTable : ReplayableTable
{
    /// <inheritdoc/>
    public override string Name => "allocations";

    /// <inheritdoc/>
    public override Type RowType => typeof(HeldUnit);

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Remembered => [typeof(ToldBooking), typeof(ToldFacility)];

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
        return BookingStreams.IdOf(e.StreamKey!) is { } id ? [new RowKey(typeof(ToldBooking), id.ToString())]
            : FacilityOf(e.StreamKey!) is { } code ? [new RowKey(typeof(ToldFacility), code)]
            : [];
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (BookingStreams.IdOf(e.StreamKey!) is { } id)
        {
            await ApplyAsync(id, e, rows);
        }
        else if (FacilityOf(e.StreamKey!) is { } code)
        {
            await CloseAsync(code, e, rows);
        }
    }

    private static async ValueTask ApplyAsync(BookingId id, IEvent e, ViewRows rows)
    {
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

    private static async ValueTask CloseAsync(string code, IEvent e, ViewRows rows)
    {
        var before = (await rows.FindAsync<ToldFacility>(code))?.State;
        var book = CentreBook.Empty with { Facilities = before is null ? [] : [before] };
        var after = book.Evolve(e.StreamKey!, e.Data).FindFacility(code);
        if (after is null)
        {
            rows.Delete<ToldFacility>(code);
        }
        else
        {
            rows.Store(new ToldFacility(code, after));
        }

        var closed = ClosedUnits.Between(before, after, e.Timestamp);
        foreach (var (closure, unit) in closed.Released)
        {
            rows.Delete<HeldUnit>($"{closure}/{unit}");
        }

        foreach (var held in closed.Claimed)
        {
            rows.Store(RowOf(held));
        }
    }

    private static HeldUnit RowOf(ClosedUnit held) =>
        new(
            $"{held.Closure}/{held.Unit}",
            held.Closure.Value,
            held.Unit,
            held.During.Start,
            held.During.End,
            held.Window.Start,
            held.Window.End,
            ClosedUnits.Kind,
            null,
            null,
            null
        );

    private static string? FacilityOf(string stream) =>
        stream.StartsWith("facility/", StringComparison.Ordinal) ? stream["facility/".Length..] : null;

    private static IEnumerable<HeldUnit> UnitsOf(BookingId id, Booking booking) =>
        Allocation.Of(booking) is not { } held
            ? []
            : held
                .Terms.AllUnits()
                .Select(unit => new HeldUnit(
                    $"{id}/{unit}",
                    id.Value,
                    unit,
                    held.Claim.Start,
                    held.Claim.End,
                    held.Terms.Window.Start,
                    held.Terms.Window.End,
                    JsonNamingPolicy.KebabCaseLower.ConvertName(held.Terms.Kind.ToString()),
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
