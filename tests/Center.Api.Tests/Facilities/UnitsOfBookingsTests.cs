using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

/// <summary>No change takes away what a booking holds.</summary>
public sealed class UnitsOfBookingsTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    [Fact]
    public async Task seats_that_are_held_stay_until_the_booking_is_gone()
    {
        var booked = await centre.BookAsync(EditedCentre.Wish("chess-room", "2026-11-26", "15:00", "16:00", 12));
        var id = booked.ShouldBe(201).Text("id");
        var before = await centre.EventsAsync();
        var (chess, etag) = await centre.ReadAsync("chess-room");
        (chess["units"], chess["capacity"]) = (10, 10);
        var refused = await centre.PutAsync("/facilities/chess-room", chess, etag);
        refused.ShouldBeProblem(409, "units-have-bookings");
        EditedCentre.BookingsIn(refused).ShouldBe([id]);
        var units = refused.Member("bookings")[0].GetProperty("units").EnumerateArray().Select(u => u.GetString());
        units.ShouldBe(["chess-room/11", "chess-room/12"]);
        (await centre.EventsAsync()).ShouldBe(before);

        (chess["units"], chess["capacity"]) = (12, 5);
        var smaller = (await centre.PutAsync("/facilities/chess-room", chess, etag)).ShouldBe(200);
        await centre.CancelAsync(id);
        (chess["units"], chess["capacity"]) = (10, 10);
        (await centre.PutAsync("/facilities/chess-room", chess, smaller.Headers["ETag"])).ShouldBe(200);
    }

    [Fact]
    public async Task a_hold_that_has_lapsed_holds_nothing()
    {
        (await centre.OpenAsync("sofa", EditedCentre.Seats(2))).ShouldBe(201);
        var hold = new
        {
            facility = "sofa",
            start = "2026-11-27T15:00:00+08:00",
            end = "2026-11-27T16:00:00+08:00",
            people = 2,
            hold = true,
        };
        (await centre.BookAsync(hold)).ShouldBe(201);
        var smaller = EditedCentre.Seats(1);
        (await centre.PutAsync("/facilities/sofa", smaller, "*")).ShouldBeProblem(409, "units-have-bookings");
        centre.Clock.Advance(System.TimeSpan.FromMinutes(10));
        (await centre.PutAsync("/facilities/sofa", smaller, "*")).ShouldBe(200);
    }

    [Fact]
    public async Task a_divided_room_keeps_the_part_that_is_booked()
    {
        var wish = EditedCentre.Wish("multi-function-hall-east", "2026-12-05", "15:00", "16:00", 20);
        var id = (await centre.BookAsync(wish)).ShouldBe(201).Text("id");
        var (hall, etag) = await centre.ReadAsync("multi-function-hall");
        var whole = hall.DeepClone().AsObject();
        whole.Remove("parts");
        var refused = await centre.PutAsync("/facilities/multi-function-hall", whole, etag);
        refused.ShouldBeProblem(409, "units-have-bookings");
        EditedCentre.BookingsIn(refused).ShouldBe([id]);

        hall["parts"]!.AsArray().Single(part => (string?)part!["code"] == "multi-function-hall-west")!["code"] =
            "multi-function-hall-stage";
        (await centre.PutAsync("/facilities/multi-function-hall", hall, etag)).ShouldBe(200);
    }

    [Fact]
    public async Task a_room_that_is_booked_is_not_divided_under_it()
    {
        var wish = EditedCentre.Wish("music-room", "2026-12-05", "15:00", "16:00", 2);
        var id = (await centre.BookAsync(wish)).ShouldBe(201).Text("id");
        var (room, etag) = await centre.ReadAsync("music-room");
        JsonObject Part(string code) =>
            new()
            {
                ["code"] = code,
                ["name"] = new JsonObject { ["zh-CN"] = "一半" },
                ["capacity"] = 1,
            };
        room["parts"] = new JsonArray(Part("music-room-a"), Part("music-room-b"));
        EditedCentre.BookingsIn(await centre.PutAsync("/facilities/music-room", room, etag)).ShouldBe([id]);
        await centre.CancelAsync(id);
        (await centre.PutAsync("/facilities/music-room", room, etag)).ShouldBe(200);
    }

    [Fact]
    public async Task equipment_that_is_lent_stays()
    {
        var wish = new
        {
            facility = "film-and-sound-room",
            start = "2026-12-05T15:00:00+08:00",
            end = "2026-12-05T16:00:00+08:00",
            people = 2,
            purpose = "class",
            extras = new[] { new { code = "portable-projector", units = 3 } },
        };
        var id = (await centre.BookAsync(wish)).ShouldBe(201).Text("id");
        var (projectors, etag) = await centre.ReadAsync("portable-projector");
        projectors["units"] = 2;
        var refused = await centre.PutAsync("/facilities/portable-projector", projectors, etag);
        EditedCentre.BookingsIn(refused).ShouldBe([id]);
    }

    [Fact]
    public async Task a_booking_and_a_change_at_the_same_moment_are_never_both_accepted()
    {
        for (var round = 0; round < 6; round++)
        {
            var code = $"bench-{round}";
            (await centre.OpenAsync(code, EditedCentre.Seats(2))).ShouldBe(201);
            var (_, resident) = await centre.Guests.ResidentAsync();
            var booking = resident.PostAsync("/bookings", EditedCentre.Wish(code, "2026-11-26", "15:00", "16:00", 2));
            var change = centre.PutAsync($"/facilities/{code}", EditedCentre.Seats(1), "\"1\"");
            Answer[] answers = [await booking, await change];
            answers.Count(answer => answer.Status is 200 or 201).ShouldBe(1, code);
        }
    }
}
