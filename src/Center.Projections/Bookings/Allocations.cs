using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Bookings;

/// <summary>What a booking holds in the tables that keep it from being booked twice; a pure function of its state.</summary>
/// <param name="Terms">Terms of the booking.</param>
/// <param name="Claim">How long its units are held: cut at check-out and at the release of a no-show.</param>
/// <param name="ExpiresAt">Deadline after which it holds nothing more, see <see cref="Booking.Deadline"/>, or null.</param>
public sealed record Allocation(BookingTerms Terms, TimeWindow Claim, DateTimeOffset? ExpiresAt)
{
    /// <summary>What a booking holds, or null when it holds nothing.</summary>
    /// <param name="booking">The booking as its events say.</param>
    public static Allocation? Of(Booking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return booking switch
        {
            { Terms: null } => null,
            {
                Status: BookingStatus.Held
                    or BookingStatus.Requested
                    or BookingStatus.Confirmed
                    or BookingStatus.CheckedIn
            } => new Allocation(booking.Terms, booking.Terms.Claim, booking.Deadline),
            { Status: BookingStatus.CheckedOut or BookingStatus.Released, LeftAt: { } left }
                when left > booking.Terms.Claim.Start => new Allocation(
                booking.Terms,
                left < booking.Terms.Claim.End ? new TimeWindow(booking.Terms.Claim.Start, left) : booking.Terms.Claim,
                null
            ),
            _ => null,
        };
    }
}

/// <summary>A booking whose holding a transaction changes.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Now">What it holds from now on; null for nothing.</param>
/// <param name="HeldBefore">Whether rows of it may be in the tables.</param>
internal sealed record ChangedHolding(BookingId Id, Allocation? Now, bool HeldBefore)
{
    /// <summary>Rows of the units that it holds.</summary>
    public IEnumerable<LedgerUnit> Units() =>
        Now is null
            ? []
            : Now
                .Terms.AllUnits()
                .Select(unit => new LedgerUnit(
                    unit,
                    Now.Claim,
                    Id.Value,
                    Now.Terms.Window,
                    JsonNamingPolicy.KebabCaseLower.ConvertName(Now.Terms.Kind.ToString()),
                    Now.Terms.Person?.Value,
                    Now.Terms.Organisation,
                    Now.ExpiresAt
                ));

    /// <summary>Row of the person whom it keeps in one place, or null.</summary>
    public LedgerPresence? Presence() =>
        Now is { Terms: { HoldsPerson: true, Person: { } person } terms }
        && Now.Claim.Intersect(terms.Window) is { } present
            ? new LedgerPresence(person.Value, present, Id.Value, Now.ExpiresAt)
            : null;
}

/// <summary>Writes the allocation tables.</summary>
public static class Allocations
{
    private const string Forget = "delete from center.allocation where centre = $1 and booking = any($2)";
    private const string ForgetPresence = "delete from center.presence where centre = $1 and booking = any($2)";

    private const string ForgetClosed = """
        delete from center.allocation a using unnest($2::uuid[], $3::text[]) gone (closure, code), center.unit u
        where a.centre = $1 and a.booking = gone.closure and u.centre = $1 and u.code = gone.code and a.unit = u.key
        """;

    private const string NameUnits = """
        insert into center.unit (centre, code)
        select $1, wanted.code from unnest($2::text[]) wanted (code)
        where not exists (select from center.unit known where known.centre = $1 and known.code = wanted.code)
        """;

    // A unit without a key gives null, which the table refuses: never fewer claims than units.
    private const string ClaimUnits = """
        insert into center.allocation (centre, unit, during, booking, own, kind, person, organisation, expires_at)
        select $1, unit.key, wanted.during, wanted.booking, wanted.own, wanted.kind, wanted.person,
               wanted.organisation, wanted.expires_at
        from unnest($2::text[], $3::tstzrange[], $4::uuid[], $5::tstzrange[], $6::text[], $7::uuid[], $8::text[],
                    $9::timestamptz[])
             wanted (code, during, booking, own, kind, person, organisation, expires_at)
        left join center.unit on unit.centre = $1 and unit.code = wanted.code
        """;

    private const string ClaimPresence = """
        insert into center.presence (centre, person, during, booking)
        select $1, wanted.person, wanted.during, wanted.booking
        from unnest($2::uuid[], $3::tstzrange[], $4::uuid[]) wanted (person, during, booking)
        """;

    /// <summary>A window as PostgreSQL's half-open range.</summary>
    /// <param name="window">The window.</param>
    public static NpgsqlParameter Range(TimeWindow window) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTzRange, Value = AsRange(window) };

    /// <summary>Queues that closures no longer hold some units.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="released">Closures and units.</param>
    internal static void Release(Work work, IReadOnlyList<(ClosureId Closure, string Unit)> released)
    {
        if (released.Count > 0)
        {
            work.Queue(
                ForgetClosed,
                Value(work.Centre),
                Value(released.Select(held => held.Closure.Value).ToArray()),
                Value(released.Select(held => held.Unit).ToArray())
            );
        }
    }

    /// <summary>Queues that closures hold some units.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="claimed">Closures and units.</param>
    internal static void Claim(Work work, IReadOnlyList<ClosedUnit> claimed)
    {
        if (claimed.Count > 0)
        {
            Claims(
                work,
                [
                    .. claimed.Select(held => new LedgerUnit(
                        held.Unit,
                        held.During,
                        held.Closure.Value,
                        held.Window,
                        ClosedUnits.Kind,
                        null,
                        null,
                        null
                    )),
                ]
            );
        }
    }

    /// <summary>Queues what changed: first all that is given up, then all that is claimed.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="changed">Each booking once.</param>
    internal static void Write(Work work, IReadOnlyList<ChangedHolding> changed)
    {
        var before = changed.Where(one => one.HeldBefore).Select(one => one.Id.Value).ToArray();
        if (before.Length > 0)
        {
            work.Queue(Forget, Value(work.Centre), Value(before));
            work.Queue(ForgetPresence, Value(work.Centre), Value(before));
        }

        LedgerUnit[] units = [.. changed.SelectMany(one => one.Units())];
        if (units.Length > 0)
        {
            Claims(work, units);
        }

        LedgerPresence[] people = [.. changed.Select(one => one.Presence()).OfType<LedgerPresence>()];
        if (people.Length > 0)
        {
            work.Queue(
                ClaimPresence,
                Value(work.Centre),
                Value(Array.ConvertAll(people, held => held.Person)),
                Ranges(people.Select(held => held.During)),
                Value(Array.ConvertAll(people, held => held.Booking))
            );
        }
    }

    private static void Claims(Work work, LedgerUnit[] units)
    {
        var codes = Array.ConvertAll(units, held => held.Unit);
        work.Queue(NameUnits, Value(work.Centre), Value(codes.Distinct().ToArray()));
        work.Queue(
            ClaimUnits,
            Value(work.Centre),
            Value(codes),
            Ranges(units.Select(held => held.During)),
            Value(Array.ConvertAll(units, held => held.Booking)),
            Ranges(units.Select(held => held.Own)),
            Value(Array.ConvertAll(units, held => held.Kind)),
            Value(Array.ConvertAll(units, held => held.Person)),
            Value(Array.ConvertAll(units, held => held.Organisation)),
            Value(Array.ConvertAll(units, held => held.ExpiresAt?.UtcDateTime))
        );
    }

    internal static NpgsqlParameter Ranges(IEnumerable<TimeWindow> windows) =>
        new()
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTzRange,
            Value = windows.Select(AsRange).ToArray(),
        };

    private static NpgsqlRange<DateTime> AsRange(TimeWindow window) =>
        new(window.Start.UtcDateTime, true, window.End.UtcDateTime, false);

    private static NpgsqlParameter Value(object value) => new() { Value = value };
}
