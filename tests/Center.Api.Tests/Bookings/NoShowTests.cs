using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wolverine;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Nobody comes; the clock only goes forward, from test to test.</summary>
public sealed class NoShowTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private readonly NoShowStory _story = new(centre);

    [Fact]
    public async Task the_room_is_free_again_and_the_person_has_a_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await _story.BookAsync(resident);
        _story.MoveTo(start.AddMinutes(15).AddSeconds(-1));
        (await _story.StatusAsync(id)).ShouldBe("confirmed");
        _story.MoveTo(start.AddMinutes(15));
        (await _story.StatusAsync(id)).ShouldBe("released");
        (await ListedAsync(person)).ShouldBe("released");
        (await centre.Admin.PostAsync($"/bookings/{id}/check-in", new { })).ShouldBeProblem(409, "wrong-state");
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBe([id]);

        var (other, _) = await centre.Guests.ResidentAsync();
        var next = await centre.Admin.PostAsync(
            "/bookings",
            new
            {
                facility = "music-room",
                start = start.AddMinutes(30),
                end = start.AddMinutes(60),
                people = 2,
                onBehalfOf = other,
                @override = new { reasonCode = "other" },
            }
        );
        next.ShouldBe(201);
        var history = (await resident.GetAsync($"/bookings/{id}/history")).Items();
        history[^1].GetProperty("type").GetString()!.ShouldStartWith("booking.released-as-no-show");
        await ReplayedAsync();
    }

    [Fact]
    public async Task whoever_was_erased_before_the_release_gets_no_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await _story.BookAsync(resident);
        _story.MoveTo(start.AddMinutes(15));
        (await resident.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);

        await _story.MeetAsync();

        (await _story.StatusAsync(id)).ShouldBe("released");
        var told = (await centre.Admin.GetAsync($"/audit/events?stream=person/{person}")).ShouldBe(200).Raw;
        told.ShouldContain("personal-data.erased");
        told.ShouldNotContain("strike.recorded");
    }

    [Fact]
    public async Task a_release_that_comes_late_gives_no_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await _story.BookAsync(resident);
        _story.MoveTo(start.AddMinutes(25));
        await _story.MeetAsync();
        (await _story.StatusAsync(id)).ShouldBe("released");
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_scan_that_arrives_after_the_release_withdraws_the_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await _story.BookAsync(resident);
        _story.MoveTo(start.AddMinutes(16));
        await _story.MeetAsync();
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBe([id]);
        _story.MoveTo(start.AddMinutes(40));
        (await ScanAsync(id, person, start.AddMinutes(15))).ShouldBe("outside-check-in");
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBe([id]);
        (await ScanAsync(id, person, start.AddMinutes(5))).ShouldBe("late");
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBeEmpty();
        (await _story.StatusAsync(id)).ShouldBe("released");
    }

    [Fact]
    public async Task a_scan_that_arrives_before_anybody_met_the_release_checks_in()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await _story.BookAsync(resident);
        _story.MoveTo(start.AddMinutes(17));
        (await ScanAsync(id, person, start.AddMinutes(1))).ShouldBe("late");
        (await _story.StatusAsync(id)).ShouldBe("checked-in");
        await _story.MeetAsync();
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_reminder_releases_when_nobody_meets_it()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await _story.BookAsync(resident);
        var due = start.AddMinutes(15);
        _story.MoveTo(due);
        await using var scope = centre.Center.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IMessageBus>()
            .PublishAsync(new BookingDeadlinePassed(CenterUnderTest.Centre, Guid.Parse(id), due));
        var released = await resident.PollAsync(
            $"/bookings/{id}/history",
            history =>
                history
                    .Items()[^1]
                    .GetProperty("type")
                    .GetString()!
                    .StartsWith("booking.released-as-no-show", StringComparison.Ordinal)
        );
        released.ShouldBe(200);
        (await NoShowStory.StrikesAsync(resident, person)).ShouldBe([id]);
    }

    [Fact]
    public async Task bookings_with_one_deadline_share_their_reminder()
    {
        var (_, one) = await centre.Guests.ResidentAsync();
        var (_, other) = await centre.Guests.ResidentAsync();
        var first = await one.PostAsync("/bookings", _story.Wish(out var start, "dance-room"));
        first.ShouldBe(201);
        (await other.PostAsync("/bookings", _story.Wish(out _, "painting-room"))).ShouldBe(201);
        await using var connection = new NpgsqlConnection(centre.Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select count(*) from center.wolverine_incoming_envelopes where message_type like '%BookingDeadline%' and execution_time = $1",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = start.AddMinutes(15).UtcDateTime });
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(1L);
    }

    [Fact]
    public async Task a_booking_of_an_organisation_gives_no_strike()
    {
        var (person, _) = await centre.Guests.ResidentAsync();
        var wish = _story.Wish(
            out var start,
            "training-room",
            organisation: "lvcheng-social-work-station",
            person: person
        );
        var id = (await centre.Admin.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
        (await centre.Admin.PostAsync($"/bookings/{id}/approve", new { })).ShouldBe(200);
        _story.MoveTo(start.AddMinutes(15));
        await _story.MeetAsync();
        (await _story.StatusAsync(id)).ShouldBe("released");
        (await NoShowStory.StrikesAsync(centre.Admin, person)).ShouldBeEmpty();
    }

    private async Task<string> ListedAsync(string person)
    {
        var listed = await centre.Admin.PollAsync(
            $"/bookings?person={person}&status=released",
            a => a.Items().Length > 0
        );
        return listed.Items()[0].GetProperty("status").GetString()!;
    }

    private async Task<string> ScanAsync(string booking, string person, DateTimeOffset occurredAt)
    {
        var device = await centre.Admin.PostAsync("/devices", new { name = "door", site = "main" });
        var id = device.ShouldBe(201).Text("id");
        var scanner = new CentreClient(centre.Center.Http, device.Text("key"));
        var scan = new
        {
            scanId = "one",
            deviceSeq = 1,
            booking,
            person,
            direction = "in",
            occurredAt,
        };
        var answer = (await scanner.PostAsync("/scans", new { device = id, scans = new[] { scan } })).ShouldBe(200);
        answer.Items()[0].GetProperty("result").GetString().ShouldBe("recorded");
        var flags = answer.Items()[0].GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()).ToList();
        return flags.Contains("outside-check-in") ? "outside-check-in" : flags.FirstOrDefault() ?? "none";
    }

    private async Task ReplayedAsync()
    {
        foreach (var view in new[] { "allocations", "presences", "people", "bookings" })
        {
            var asked = (await centre.Admin.PostAsync("/audit/replays", new { view })).ShouldBe(202);
            var path = asked.Headers["Location"]["/api/v1".Length..];
            var done = await centre.Admin.PollAsync(path, replay => replay.Text("state") is "done" or "failed");
            done.Text("state").ShouldBe("done", done.Raw);
            done.Member("differences").GetArrayLength().ShouldBe(0, done.Raw);
        }
    }
}
