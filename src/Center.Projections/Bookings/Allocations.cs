using System;
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
/// <param name="Claim">How long its units are held: cut at check-out.</param>
/// <param name="ExpiresAt">Deadline of a hold or request, or null.</param>
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
            { Status: BookingStatus.CheckedOut, LeftAt: { } left } when left > booking.Terms.Claim.Start =>
                new Allocation(
                    booking.Terms,
                    left < booking.Terms.Claim.End
                        ? new TimeWindow(booking.Terms.Claim.Start, left)
                        : booking.Terms.Claim,
                    null
                ),
            _ => null,
        };
    }
}

/// <summary>Writes the allocation tables.</summary>
public static class Allocations
{
    private const string Forget = "delete from center.allocation where centre = $1 and booking = $2";
    private const string ForgetPresence = "delete from center.presence where centre = $1 and booking = $2";

    private const string NameUnits = """
        insert into center.unit (centre, code)
        select $1, wanted.code from unnest($2::text[]) wanted (code)
        where not exists (select from center.unit known where known.centre = $1 and known.code = wanted.code)
        """;

    // A unit without a key gives null, which the table refuses: never fewer claims than units.
    private const string Claim = """
        insert into center.allocation (centre, unit, during, booking, own, kind, person, organisation, expires_at)
        select $1, (select key from center.unit where centre = $1 and code = wanted.code), $3, $4, $5, $6, $7, $8, $9
        from unnest($2::text[]) wanted (code)
        """;

    private const string ClaimPresence =
        "insert into center.presence (centre, person, during, booking) values ($1, $2, $3, $4)";

    /// <summary>Puts what the booking now holds in place of what it held; takes effect when the transaction commits.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="id">The booking.</param>
    /// <param name="booking">The booking after its new events.</param>
    public static void Replace(Work work, BookingId id, Booking booking)
    {
        ArgumentNullException.ThrowIfNull(work);
        work.Queue(Forget, Text(work.Centre), Id(id));
        work.Queue(ForgetPresence, Text(work.Centre), Id(id));
        if (Allocation.Of(booking) is not { } held)
        {
            return;
        }

        var terms = held.Terms;
        work.Queue(NameUnits, Text(work.Centre), Units(terms));
        work.Queue(
            Claim,
            Text(work.Centre),
            Units(terms),
            Range(held.Claim),
            Id(id),
            Range(terms.Window),
            Text(JsonNamingPolicy.KebabCaseLower.ConvertName(terms.Kind.ToString())),
            OrNull(terms.Person?.Value, NpgsqlDbType.Uuid),
            OrNull(terms.Organisation, NpgsqlDbType.Text),
            OrNull(held.ExpiresAt?.UtcDateTime, NpgsqlDbType.TimestampTz)
        );
        if (terms is { HoldsPerson: true, Person: { } person } && held.Claim.Intersect(terms.Window) is { } present)
        {
            work.Queue(
                ClaimPresence,
                Text(work.Centre),
                new NpgsqlParameter { Value = person.Value },
                Range(present),
                Id(id)
            );
        }
    }

    /// <summary>A window as PostgreSQL's half-open range.</summary>
    /// <param name="window">The window.</param>
    public static NpgsqlParameter Range(TimeWindow window) =>
        new()
        {
            NpgsqlDbType = NpgsqlDbType.TimestampTzRange,
            Value = new NpgsqlRange<DateTime>(window.Start.UtcDateTime, true, window.End.UtcDateTime, false),
        };

    private static NpgsqlParameter Units(BookingTerms terms) => new() { Value = terms.AllUnits().ToArray() };

    private static NpgsqlParameter Text(string value) => new() { Value = value };

    private static NpgsqlParameter Id(BookingId id) => new() { Value = id.Value };

    private static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
