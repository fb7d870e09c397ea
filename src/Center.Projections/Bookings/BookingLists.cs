using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Bookings;

/// <summary>Which bookings a list asks for; null members do not narrow it.</summary>
public sealed record BookingFilter
{
    /// <summary>Code of the facility or part.</summary>
    public string? Facility { get; init; }

    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Records of the person it is for.</summary>
    public IReadOnlyList<PersonId>? Person { get; init; }

    /// <summary>Code of the organisation it is for.</summary>
    public string? Organisation { get; init; }

    /// <summary>Where it stands at <see cref="Now"/>.</summary>
    public BookingStatus? Status { get; init; }

    /// <summary>Bookings that end after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Bookings that start before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The instant that decides whether a deadline has passed.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>When set: only bookings of these.</summary>
    public BookingOwners? OnlyOf { get; init; }

    /// <summary>Key (<c>start|id</c>) after which the page starts.</summary>
    public string? After { get; init; }
}

/// <summary>Whose bookings somebody sees: any of these.</summary>
public sealed record BookingOwners
{
    /// <summary>Records of who looks, whose bookings those are with those of organisations too.</summary>
    public IReadOnlyList<PersonId> Self { get; init; } = [];

    /// <summary>Records of others, of whom only what is for them alone is seen.</summary>
    public IReadOnlyList<PersonId> Others { get; init; } = [];

    /// <summary>Codes of organisations.</summary>
    public IReadOnlyList<string> Organisations { get; init; } = [];

    /// <summary>Codes of sites of which all is seen.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Subject that booked for others, or null.</summary>
    public string? BookedBy { get; init; }
}

/// <summary>Lists of bookings, by start and then id.</summary>
public static class BookingLists
{
    /// <summary>One page.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="filter">Which bookings.</param>
    /// <param name="most">Most rows.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyList<BookingSheet>> ReadAsync(
        NpgsqlDataSource source,
        string centre,
        BookingFilter filter,
        int most,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(filter);
        await using var command = source.CreateCommand();
        var sql = new StringBuilder(
            $"select data::text from {CenterStore.Schema}.{CenterStore.TableOf(typeof(BookingSheet))} where tenant_id = $1"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        Narrow(sql, command, filter);
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        sql.Append(" order by data->>'start', id limit $").Append(command.Parameters.Count);
        command.CommandText = sql.ToString();
        return await RowReader.ReadAsync<BookingSheet>(command, stopping);
    }

    /// <summary>The key that a page starts after.</summary>
    /// <param name="sheet">Last row of the page before.</param>
    public static string KeyOf(BookingSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return $"{Instants.Write(sheet.Start)}|{sheet.Id}";
    }

    private static void Narrow(StringBuilder sql, NpgsqlCommand command, BookingFilter filter)
    {
        void And(string condition, object value)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
            sql.Append(" and ").AppendFormat(CultureInfo.InvariantCulture, condition, $"${command.Parameters.Count}");
        }

        if (filter.Facility is { } facility)
        {
            And("data->>'facility' = {0}", facility);
        }

        if (filter.Site is { } site)
        {
            And("data->>'site' = {0}", site);
        }

        if (filter.Person is { } person)
        {
            And("data->>'person' = any({0})", Texts(person));
        }

        if (filter.Organisation is { } organisation)
        {
            And("data->>'organisation' = {0}", organisation);
        }

        if (filter.From is { } from)
        {
            And("data->>'end' > {0}", Instants.Write(from));
        }

        if (filter.To is { } to)
        {
            And("data->>'start' < {0}", Instants.Write(to));
        }

        if (filter.OnlyOf is { } own)
        {
            NarrowTo(own, sql, command);
        }

        if (filter.Status is { } status)
        {
            And(StandsAt(filter.Now), JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()));
        }

        if (filter.After is { } after)
        {
            And("(data->>'start') || '|' || id > {0}", after);
        }
    }

    private static void NarrowTo(BookingOwners own, StringBuilder sql, NpgsqlCommand command)
    {
        object[] values =
        [
            Texts(own.Self),
            Texts(own.Others),
            own.Organisations.ToArray(),
            own.Sites.ToArray(),
            own.BookedBy ?? string.Empty,
        ];
        var first = command.Parameters.Count + 1;
        command.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
        sql.Append(
            CultureInfo.InvariantCulture,
            $"""
             and (data->>'person' = any(${first})
              or (data->>'person' = any(${first + 1}) and data->>'organisation' is null)
              or data->>'organisation' = any(${first + 2}) or data->>'site' = any(${first + 3})
              or data->>'bookedBy' = ${first + 4})
            """
        );
    }

    private static string[] Texts(IReadOnlyList<PersonId> people) => [.. people.Select(person => person.ToString())];

    private static string StandsAt(DateTimeOffset now) =>
        $$"""
            case when (data->>'deadline')::timestamptz > '{{Instants.Write(
                now
            )}}'::timestamptz or data->>'deadline' is null
            then data->>'status' when data->>'status' = 'confirmed' then 'released' else 'lapsed' end = {0}
            """;
}
