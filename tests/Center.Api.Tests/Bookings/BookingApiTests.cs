using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

public sealed class BookingApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_lapsed_hold_is_lapsed_for_everybody_who_meets_it()
    {
        var clock = new MovableClock();
        await using var center = await CenterUnderTest.StartAsync(postgres, clock);
        var guests = new BookingGuests(center);
        var (_, first) = await guests.ResidentAsync();
        var (_, second) = await guests.ResidentAsync();
        var wish = new
        {
            facility = "music-room",
            start = "2026-12-05T15:00:00+08:00",
            end = "2026-12-05T16:00:00+08:00",
            people = 2,
            hold = true,
        };
        var held = (await first.PostAsync("/bookings", wish)).ShouldBe(201);
        held.Text("status").ShouldBe("held");
        (await second.PostAsync("/bookings", wish)).ShouldBeProblem(409, "slot-taken");

        clock.Advance(TimeSpan.FromMinutes(10));
        (await first.GetAsync($"/bookings/{held.Text("id")}")).Text("status").ShouldBe("lapsed");
        (await first.PostAsync($"/bookings/{held.Text("id")}/confirm", new { })).ShouldBeProblem(409, "lapsed");
        (await second.PostAsync("/bookings", wish)).ShouldBe(201);
        var history = await first.GetAsync($"/bookings/{held.Text("id")}/history");
        history.Member("items").EnumerateArray().Last().GetProperty("type").GetString().ShouldBe("booking.lapsed");
    }

    [Fact]
    public async Task confirming_at_the_last_moment_works_and_check_out_frees_the_rest()
    {
        var clock = new MovableClock();
        await using var center = await CenterUnderTest.StartAsync(postgres, clock);
        var guests = new BookingGuests(center);
        var (_, first) = await guests.ResidentAsync();
        var (_, second) = await guests.ResidentAsync();
        var seat = new
        {
            facility = "chess-room",
            start = "2026-11-24T14:00:00+08:00",
            end = "2026-11-24T16:00:00+08:00",
            people = 16,
            hold = true,
        };
        var held = (await first.PostAsync("/bookings", seat)).ShouldBe(201);
        clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMicroseconds(1));
        var path = $"/bookings/{held.Text("id")}";
        (await first.PostAsync($"{path}/confirm", new { })).ShouldBe(200).Text("status").ShouldBe("confirmed");

        clock.Set("2026-11-24T14:05:00+08:00");
        (await guests.Admin.PostAsync($"{path}/check-in", new { })).ShouldBe(200);
        clock.Set("2026-11-24T15:00:00+08:00");
        var later = new
        {
            facility = "chess-room",
            start = "2026-11-24T15:00:00+08:00",
            end = "2026-11-24T16:00:00+08:00",
            people = 3,
        };
        (await second.PostAsync("/bookings", later)).ShouldBeProblem(409, "slot-taken");
        (await guests.Admin.PostAsync($"{path}/check-out", new { }))
            .ShouldBe(200)
            .Text("status")
            .ShouldBe("checked-out");
        (await second.PostAsync("/bookings", later)).ShouldBe(201);
    }

    [Fact]
    public async Task a_request_holds_its_room_until_it_is_decided()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var organiser = await guests.KeyAsync("organiser", scope: "organisation:committee-01");
        var steward = await guests.KeyAsync("steward");
        var (_, resident) = await guests.ResidentAsync();
        var wish = BookingGuests.Wish("training-room", BookingGuests.OwnDay("training-room"));
        var requested = (await organiser.PostAsync("/bookings", wish)).ShouldBe(201);
        requested.Text("status").ShouldBe("requested");
        (await resident.PostAsync("/bookings", wish)).ShouldBeProblem(409, "slot-taken");
        var path = $"/bookings/{requested.Text("id")}";
        (await organiser.PostAsync($"{path}/approve", new { })).ShouldBeProblem(403, "forbidden");
        (await steward.PostAsync($"{path}/decline", new { reasonCode = "rule" })).ShouldBe(200);
        (await resident.PostAsync("/bookings", wish)).ShouldBe(201);
        var late = await steward.PostAsync($"{path}/approve", new { });
        late.ShouldBeProblem(409, "wrong-state");
        late.Text("state").ShouldBe("declined");
        late.Number("status").ShouldBe(409);
    }

    [Fact]
    public async Task a_dry_run_writes_nothing()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var (person, resident) = await guests.ResidentAsync();
        var wish = BookingGuests.Wish("handicraft-room", BookingGuests.OwnDay("handicraft-room"));
        (await resident.PostAsync("/bookings/check", wish))
            .ShouldBe(200)
            .Member("accepted")
            .GetBoolean()
            .ShouldBeTrue();
        (await resident.PostAsync("/bookings", wish)).ShouldBe(201);
        var again = await resident.PostAsync("/bookings/check", wish);
        again.Member("accepted").GetBoolean().ShouldBeFalse();
        again.Member("refusal").GetProperty("code").GetString().ShouldBe("policy-own-overlap");
        var mine = await guests.Admin.GetAsync($"/bookings?person={person}");
        mine.Status.ShouldBe(200);
    }

    [Fact]
    public async Task alternatives_can_be_booked()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var (_, first) = await guests.ResidentAsync();
        var (_, second) = await guests.ResidentAsync();
        var wish = BookingGuests.Wish("meeting-room-2", BookingGuests.OwnDay("meeting-room-2"));
        (await first.PostAsync("/bookings", wish)).ShouldBe(201);
        var refused = await second.PostAsync("/bookings", wish);
        refused.ShouldBeProblem(409, "slot-taken");
        var kinds = refused.Member("alternatives").EnumerateArray().ToLookup(a => a.GetProperty("kind").GetString());
        kinds.Select(group => group.Key).ShouldBe(["other-time", "other-room"], ignoreOrder: true);
        foreach (var kind in kinds)
        {
            var (_, taker) = await guests.ResidentAsync();
            var offer = kind.First();
            var taken = await taker.PostAsync(
                "/bookings",
                new
                {
                    facility = offer.GetProperty("facility").GetString(),
                    start = offer.GetProperty("start").GetString(),
                    end = offer.GetProperty("end").GetString(),
                    people = 2,
                }
            );
            taken.ShouldBe(201);
        }
    }

    [Fact]
    public async Task lists_are_cut_into_pages_and_show_only_what_is_ones_own()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var (person, resident) = await guests.ResidentAsync();
        var (_, stranger) = await guests.ResidentAsync();
        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(4);
        var last = string.Empty;
        foreach (var (from, to) in new[] { ("14:00", "14:15"), ("15:00", "15:15"), ("16:00", "16:15") })
        {
            var booked = await resident.PostAsync("/bookings", BookingGuests.Wish("reading-room", day, from, to, 1));
            last = booked.ShouldBe(201).Text("id");
        }

        var history = await resident.GetAsync($"/bookings/{last}/history");
        var position = history.Member("items")[0].GetProperty("position").GetInt64();
        var page = await SeeAsync(resident, "/bookings?limit=2", position);
        page.Member("items").GetArrayLength().ShouldBe(2);
        var rest = await resident.GetAsync($"/bookings?limit=2&cursor={page.Text("next")}");
        rest.Member("items").GetArrayLength().ShouldBe(1);
        rest.Body.TryGetProperty("next", out _).ShouldBeFalse();
        (await stranger.GetAsync($"/bookings?person={person}")).Member("items").GetArrayLength().ShouldBe(0);
        var id = rest.Member("items")[0].GetProperty("id").GetString();
        (await stranger.GetAsync($"/bookings/{id}")).ShouldBeProblem(404, "not-found");
        (await stranger.GetAsync($"/bookings/{id}/history")).ShouldBeProblem(404, "not-found");
    }

    private static Task<Answer> SeeAsync(CentreClient client, string path, long position) =>
        client.SendAsync(
            System.Net.Http.HttpMethod.Get,
            path,
            null,
            ("Center-Min-Position", position.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
}
