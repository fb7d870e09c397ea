using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Bookings;

/// <summary>How often bookings were refused in an hour.</summary>
/// <param name="Day">Local day of the start that was wished for.</param>
/// <param name="Hour">Its local hour, 0 to 23.</param>
/// <param name="Rule">Refusal code.</param>
/// <param name="Facility">Code of the whole facility.</param>
/// <param name="Count">Number of refused attempts.</param>
public sealed record RefusalSum(DateOnly Day, int Hour, string Rule, string Facility, long Count);

/// <summary>
/// Counts refused bookings as telemetry, see <c>docs/decisions/0018</c>: in memory, written in batches outside of any
/// decision. A process that dies loses what it has not written.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class RefusalCounts(NpgsqlDataSource source)
{
    private const int MostWaiting = 10_000;

    private const string Add = """
        insert into center.refusal (centre, hour, rule, facility, count)
        select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bigint[])
        on conflict (centre, hour, rule, facility) do update set count = refusal.count + excluded.count
        """;

    private const string Sums = """
        select (hour at time zone $2)::date, extract(hour from hour at time zone $2)::int, rule, facility,
          sum(count)::bigint
        from center.refusal
        where centre = $1 and hour >= $3::timestamp at time zone $2 and hour < $4::timestamp at time zone $2
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """;

    // A wish for the year 9000 is counted now, so that nobody fills the table with hours.
    private static readonly TimeSpan _farthest = TimeSpan.FromDays(400);

    private readonly Lock _gate = new();
    private Dictionary<Place, long> _waiting = [];

    /// <summary>Counts one refused attempt.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="facility">Code of the whole facility.</param>
    /// <param name="rule">Refusal code.</param>
    /// <param name="start">Start that was wished for.</param>
    /// <param name="now">Instant of the refusal.</param>
    public void Count(string centre, string facility, string rule, DateTimeOffset start, DateTimeOffset now)
    {
        var instant = ((start - now).Duration() < _farthest ? start : now).UtcTicks;
        var hour = new DateTime(instant - (instant % TimeSpan.TicksPerHour), DateTimeKind.Utc);
        AddAll([KeyValuePair.Create(new Place(centre, hour, rule, facility), 1L)]);
    }

    /// <summary>Writes what was counted since the last time; what cannot be written waits for the next.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task FlushAsync(CancellationToken stopping)
    {
        var counted = Take();
        if (counted.Count == 0)
        {
            return;
        }

        try
        {
            await WriteAsync(counted, stopping);
        }
        catch
        {
            AddAll(counted);
            throw;
        }
    }

    /// <summary>What was refused on some days.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="book">Its definition; days are local.</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Local day after the last.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<RefusalSum>> ReadAsync(
        string centre,
        CentreBook book,
        DateOnly from,
        DateOnly to,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(book);
        await using var command = source.CreateCommand(Sums);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = book.Zone.Id });
        command.Parameters.Add(new NpgsqlParameter { Value = from });
        command.Parameters.Add(new NpgsqlParameter { Value = to });
        var sums = new List<RefusalSum>();
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            var day = reader.GetFieldValue<DateOnly>(0);
            var (hour, count) = (reader.GetInt32(1), reader.GetInt64(4));
            sums.Add(new RefusalSum(day, hour, reader.GetString(2), reader.GetString(3), count));
        }

        return sums;
    }

    private Dictionary<Place, long> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    private void AddAll(IEnumerable<KeyValuePair<Place, long>> counted)
    {
        lock (_gate)
        {
            foreach (var (place, count) in counted)
            {
                if (_waiting.Count < MostWaiting || _waiting.ContainsKey(place))
                {
                    _waiting[place] = _waiting.GetValueOrDefault(place) + count;
                }
            }
        }
    }

    // In one order on every node, so that two that write at once never wait for each other in a circle.
    private async Task WriteAsync(Dictionary<Place, long> counted, CancellationToken stopping)
    {
        var rows = counted.OrderBy(row => row.Key).ToList();
        await using var command = source.CreateCommand(Add);
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Key.Centre).ToArray() });
        command.Parameters.Add(
            new NpgsqlParameter
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                Value = rows.Select(row => row.Key.Hour).ToArray(),
            }
        );
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Key.Rule).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Key.Facility).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(row => row.Value).ToArray() });
        await command.ExecuteNonQueryAsync(stopping);
    }

    private sealed record Place(string Centre, DateTime Hour, string Rule, string Facility) : IComparable<Place>
    {
        public int CompareTo(Place? other) =>
            other is null ? 1
            : string.CompareOrdinal(Centre, other.Centre) is var centre and not 0 ? centre
            : Hour.CompareTo(other.Hour) is var hour and not 0 ? hour
            : string.CompareOrdinal(Rule, other.Rule) is var rule and not 0 ? rule
            : string.CompareOrdinal(Facility, other.Facility);
    }
}
