using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Bookings;

/// <summary>Reads the tables that bookings are decided by.</summary>
public static class AdmissionReads
{
    private const string Columns =
        "unit.code, lower(a.during), upper(a.during), a.booking, lower(a.own), upper(a.own), a.kind, a.person, a.organisation, a.expires_at";

    // The planner must not see through the units: it would look for the time alone, among the rows of all units.
    private const string OfUnits = $"""
        select {Columns}
        from (
            select known.key, known.code, wanted.during
            from unnest($2::text[], $3::tstzrange[]) wanted (code, during)
            join center.unit known on known.centre = $1 and known.code = wanted.code
            offset 0
        ) unit
        join center.allocation a on a.unit = unit.key and a.during && unit.during
        """;

    private const string OfPeople = $"""
        select {Columns}
        from unnest($2::uuid[], $3::tstzrange[]) wanted (person, period)
        join center.allocation a on a.centre = $1 and a.person = wanted.person
             and lower(a.own) >= lower(wanted.period) and lower(a.own) < upper(wanted.period)
        join center.unit on unit.key = a.unit
        """;

    private const string OfOrganisations = $"""
        select {Columns}
        from unnest($2::text[], $3::tstzrange[]) wanted (organisation, period)
        join center.allocation a on a.centre = $1 and a.organisation = wanted.organisation
             and lower(a.own) >= lower(wanted.period) and lower(a.own) < upper(wanted.period)
        join center.unit on unit.key = a.unit
        """;

    private const string OfPresence = """
        select p.person, lower(p.during), upper(p.during), p.booking,
               (select min(a.expires_at) from center.allocation a where a.centre = $1 and a.booking = p.booking)
        from unnest($2::uuid[], $3::tstzrange[]) wanted (person, during)
        join center.presence p on p.centre = $1 and p.person = wanted.person and p.during && wanted.during
        """;

    // The instant is asked for once and what passed first comes first, so that the index on deadlines finds all there is:
    // compared with clock_timestamp() itself, or in the order of bookings, every row would be read.
    private const string Lapsed = """
        select distinct booking from (
            select booking from center.allocation
            where centre = $1 and expires_at <= (select coalesce($2::timestamptz, clock_timestamp()))
            order by expires_at limit $3
        ) due
        order by booking
        """;

    private const string NextDeadline =
        "select min(expires_at) from center.allocation where centre = $1 and expires_at > $2";

    /// <summary>Asks for what wishes need, together with other questions.</summary>
    /// <param name="trip">The other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="needs">What they need.</param>
    /// <returns>To be given to <see cref="AdmissionLedger.Know"/> afterwards.</returns>
    public static AdmissionAnswers Ask(RoundTrip trip, string centre, IReadOnlyList<AdmissionNeed> needs)
    {
        ArgumentNullException.ThrowIfNull(trip);
        ArgumentNullException.ThrowIfNull(needs);
        var answers = new AdmissionAnswers(needs);
        var distinct = needs.Distinct().ToList();
        var units = distinct.SelectMany(need => need.Units.Select(unit => (unit, need.Claim))).Distinct().ToList();
        Ask(trip, OfUnits, centre, units, ReadUnit);
        var people = distinct.SelectMany(need => need.Records.Select(record => (record.Value, Need: need))).ToList();
        Ask(trip, OfPeople, centre, people.ConvertAll(one => (one.Value, one.Need.PersonPeriod)), ReadUnit);
        Ask(
            trip,
            OfPresence,
            centre,
            people.ConvertAll(one => (one.Value, one.Need.Window)),
            row => answers.People.Add(PersonOf(row))
        );
        var organisations = distinct
            .Where(need => need.Organisation is not null)
            .Select(need => (need.Organisation!, need.OrganisationPeriod));
        Ask(trip, OfOrganisations, centre, organisations.ToList(), ReadUnit);
        return answers;

        void ReadUnit(NpgsqlDataReader row) => answers.Units.Add(UnitOf(row));
    }

    /// <summary>Asks for bookings whose deadline has passed but which still hold units.</summary>
    /// <param name="trip">Other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="instant">The instant, or null for the database's, see <see cref="WorkFactory.InstantOrNull"/>.</param>
    /// <param name="most">At most so many, those that passed first.</param>
    public static IReadOnlyList<BookingId> AskLapsed(RoundTrip trip, string centre, NpgsqlParameter instant, int most)
    {
        ArgumentNullException.ThrowIfNull(trip);
        ArgumentNullException.ThrowIfNull(instant);
        var lapsed = new List<BookingId>();
        trip.AskRows(
            Lapsed,
            row => lapsed.Add(new BookingId(row.GetGuid(0))),
            new NpgsqlParameter { Value = centre },
            instant,
            new NpgsqlParameter { Value = most }
        );
        return lapsed;
    }

    /// <summary>Asks for the next deadline of what is held.</summary>
    /// <param name="trip">Other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="now">Deadlines after this instant.</param>
    /// <param name="next">Hears it; the end of time when there is none.</param>
    public static void AskNextDeadline(RoundTrip trip, string centre, DateTimeOffset now, Action<DateTimeOffset> next)
    {
        ArgumentNullException.ThrowIfNull(trip);
        ArgumentNullException.ThrowIfNull(next);
        trip.AskRows(
            NextDeadline,
            row => next(row.IsDBNull(0) ? DateTimeOffset.MaxValue : row.GetDateTime(0)),
            new NpgsqlParameter { Value = centre },
            new NpgsqlParameter { Value = now.UtcDateTime }
        );
    }

    /// <summary>Everything that is held in a window; lapsed holds are passed over.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="window">The window.</param>
    /// <param name="now">The instant that decides what has lapsed.</param>
    public static async Task<IReadOnlyList<BusyUnit>> BusyAsync(
        NpgsqlConnection connection,
        string centre,
        TimeWindow window,
        DateTimeOffset now
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            select unit.code, lower(a.during), upper(a.during)
            from center.allocation a join center.unit on unit.key = a.unit
            where a.centre = $1 and a.during && $2 and (a.expires_at is null or a.expires_at > $3)
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(Allocations.Range(window));
        command.Parameters.Add(new NpgsqlParameter { Value = now.UtcDateTime });
        var busy = new List<BusyUnit>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            busy.Add(new BusyUnit(reader.GetString(0), new TimeWindow(reader.GetDateTime(1), reader.GetDateTime(2))));
        }

        return busy;
    }

    private static void Ask<T>(
        RoundTrip trip,
        string sql,
        string centre,
        List<(T Key, TimeWindow During)> wanted,
        Action<NpgsqlDataReader> row
    )
    {
        if (wanted.Count > 0)
        {
            trip.AskRows(
                sql,
                row,
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = wanted.Select(one => one.Key).ToArray() },
                Allocations.Ranges(wanted.Select(one => one.During))
            );
        }
    }

    private static LedgerUnit UnitOf(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            new TimeWindow(row.GetDateTime(1), row.GetDateTime(2)),
            row.GetGuid(3),
            new TimeWindow(row.GetDateTime(4), row.GetDateTime(5)),
            row.GetString(6),
            row.IsDBNull(7) ? null : row.GetGuid(7),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetDateTime(9)
        );

    private static LedgerPresence PersonOf(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            new TimeWindow(row.GetDateTime(1), row.GetDateTime(2)),
            row.GetGuid(3),
            row.IsDBNull(4) ? null : row.GetDateTime(4)
        );
}

/// <summary>What was read for wishes.</summary>
public sealed class AdmissionAnswers
{
    internal AdmissionAnswers(IReadOnlyList<AdmissionNeed> needs) => Needs = needs;

    internal IReadOnlyList<AdmissionNeed> Needs { get; }

    internal List<LedgerUnit> Units { get; } = [];

    internal List<LedgerPresence> People { get; } = [];
}
