using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Bookings;

/// <summary>Reads what a decision about a place needs, in one round trip, under the centre's admission lock.</summary>
public static class AdmissionReads
{
    private const string TakenSql = """
        select unit.code from center.allocation a join center.unit on unit.key = a.unit
        where a.centre = $1 and unit.centre = $1 and unit.code = any($2) and a.during && $3 and a.booking <> $4
          and (a.expires_at is null or a.expires_at > $5)
        """;

    private const string PresentSql = """
        select exists (
            select from center.presence p
            where p.centre = $1 and p.person = $2 and p.during && $3 and p.booking <> $4
              and not exists (select from center.allocation a
                              where a.centre = $1 and a.booking = p.booking and a.expires_at <= $5))
        """;

    private const string PersonUseSql = """
        select count(*)::int, coalesce(sum(extract(epoch from upper(own) - lower(own)) / 60), 0)::int
        from (select distinct booking, own from center.allocation
              where centre = $1 and person = $2 and organisation is null and kind = $3 and booking <> $4
                and lower(own) >= $5 and lower(own) < $6
                and (expires_at is null or expires_at > $7)) used
        """;

    private const string OrganisationUseSql = """
        select count(*)::int, coalesce(sum(extract(epoch from upper(own) - lower(own)) / 60), 0)::int
        from (select distinct booking, own from center.allocation
              where centre = $1 and organisation = $2 and kind = $3 and booking <> $4
                and lower(own) >= $5 and lower(own) < $6
                and (expires_at is null or expires_at > $7)) used
        """;

    /// <summary>Bookings whose deadline has passed but which still hold units.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="most">At most so many.</param>
    public static async Task<IReadOnlyList<BookingId>> LapsedAsync(Work work, int most)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = work.Connection.CreateCommand();
        command.CommandText = """
            select distinct booking from center.allocation where centre = $1 and expires_at <= $2 order by booking limit $3
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        command.Parameters.Add(new NpgsqlParameter { Value = work.Now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        var lapsed = new List<BookingId>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lapsed.Add(new BookingId(reader.GetGuid(0)));
        }

        return lapsed;
    }

    /// <summary>The facts about a wish.</summary>
    /// <param name="work">The transaction; holds the admission lock.</param>
    /// <param name="book">The centre's definition.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="itself">The booking under decision: its own units and use do not count.</param>
    public static async Task<AdmissionFacts> FactsAsync(Work work, CentreBook book, BookingWish wish, BookingId itself)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(wish);
        var zone = book.Zone;
        var rules = book.RulesFor(wish.Place, zone.DateOf(wish.Window.Start));
        var units = wish.Place.UnitCodes.Concat(wish.Extras.SelectMany(extra => extra.Equipment.UnitCodes)).ToArray();
        var kind = JsonNamingPolicy.KebabCaseLower.ConvertName(wish.Place.Kind.ToString());
        await using var batch = new NpgsqlBatch(work.Connection);
        var (centre, self, now) = (work.Centre, itself.Value, work.Now.UtcDateTime);
        Add(batch, TakenSql, centre, units, Allocations.Range(Admission.ClaimOf(wish.Window, rules)), self, now);
        Add(
            batch,
            PresentSql,
            centre,
            OrNull(wish.Person?.Value, NpgsqlDbType.Uuid),
            Allocations.Range(wish.Window),
            self,
            now
        );
        var own = PeriodOf(rules.PerPerson, wish.Window, zone);
        Add(
            batch,
            PersonUseSql,
            centre,
            OrNull(wish.Person?.Value, NpgsqlDbType.Uuid),
            kind,
            self,
            own.Start,
            own.End,
            now
        );
        var theirs = PeriodOf(rules.PerOrganisation, wish.Window, zone);
        Add(
            batch,
            OrganisationUseSql,
            centre,
            OrNull(wish.Organisation, NpgsqlDbType.Text),
            kind,
            self,
            theirs.Start,
            theirs.End,
            now
        );
        await using var reader = await batch.ExecuteReaderAsync();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            taken.Add(reader.GetString(0));
        }

        await reader.NextResultAsync();
        await reader.ReadAsync();
        var busy = reader.GetBoolean(0);
        var personUse = await UseAsync(reader);
        return new AdmissionFacts(work.Now, book, taken, false, busy, personUse, await UseAsync(reader));
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

    private static async Task<QuotaUse> UseAsync(NpgsqlDataReader reader)
    {
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return new QuotaUse(reader.GetInt32(0), reader.GetInt32(1));
    }

    private static (DateTime Start, DateTime End) PeriodOf(Quota? quota, TimeWindow window, CentreZone zone)
    {
        var date = zone.DateOf(window.Start);
        var (first, next) = quota?.Per switch
        {
            QuotaPeriod.Week => (CentreZone.MondayOf(date), CentreZone.MondayOf(date).AddDays(7)),
            QuotaPeriod.Month => (
                new DateOnly(date.Year, date.Month, 1),
                new DateOnly(date.Year, date.Month, 1).AddMonths(1)
            ),
            _ => (date, date.AddDays(1)),
        };
        return (zone.DayOf(first).Start.UtcDateTime, zone.DayOf(next).Start.UtcDateTime);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
