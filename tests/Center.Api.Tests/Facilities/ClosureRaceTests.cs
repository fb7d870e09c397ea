using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

/// <summary>Booking and closing at the same moment, through two services on one database.</summary>
public sealed class ClosureRaceTests(TestPostgres postgres)
{
    private static readonly Dictionary<string, string?> _several = new() { ["Center:SingleNode"] = "false" };

    [Fact]
    public async Task a_booking_and_a_closure_never_both_stand()
    {
        await using var one = await CenterUnderTest.StartAsync(postgres, configuration: _several);
        await using var two = await CenterUnderTest.StartAsync(
            postgres,
            connectionString: one.ConnectionString,
            configuration: _several
        );
        var guests = new BookingGuests(one);
        var closer = new CentreClient(two.Http, one.AdminKey);
        for (var round = 0; round < 8; round++)
        {
            var day = BookingGuests.OwnDay();
            var cancels = round % 2 == 0;
            var residents = new List<CentreClient>();
            for (var i = 0; i < 4; i++)
            {
                residents.Add((await guests.ResidentAsync()).Client);
            }

            var bookings = residents.Select((one, hour) => one.PostAsync("/bookings", Wish(day, hour))).ToList();
            var closing = closer.PostAsync(
                "/facilities/music-room/closures",
                new
                {
                    from = BookingGuests.At(day, "09:00"),
                    to = BookingGuests.At(day, "20:00"),
                    reasonCode = "repair",
                    cancelBookings = cancels,
                }
            );
            var closed = await closing;
            var booked = await Task.WhenAll(bookings);
            booked
                .Where(answer => answer.Status != 201)
                .ShouldAllBe(answer => answer.Status == 409 || answer.Status == 422);
            closed.Status.ShouldBe(
                cancels || booked.All(answer => answer.Status != 201) ? 201 : closed.Status,
                closed.Raw
            );
            closed.Status.ShouldBeOneOf(201, 409);
            foreach (var id in booked.Where(answer => answer.Status == 201).Select(answer => answer.Text("id")))
            {
                var status = (await guests.Admin.GetAsync($"/bookings/{id}")).Text("status");
                status.ShouldBe(closed.Status == 201 ? "cancelled" : "confirmed");
            }
        }

        (await CountAsync(one.ConnectionString, Overlaps)).ShouldBe(0);
    }

    private const string Overlaps = """
        select count(*) from center.allocation a join center.allocation b
        on a.unit = b.unit and a.during && b.during and a.booking < b.booking
        """;

    private static object Wish(System.DateOnly day, int hour) =>
        BookingGuests.Wish("music-room", day, $"{14 + hour}:00", $"{15 + hour}:00");

    private static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
