using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Statistics;

/// <summary>A booking as the public board may show it: everything but the person.</summary>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Whole">Code of the whole facility.</param>
/// <param name="Units">Codes of the units taken.</param>
/// <param name="Start">First instant, inclusive.</param>
/// <param name="End">End, exclusive.</param>
/// <param name="People">Number of people, at least 1.</param>
/// <param name="Purpose">Purpose code.</param>
/// <param name="Organisation">Code of the organisation it is for, or null.</param>
/// <param name="Status">As the events say; a deadline may have passed since.</param>
/// <param name="Deadline">End of the hold or request, exclusive; null when there is none.</param>
/// <param name="LeftAt">When they left; null before a check-out.</param>
public sealed record BoardBooking(
    string Facility,
    string Whole,
    ValueList<string> Units,
    DateTimeOffset Start,
    DateTimeOffset End,
    int People,
    string Purpose,
    string? Organisation,
    BookingStatus Status,
    DateTimeOffset? Deadline,
    DateTimeOffset? LeftAt
)
{
    /// <summary>Where it stands at an instant, tidied up or not; see <see cref="Booking.StatusAt(DateTimeOffset)"/>.</summary>
    /// <param name="now">The instant.</param>
    public BookingStatus StatusAt(DateTimeOffset now) => Booking.StatusAt(Status, Deadline, now);
}

/// <summary>Reads the bookings of a day for the board. Who booked is not even asked for.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="schema">Schema of the rows: the live ones, or those of an earlier position.</param>
public sealed class BoardBookings(NpgsqlDataSource source, string schema = CenterStore.Schema)
{
    private readonly string _sql = $"""
        select jsonb_build_object({Members()})::text
        from {schema}.{CenterStore.TableOf(typeof(BookingSheet))}
        where tenant_id = $1
          and {CenterStore.Schema}.mt_immutable_timestamptz(data->>'start') >= $2
          and {CenterStore.Schema}.mt_immutable_timestamptz(data->>'start') < $4
          and (data->>'end')::timestamptz > $3
        order by data->>'start', id
        """;

    // The index is on the start; nothing that can be booked lasts longer than this.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(31);

    /// <summary>Every booking that touches a window, whatever its status, by start.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="window">The window.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<BoardBooking>> ReadAsync(
        string centre,
        TimeWindow window,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(_sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = (window.Start - _longest).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = window.Start.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = window.End.UtcDateTime });
        return await RowReader.ReadAsync<BoardBooking>(command, stopping);
    }

    private static string Members() =>
        string.Join(
            ", ",
            typeof(BoardBooking)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))
                .Select(name => $"'{name}', data->'{name}'")
        );
}
