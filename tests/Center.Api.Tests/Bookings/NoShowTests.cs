using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Nobody comes; the clock only goes forward, from test to test.</summary>
public sealed class NoShowTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    [Fact]
    public async Task the_room_is_free_again_and_the_person_has_a_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await BookAsync(resident);
        MoveTo(start.AddMinutes(15).AddSeconds(-1));
        (await StatusAsync(id)).ShouldBe("confirmed");
        MoveTo(start.AddMinutes(15));
        (await StatusAsync(id)).ShouldBe("released");
        (await ListedAsync(person)).ShouldBe("released");
        (await centre.Admin.PostAsync($"/bookings/{id}/check-in", new { })).ShouldBeProblem(409, "wrong-state");
        (await StrikesAsync(resident, person)).ShouldBe([id]);

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
    public async Task a_release_that_comes_late_gives_no_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await BookAsync(resident);
        MoveTo(start.AddMinutes(25));
        await MeetAsync();
        (await StatusAsync(id)).ShouldBe("released");
        (await StrikesAsync(resident, person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_scan_that_arrives_after_the_release_withdraws_the_strike()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await BookAsync(resident);
        MoveTo(start.AddMinutes(16));
        await MeetAsync();
        (await StrikesAsync(resident, person)).ShouldBe([id]);
        MoveTo(start.AddMinutes(40));
        (await ScanAsync(id, person, start.AddMinutes(15))).ShouldBe("outside-check-in");
        (await StrikesAsync(resident, person)).ShouldBe([id]);
        (await ScanAsync(id, person, start.AddMinutes(5))).ShouldBe("late");
        (await StrikesAsync(resident, person)).ShouldBeEmpty();
        (await StatusAsync(id)).ShouldBe("released");
    }

    [Fact]
    public async Task a_scan_that_arrives_before_anybody_met_the_release_checks_in()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (id, start) = await BookAsync(resident);
        MoveTo(start.AddMinutes(17));
        (await ScanAsync(id, person, start.AddMinutes(1))).ShouldBe("late");
        (await StatusAsync(id)).ShouldBe("checked-in");
        await MeetAsync();
        (await StrikesAsync(resident, person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task three_strikes_suspend_until_staff_lift_it()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        for (var week = 0; week < 3; week++)
        {
            var (_, start) = await BookAsync(resident);
            MoveTo(start.AddMinutes(15));
            await MeetAsync();
            MoveTo(start.AddDays(5));
        }

        var standing = (await resident.GetAsync($"/people/{person}/standing")).ShouldBe(200);
        var until = standing.Member("suspendedUntil").GetDateTimeOffset();
        until.ShouldBe(centre.Clock.GetUtcNow().AddDays(25).AddMinutes(15));
        var refused = await resident.PostAsync("/bookings", Wish(out _));
        refused.ShouldBeProblem(422, "policy-suspended");
        refused.Member("until").GetDateTimeOffset().ShouldBe(until);
        (await resident.PostAsync("/bookings/check", Wish(out _))).Member("accepted").GetBoolean().ShouldBeFalse();
        (await resident.PostAsync("/bookings", Seat())).ShouldBe(201);

        var lift = $"/people/{person}/standing/lift";
        (await resident.PostAsync(lift, new { reasonCode = "goodwill" })).ShouldBeProblem(403, "forbidden");
        (await centre.Admin.PostAsync(lift, new { reasonCode = "because" })).ShouldBeProblem(400, "invalid-value");
        var lifted = (await centre.Admin.PostAsync(lift, new { reasonCode = "goodwill" })).ShouldBe(200);
        lifted.Body.TryGetProperty("suspendedUntil", out _).ShouldBeFalse();
        lifted.Member("strikes").GetArrayLength().ShouldBe(3);
        var again = (await centre.Admin.PostAsync(lift, new { reasonCode = "goodwill" })).ShouldBe(200);
        again.Headers["ETag"].ShouldBe(lifted.Headers["ETag"]);
        (await resident.PostAsync("/bookings", Wish(out _))).ShouldBe(201);
    }

    [Fact]
    public async Task standing_is_shown_to_the_person_and_to_staff()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var (_, stranger) = await centre.Guests.ResidentAsync();
        (await resident.GetAsync($"/people/{person}/standing")).ShouldBe(200).Items("strikes").ShouldBeEmpty();
        (await centre.Admin.GetAsync($"/people/{person}/standing")).ShouldBe(200);
        (await stranger.GetAsync($"/people/{person}/standing")).ShouldBeProblem(403, "forbidden");
        (await centre.Admin.GetAsync($"/people/{Guid.NewGuid()}/standing")).ShouldBeProblem(404, "not-found");
    }

    private async Task<(string Id, DateTimeOffset Start)> BookAsync(CentreClient client)
    {
        var booked = await client.PostAsync("/bookings", Wish(out var start));
        return (booked.ShouldBe(201).Text("id"), start);
    }

    // Two days ahead of the clock at three in the afternoon, so within the rules on every day of the week.
    private object Wish(out DateTimeOffset start)
    {
        var local = centre.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(2).AddHours(15);
        start = new DateTimeOffset(local, TimeSpan.FromHours(8));
        return new
        {
            facility = "music-room",
            start,
            end = start.AddHours(1),
            people = 2,
        };
    }

    private object Seat()
    {
        var tomorrow = centre.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(1).AddHours(15);
        var start = new DateTimeOffset(tomorrow, TimeSpan.FromHours(8));
        return new
        {
            facility = "chess-room",
            start,
            end = start.AddHours(1),
            people = 1,
        };
    }

    private void MoveTo(DateTimeOffset instant) => centre.Clock.Advance(instant - centre.Clock.GetUtcNow());

    // Whatever is decided about bookings meets what has run out, even when it is itself refused.
    private async Task MeetAsync() =>
        (await centre.BookAsync(EditedCentre.Wish("no-such-place", "2026-11-28", "15:00", "16:00", 1))).ShouldBeProblem(
            400,
            "invalid-value"
        );

    private async Task<string> StatusAsync(string id) =>
        (await centre.Admin.GetAsync($"/bookings/{id}")).ShouldBe(200).Text("status");

    private async Task<string> ListedAsync(string person)
    {
        var listed = await centre.Admin.PollAsync(
            $"/bookings?person={person}&status=released",
            a => a.Items().Length > 0
        );
        return listed.Items()[0].GetProperty("status").GetString()!;
    }

    private static async Task<string[]> StrikesAsync(CentreClient client, string person) =>
        [
            .. (await client.GetAsync($"/people/{person}/standing"))
                .ShouldBe(200)
                .Items("strikes")
                .Select(strike => strike.GetProperty("booking").GetString()!),
        ];

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
