using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>
/// Many write through two nodes, in transactions that take their time and partly overtake each other, while others read:
/// every reader sees each change that is hers once, in order, and none of anybody else.
/// </summary>
public sealed class ChangeFeedLaws(TestPostgres postgres)
{
    private const int Residents = 4;
    private const int Rounds = 12;

    // Between drawing a position and the commit that shows it lies a while, a different one each time.
    private const string SlowCommits = """
        create function center.dawdle() returns trigger language plpgsql as
          'begin perform pg_sleep(random() * 0.03); return null; end';
        create trigger dawdle after insert on center.mt_events for each row execute function center.dawdle()
        """;

    // Told from the log by itself: the first terms of a booking's stream say whose it is.
    private const string OwnBookings = """
        select e.seq_id from center.mt_events e join center.mt_events first
          on first.tenant_id = e.tenant_id and first.stream_id = e.stream_id and first.version = 1
        where e.tenant_id = 'nanyang_xincun' and e.seq_id > $1 and first.data->'terms'->>'person' = $2 order by 1
        """;

    private const string All = """
        select seq_id from center.mt_events where tenant_id = 'nanyang_xincun' and seq_id > $1
          and stream_id not like 'access/%' and stream_id not like 'log/%' and $2 <> '' order by 1
        """;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task each_reader_sees_what_is_hers_once_and_in_order_and_nothing_else()
    {
        var spread = new Dictionary<string, string?> { ["Center:SingleNode"] = "false" };
        await using var one = await CenterUnderTest.StartAsync(postgres, configuration: spread);
        await using var two = await CenterUnderTest.StartAsync(
            postgres,
            connectionString: one.ConnectionString,
            configuration: spread
        );
        var guests = new BookingGuests(one);
        var residents = new List<Follower>();
        for (var i = 0; i < Residents; i++)
        {
            residents.Add(await FollowerAsync(guests, one, two));
        }

        var admin = new Follower("admin", [guests.Admin, new CentreClient(two.Http, one.AdminKey)]);
        await admin.Reader.FromNowAsync();
        var begin = admin.Reader.After;
        await RunAsync(one.ConnectionString, SlowCommits);

        var writing = Task.WhenAll([
            .. residents.Select((resident, i) => BookAndCancelAsync(resident, i)),
            .. Enumerable.Range(0, 4).Select(i => RegisterAsync(admin, i)),
        ]);
        await Task.WhenAll(residents.Append(admin).Select((follower, i) => ReadUntilAsync(follower, writing, i)));

        foreach (var resident in residents)
        {
            var own = await PositionsAsync(one.ConnectionString, OwnBookings, begin, resident.Name);
            own.Count.ShouldBeGreaterThan(Rounds / 2);
            resident.Reader.Seen.Select(change => change.Position).ShouldBe(own);
        }

        var everything = await PositionsAsync(one.ConnectionString, All, begin, "all");
        everything.Count.ShouldBeGreaterThan(Residents * Rounds);
        admin.Reader.Seen.Select(change => change.Position).ShouldBe(everything);
    }

    private static async Task<Follower> FollowerAsync(BookingGuests guests, CenterUnderTest one, CenterUnderTest two)
    {
        var person = (await guests.Admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id");
        var wanted = new
        {
            name = "test",
            role = "resident",
            person,
        };
        var key = (await guests.Admin.PostAsync("/keys", wanted)).ShouldBe(201).Text("key");
        var follower = new Follower(person, [new CentreClient(one.Http, key), new CentreClient(two.Http, key)]);
        await follower.Reader.FromNowAsync();
        return follower;
    }

    // Quotas and other people may refuse some; what is refused writes nothing.
    private static async Task BookAndCancelAsync(Follower resident, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var client = resident.Clients[random.Next(2)];
            var day = BookingGuests.OwnDay();
            var hour = random.Next(9, 16);
            var booked = await client.PostAsync(
                "/bookings",
                new
                {
                    facility = random.Next(2) == 0 ? "music-room" : "dance-room",
                    start = BookingGuests.At(day, $"{hour:00}:00"),
                    end = BookingGuests.At(day, $"{hour + 1:00}:00"),
                    people = 2,
                    hold = random.Next(3) == 0,
                }
            );
            if (booked.Status == 201)
            {
                var cancel = $"/bookings/{booked.Text("id")}/cancel";
                await resident.Clients[random.Next(2)].PostAsync(cancel, new { reasonCode = "double" });
            }
        }
    }

    private static async Task RegisterAsync(Follower admin, int seed)
    {
        var random = new Random(1000 + seed);
        for (var round = 0; round < Rounds; round++)
        {
            var registered = await admin.Clients[random.Next(2)].PostAsync("/people", new { ageBand = "senior" });
            registered.ShouldBe(201);
        }
    }

    private static async Task ReadUntilAsync(Follower follower, Task writing, int seed)
    {
        var random = new Random(2000 + seed);
        while (!writing.IsCompleted)
        {
            await follower.Reader.ReadAsync(random.Next(1, 8), random.Next(2));
        }

        await writing;
        await follower.Reader.ReadAllAsync();
    }

    private static async Task<List<long>> PositionsAsync(string database, string sql, long after, string whose)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Stopping);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = whose });
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        var positions = new List<long>();
        while (await reader.ReadAsync(Stopping))
        {
            positions.Add(reader.GetInt64(0));
        }

        return positions;
    }

    private static async Task RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Stopping);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stopping);
    }

    private sealed class Follower(string name, CentreClient[] clients)
    {
        public string Name { get; } = name;

        public CentreClient[] Clients { get; } = clients;

        public ChangeReader Reader { get; } = new(clients);
    }
}
