using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Bookings;

/// <summary>A booking that still holds some of the units asked about.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Start">Start of its own time, inclusive.</param>
/// <param name="End">End of its own time, exclusive.</param>
/// <param name="Units">Which of the units it holds, in order.</param>
public sealed record LiveClaim(BookingId Id, DateTimeOffset Start, DateTimeOffset End, ValueList<string> Units);

/// <summary>Which bookings hold units now or later; read under the centre's admission lock.</summary>
public static class LiveClaims
{
    // Without an end the window is all that comes.
    private const string Sql = """
        select a.booking, lower(a.own), upper(a.own), array_agg(unit.code order by unit.code collate "C")
        from center.allocation a join center.unit on unit.key = a.unit
        where a.centre = $1 and unit.centre = $1 and unit.code = any($2)
          and a.during && tstzrange($4, $5) and a.kind <> $6 and (a.expires_at is null or a.expires_at > $3)
        group by a.booking, a.own order by lower(a.own), a.booking
        """;

    /// <summary>Claims that have not ended; a hold or request past its deadline claims nothing.</summary>
    /// <param name="work">The transaction; holds the admission lock.</param>
    /// <param name="units">Codes of units.</param>
    /// <returns>By start, then id.</returns>
    public static Task<IReadOnlyList<LiveClaim>> OnAsync(Work work, IReadOnlyList<string> units)
    {
        ArgumentNullException.ThrowIfNull(work);
        return OnAsync(work, units, work.Now, null);
    }

    /// <summary>Claims that overlap a window; a hold or request past its deadline claims nothing.</summary>
    /// <param name="work">The transaction; holds the admission lock.</param>
    /// <param name="units">Codes of units.</param>
    /// <param name="window">The window.</param>
    /// <returns>By start, then id.</returns>
    public static Task<IReadOnlyList<LiveClaim>> OnAsync(Work work, IReadOnlyList<string> units, TimeWindow window)
    {
        ArgumentNullException.ThrowIfNull(work);
        return OnAsync(work, units, window.Start, window.End);
    }

    private static async Task<IReadOnlyList<LiveClaim>> OnAsync(
        Work work,
        IReadOnlyList<string> units,
        DateTimeOffset from,
        DateTimeOffset? to
    )
    {
        ArgumentNullException.ThrowIfNull(units);
        if (units.Count == 0)
        {
            return [];
        }

        await using var command = work.Connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        command.Parameters.Add(new NpgsqlParameter { Value = units.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = work.Now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = from.UtcDateTime });
        command.Parameters.Add(
            new NpgsqlParameter
            {
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
                Value = (object?)to?.UtcDateTime ?? DBNull.Value,
            }
        );
        command.Parameters.Add(new NpgsqlParameter { Value = ClosedUnits.Kind });
        var claims = new List<LiveClaim>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var held = reader.GetFieldValue<string[]>(3).ToValueList();
            claims.Add(new(new BookingId(reader.GetGuid(0)), reader.GetDateTime(1), reader.GetDateTime(2), held));
        }

        return claims;
    }
}
