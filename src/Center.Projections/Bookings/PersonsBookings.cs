using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Bookings;

/// <summary>Which bookings of people hold units now or later; read under the centre's admission lock.</summary>
public static class PersonsBookings
{
    private const string Sql = """
        select distinct booking from center.allocation
        where centre = $1 and person = any($2) and organisation is null and upper(own) > $3
          and (expires_at is null or expires_at > $3)
        order by booking
        """;

    /// <summary>Bookings for the people themselves that have not ended; those for organisations are the organisations'.</summary>
    /// <param name="work">The transaction; holds the admission lock.</param>
    /// <param name="people">Records of one or more people.</param>
    public static async Task<IReadOnlyList<BookingId>> LiveAsync(Work work, IEnumerable<PersonId> people)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = work.Connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        command.Parameters.Add(new NpgsqlParameter { Value = people.Select(person => person.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = work.Now.UtcDateTime });
        var bookings = new List<BookingId>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            bookings.Add(new BookingId(reader.GetGuid(0)));
        }

        return bookings;
    }
}
