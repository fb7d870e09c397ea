using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Two records of one person are one person to the house, whatever was booked under which of them.</summary>
public sealed class MergedPeopleTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private readonly NoShowStory _story = new(centre);

    [Fact]
    public async Task what_was_booked_before_is_seen_and_acted_on_after()
    {
        var ((old, before), (kept, after)) = await TwoAsync();
        var room = (await before.PostAsync("/bookings", Wish("meeting-room-1", 1))).ShouldBe(201).Text("id");
        var hold = (await before.PostAsync("/bookings", Wish("chess-room", 2, hold: true))).ShouldBe(201).Text("id");
        await MergeAsync(old, kept);

        (await after.GetAsync($"/bookings/{room}")).ShouldBe(200);
        (await after.GetAsync($"/bookings/{room}/history")).ShouldBe(200);
        await after.PollAsync("/bookings", list => Ids(list).Contains(room));
        foreach (var person in new[] { old, kept })
        {
            var listed = await centre.Admin.PollAsync($"/bookings?person={person}", list => list.Items().Length == 2);
            Ids(listed).ShouldBe([room, hold], ignoreOrder: true);
        }

        (await after.PostAsync($"/bookings/{hold}/confirm", new { })).ShouldBe(200);
        var moved = await after.PostAsync($"/bookings/{room}/reschedule", Wish("meeting-room-1", 3, forMove: true));
        moved.ShouldBe(200);
        (await after.PostAsync($"/bookings/{room}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
        var history = (await after.GetAsync($"/bookings/{room}/history")).Items();
        history[^1].GetProperty("data").GetProperty("by").GetString().ShouldBe("booker");
    }

    [Fact]
    public async Task quotas_and_places_are_counted_over_all_records()
    {
        var ((old, before), (kept, after)) = await TwoAsync();
        (await before.PostAsync("/bookings", Wish("meeting-room-1", 1))).ShouldBe(201);
        (await before.PostAsync("/bookings", Wish("meeting-room-1", 2))).ShouldBe(201);
        await MergeAsync(old, kept);

        (await after.PostAsync("/bookings", Wish("meeting-room-2", 3))).ShouldBeProblem(422, "policy-quota-person");
        (await after.PostAsync("/bookings", Wish("reading-room", 1))).ShouldBeProblem(422, "policy-own-overlap");
        (await after.PostAsync("/bookings", Wish("reading-room", 3))).ShouldBe(201);
        (await before.PostAsync("/bookings", Wish("reading-room", 3))).ShouldBeProblem(422, "policy-own-overlap");
    }

    [Fact]
    public async Task whoever_is_booked_for_by_an_old_record_is_booked_for_by_the_one_that_counts()
    {
        var ((old, _), (middle, _)) = await TwoAsync();
        var (kept, client) = await centre.Guests.ResidentAsync();
        await MergeAsync(old, middle);
        await MergeAsync(middle, kept);

        var booked = await centre.Admin.PostAsync("/bookings", Wish("baking-room", 1, person: old));

        booked.ShouldBe(201).Text("person").ShouldBe(kept);
        (await client.GetAsync($"/bookings/{booked.Text("id")}")).ShouldBe(200);
        var again = await centre.Admin.PostAsync("/bookings", Wish("reading-room", 1, person: middle));
        again.ShouldBeProblem(422, "policy-own-overlap");
    }

    [Fact]
    public async Task strikes_of_all_records_suspend_and_are_lifted_together()
    {
        var ((old, before), (kept, after)) = await TwoAsync();
        var first = await MissAsync(before);
        await MissAsync(before);
        (await after.GetAsync($"/people/{old}/standing")).ShouldBeProblem(403, "forbidden");
        await MergeAsync(old, kept);
        (await StrikesAsync(after, kept)).Length.ShouldBe(2);
        (await StrikesAsync(after, old)).Length.ShouldBe(2);

        await MissAsync(after);
        var standing = (await after.GetAsync($"/people/{kept}/standing")).ShouldBe(200);
        standing.Items("strikes").ShouldAllBe(strike => !strike.GetProperty("counts").GetBoolean());
        standing.Text("person").ShouldBe(kept);
        (await after.PostAsync("/bookings", _story.Wish(out _))).ShouldBeProblem(422, "policy-suspended");
        (await before.PostAsync("/bookings", _story.Wish(out _))).ShouldBeProblem(422, "policy-suspended");

        await ScanAsync(first.Id, kept, first.Start.AddMinutes(5));
        standing = (await after.GetAsync($"/people/{kept}/standing")).ShouldBe(200);
        standing.Body.TryGetProperty("suspendedUntil", out _).ShouldBeFalse();
        standing.Items("strikes").Length.ShouldBe(2);
        standing.Items("strikes").ShouldAllBe(strike => strike.GetProperty("counts").GetBoolean());
        (await after.PostAsync("/bookings", _story.Wish(out _))).ShouldBe(201);
        await ReplayedAsync();
    }

    [Fact]
    public async Task a_suspension_comes_along_and_staff_lift_it()
    {
        var ((old, before), (kept, after)) = await TwoAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await MissAsync(before);
        }

        await MergeAsync(old, kept);
        (await after.PostAsync("/bookings", _story.Wish(out _))).ShouldBeProblem(422, "policy-suspended");
        var known = (await centre.Admin.GetAsync($"/people/{kept}/standing")).Headers["ETag"];

        var lift = $"/people/{kept}/standing/lift";
        var lifted = await centre.Admin.PostAsync(lift, new { reasonCode = "goodwill" }, ("If-Match", known));

        lifted.ShouldBe(200).Body.TryGetProperty("suspendedUntil", out _).ShouldBeFalse();
        lifted.Headers["ETag"].ShouldNotBe(known);
        var again = await centre.Admin.PostAsync(lift, new { reasonCode = "goodwill" });
        again.ShouldBe(200).Headers["ETag"].ShouldBe(lifted.Headers["ETag"]);
        (await after.PostAsync("/bookings", _story.Wish(out _))).ShouldBe(201);
    }

    [Fact]
    public async Task whoever_is_scanned_has_come_to_what_was_booked_by_another_record()
    {
        var ((old, before), (kept, _)) = await TwoAsync();
        var (id, start) = await _story.BookAsync(before);
        await MergeAsync(old, kept);
        _story.MoveTo(start.AddMinutes(-5));

        await ScanAsync(id, kept, start.AddMinutes(-5));

        (await _story.StatusAsync(id)).ShouldBe("checked-in");
    }

    [Fact]
    public async Task the_feed_tells_what_becomes_of_what_was_booked_by_another_record()
    {
        var ((old, before), (kept, after)) = await TwoAsync();
        var id = (await before.PostAsync("/bookings", Wish("painting-room", 1))).ShouldBe(201).Text("id");
        await MergeAsync(old, kept);
        var since = (await after.GetAsync("/changes")).ShouldBe(200).Member("next").GetInt64();
        (await centre.Admin.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "weather" })).ShouldBe(200);

        var told = await after.PollAsync($"/changes?after={since}", changes => changes.Items().Length > 0);

        told.Items()[0].GetProperty("id").GetString().ShouldBe(id);
    }

    // Each test begins on a Monday at nine, so that what it books lies in one week.
    private async Task<((string, CentreClient) Old, (string, CentreClient) Kept)> TwoAsync()
    {
        var local = centre.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var days = (8 - (int)local.DayOfWeek) % 7;
        _story.MoveTo(new DateTimeOffset(local.Date.AddDays(days == 0 ? 7 : days).AddHours(9), local.Offset));
        return (await centre.Guests.ResidentAsync(), await centre.Guests.ResidentAsync());
    }

    private async Task MergeAsync(string old, string into) =>
        (await centre.Admin.PostAsync($"/people/{old}/merge", new { into })).ShouldBe(200);

    // Stays away, and comes back five days later.
    private async Task<(string Id, DateTimeOffset Start)> MissAsync(CentreClient client)
    {
        var (id, start) = await _story.BookAsync(client);
        _story.MoveTo(start.AddMinutes(15));
        await _story.MeetAsync();
        (await _story.StatusAsync(id)).ShouldBe("released");
        _story.MoveTo(start.AddDays(5));
        return (id, start);
    }

    private static Task<string[]> StrikesAsync(CentreClient client, string person) =>
        NoShowStory.StrikesAsync(client, person);

    private async Task ScanAsync(string booking, string person, DateTimeOffset occurredAt)
    {
        var device = (await centre.Admin.PostAsync("/devices", new { name = "door", site = "main" })).ShouldBe(201);
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
        var sent = await scanner.PostAsync("/scans", new { device = device.Text("id"), scans = new[] { scan } });
        sent.ShouldBe(200).Items()[0].GetProperty("result").GetString().ShouldBe("recorded");
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

    // So many days after tomorrow, at three in the afternoon.
    private object Wish(string facility, int day, string? person = null, bool hold = false, bool forMove = false)
    {
        var date = DateOnly.FromDateTime(centre.Clock.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(1 + day);
        var (start, end) = (BookingGuests.At(date, "15:00"), BookingGuests.At(date, "16:00"));
        return forMove
            ? new { start, end }
            : new
            {
                facility,
                start,
                end,
                people = 1,
                onBehalfOf = person,
                hold,
            };
    }

    private static string[] Ids(Answer list) =>
        [.. list.Items().Select(booking => booking.GetProperty("id").GetString()!)];
}
