using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

/// <summary>A closure holds what it closes.</summary>
public sealed class ClosureTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private const string Day = "2026-12-05";

    [Fact]
    public async Task a_closed_facility_refuses_bookings_and_offers_other_ways()
    {
        var closed = (await CloseAsync("dance-room", "10:00", "18:00")).ShouldBe(201);
        closed.Headers["Location"].ShouldBe($"/api/v1/facilities/dance-room/closures/{closed.Text("id")}");
        closed.Member("affected").GetArrayLength().ShouldBe(0);
        var refused = await centre.BookAsync(EditedCentre.Wish("dance-room", Day, "17:00", "19:00", 2));
        refused.ShouldBeProblem(409, "closed");
        refused
            .Member("alternatives")
            .EnumerateArray()
            .ShouldContain(way => way.GetProperty("kind").GetString() == "other-room");
        (await centre.BookAsync(EditedCentre.Wish("dance-room", Day, "18:00", "19:00", 2))).ShouldBe(201);
    }

    [Fact]
    public async Task a_closed_facility_is_not_found_free()
    {
        (await CloseAsync("baking-room", "09:00", "15:00")).ShouldBe(201);
        var range = $"from={Day}T09:00:00%2B08:00&to={Day}T16:00:00%2B08:00";
        var time = (await centre.Admin.GetAsync($"/facilities/baking-room/availability?{range}")).ShouldBe(200);
        time.Member("free").EnumerateArray().Select(Start).ShouldBe(["2026-12-05T07:00:00Z"]);
        var found = await centre.Admin.GetAsync($"/availability?{range}&duration=PT1H&limit=200");
        found
            .ShouldBe(200)
            .Items()
            .Where(offer => offer.GetProperty("facility").GetString() == "baking-room")
            .Select(Start)
            .ShouldBe(["2026-12-05T07:00:00Z"]);
    }

    [Fact]
    public async Task bookings_in_the_way_are_named_and_nothing_is_written()
    {
        var booked = await centre.BookAsync(EditedCentre.Wish("painting-room", Day, "15:00", "16:00", 2));
        var before = await centre.EventsAsync();
        var refused = await CloseAsync("painting-room", "09:00", "15:30");
        refused.ShouldBeProblem(409, "closure-has-bookings");
        EditedCentre.BookingsIn(refused).ShouldBe([booked.Text("id")]);
        (await centre.EventsAsync()).ShouldBe(before);
        (await CloseAsync("painting-room", "09:00", "15:00")).ShouldBe(201);
    }

    [Fact]
    public async Task bookings_in_the_way_are_cancelled_by_the_staff_in_one_go()
    {
        var first = (await centre.BookAsync(EditedCentre.Wish("gym", "2026-11-28", "15:00", "16:00", 2))).Text("id");
        var second = (await centre.BookAsync(EditedCentre.Wish("gym", "2026-11-28", "16:00", "17:00", 1))).Text("id");
        var closed = await CloseAsync("gym", "14:00", "20:00", "2026-11-28", cancel: true);
        closed
            .ShouldBe(201)
            .Member("affected")
            .EnumerateArray()
            .Select(booking => booking.GetProperty("id").GetString())
            .ShouldBe([first, second]);
        var cancelled = await Task.WhenAll(new[] { first, second }.Select(LastEventAsync));
        cancelled.ShouldAllBe(e => e.GetProperty("type").GetString()!.StartsWith("booking.cancelled"));
        cancelled[0].GetProperty("data").GetProperty("reasonCode").GetString().ShouldBe("closure");
        cancelled[0].GetProperty("data").GetProperty("by").GetString().ShouldBe("staff");
        cancelled[0].GetProperty("data").GetProperty("noticeMinutes").GetInt32().ShouldBe((4 * 24 + 6) * 60);
        var lines = (await centre.Admin.GetAsync("/audit/events?limit=200&type=booking.cancelled")).Raw;
        var correlations = lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(e =>
                e.GetProperty("stream").GetString() is { } key
                && (key.EndsWith(first, StringComparison.Ordinal) || key.EndsWith(second, StringComparison.Ordinal))
            )
            .Select(e => e.GetProperty("correlation").GetString())
            .ToList();
        correlations.Count.ShouldBe(2);
        correlations.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task a_booking_in_use_stands_in_the_way_of_a_closure_that_cancels()
    {
        var start = centre.Clock.GetUtcNow();
        var booked = await centre.BookAsync(
            new
            {
                facility = "elders-activity-room",
                start,
                end = start.AddHours(1),
                people = 1,
            }
        );
        var id = booked.ShouldBe(201).Text("id");
        (await centre.Admin.PostAsync($"/bookings/{id}/check-in", new { })).ShouldBe(200);
        var refused = await CloseAsync("elders-activity-room", "08:00", "12:00", "2026-11-24", cancel: true);
        refused.ShouldBeProblem(409, "closure-has-bookings");
        (await centre.Admin.PostAsync($"/bookings/{id}/check-out", new { })).ShouldBe(200);
        var closed = await CloseAsync("elders-activity-room", "08:00", "12:00", "2026-11-24", cancel: true);
        closed.ShouldBe(201).Member("from").GetDateTimeOffset().ShouldBe(start);
    }

    [Fact]
    public async Task withdrawing_opens_again()
    {
        var id = (await CloseAsync("training-room", "09:00", "20:00")).ShouldBe(201).Text("id");
        (await centre.Admin.GetAsync($"/facilities/training-room/closures/{id}")).ShouldBe(200);
        (await CloseAsync("training-room", "10:00", "11:00")).ShouldBeProblem(409, "closure-overlaps");
        (await WithdrawAsync("training-room", id)).ShouldBe(204);
        (await WithdrawAsync("training-room", id)).ShouldBeProblem(404, "not-found");
        (await centre.Admin.GetAsync("/facilities/training-room/closures")).Items().ShouldBeEmpty();
        (await centre.BookAsync(EditedCentre.Wish("training-room", Day, "10:00", "11:00", 2))).ShouldBe(201);
    }

    [Fact]
    public async Task a_part_is_closed_by_its_own_code()
    {
        (await CloseAsync("multi-function-hall-east", "09:00", "20:00")).ShouldBe(201);
        var whole = EditedCentre.Wish("multi-function-hall", Day, "15:00", "16:00", 2);
        (await centre.BookAsync(whole)).ShouldBeProblem(409, "closed");
        var west = EditedCentre.Wish("multi-function-hall-west", Day, "15:00", "16:00", 2);
        (await centre.BookAsync(west)).ShouldBe(201);
        var shown = (await centre.Admin.GetAsync("/facilities/multi-function-hall")).ShouldBe(200);
        shown.Member("closures")[0].GetProperty("part").GetString().ShouldBe("multi-function-hall-east");
        shown.Member("definition").TryGetProperty("closures", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task a_seat_that_comes_later_is_closed_too_and_the_table_is_what_the_events_say()
    {
        (await centre.OpenAsync("couch", EditedCentre.Seats(2))).ShouldBe(201);
        (await CloseAsync("couch", "09:00", "20:00", "2026-11-27")).ShouldBe(201);
        (await centre.PutAsync("/facilities/couch", EditedCentre.Seats(3), "*")).ShouldBe(200);
        (await centre.BookAsync(EditedCentre.Wish("couch", "2026-11-27", "15:00", "16:00", 1))).ShouldBeProblem(
            409,
            "closed"
        );
        (await centre.PutAsync("/facilities/couch", EditedCentre.Seats(1), "*")).ShouldBe(200);
        (await centre.PutAsync("/facilities/couch", EditedCentre.Seats(2), "*")).ShouldBe(200);
        await ReplayedAsync("allocations");
    }

    [Theory]
    [InlineData("gym", "16:00", "15:00", "repair", 400, "invalid-window")]
    [InlineData("gym", "15:00", "16:00", "boredom", 400, "invalid-value")]
    [InlineData("no-such-place", "15:00", "16:00", "repair", 404, "not-found")]
    public async Task a_wrong_closure_is_refused(
        string facility,
        string from,
        string to,
        string reason,
        int status,
        string code
    ) => (await CloseAsync(facility, from, to, reason: reason)).ShouldBeProblem(status, code);

    [Fact]
    public async Task a_resident_closes_nothing()
    {
        var (_, resident) = await centre.Guests.ResidentAsync();
        var closing = await resident.PostAsync(
            "/facilities/gym/closures",
            Body("09:00", "10:00", Day, "repair", false)
        );
        closing.ShouldBeProblem(403, "forbidden");
    }

    private async Task ReplayedAsync(string view)
    {
        var asked = (await centre.Admin.PostAsync("/audit/replays", new { view })).ShouldBe(202);
        var path = asked.Headers["Location"]["/api/v1".Length..];
        var done = await centre.Admin.PollAsync(path, replay => replay.Text("state") is "done" or "failed");
        done.Text("state").ShouldBe("done", done.Raw);
        done.Member("differences").GetArrayLength().ShouldBe(0, done.Raw);
    }

    private async Task<JsonElement> LastEventAsync(string booking) =>
        (await centre.Admin.GetAsync($"/bookings/{booking}/history")).ShouldBe(200).Items()[^1];

    private Task<Answer> CloseAsync(
        string facility,
        string from,
        string to,
        string day = Day,
        string reason = "repair",
        bool cancel = false
    ) => centre.Admin.PostAsync($"/facilities/{facility}/closures", Body(from, to, day, reason, cancel));

    private Task<Answer> WithdrawAsync(string facility, string id) =>
        centre.Admin.SendAsync(HttpMethod.Delete, $"/facilities/{facility}/closures/{id}", null);

    private static object Body(string from, string to, string day, string reasonCode, bool cancelBookings) =>
        new
        {
            from = $"{day}T{from}:00+08:00",
            to = $"{day}T{to}:00+08:00",
            reasonCode,
            cancelBookings,
        };

    private static string Start(JsonElement item) => item.GetProperty("start").GetString()!;
}
