using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Who books for others, and acts on what is booked: applications, staff of one site, organisers of several.</summary>
public sealed class WhoActsTests(TestPostgres postgres) : IAsyncLifetime
{
    private BookingGuests _guests = null!;

    public async ValueTask InitializeAsync() => _guests = new BookingGuests(await postgres.SharedCenterAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task staff_of_a_site_move_no_booking_to_where_they_may_not_book()
    {
        var steward = await _guests.KeyAsync("steward", scope: "site:station-06");
        var (person, resident) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("station-06-activity-room");
        var id = await BookAsync(_guests.Admin, "station-06-activity-room", day, person);
        var away = Moved(day, "painting-room", "17:00", "18:00");
        var history = $"/bookings/{id}/history";

        (await steward.PostAsync($"/bookings/{id}/reschedule", away)).ShouldBeProblem(403, "forbidden");
        (await resident.GetAsync(history)).Items().Length.ShouldBe(1);
        var within = Moved(day, "station-06-activity-room", "17:00", "18:00");
        (await steward.PostAsync($"/bookings/{id}/reschedule", within)).ShouldBe(200);
        (await resident.PostAsync($"/bookings/{id}/reschedule", away)).ShouldBe(200);
        (await steward.PostAsync($"/bookings/{id}/reschedule", within)).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task an_application_sees_and_acts_on_what_it_booked_and_on_nothing_else()
    {
        var client = await _guests.KeyAsync("client");
        var other = await _guests.KeyAsync("client");
        var (person, resident) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("station-04-activity-room");
        var its = await BookAsync(client, "station-04-activity-room", day, person);
        var hers = await BookAsync(resident, "station-05-activity-room", day.AddDays(1));
        var after = await PositionAsync(resident, its, hers);

        Ids(await ListAsync(client, "", after)).ShouldBe([its]);
        Ids(await ListAsync(client, $"?person={person}", after)).ShouldBe([its]);
        Ids(await ListAsync(other, $"?person={person}", after)).ShouldBeEmpty();
        (await client.GetAsync($"/bookings/{its}")).ShouldBe(200);
        (await other.GetAsync($"/bookings/{its}")).ShouldBeProblem(404, "not-found");
        (await client.GetAsync($"/bookings/{hers}")).ShouldBeProblem(404, "not-found");
        (await client.GetAsync($"/bookings/{hers}/history")).ShouldBeProblem(404, "not-found");
        (await client.PostAsync($"/bookings/{hers}/cancel", new { reasonCode = "other" })).ShouldBeProblem(
            404,
            "not-found"
        );
        (await other.PostAsync($"/bookings/{its}/cancel", new { reasonCode = "other" })).ShouldBeProblem(
            404,
            "not-found"
        );
        (await client.PostAsync($"/bookings/{its}/reschedule", Moved(day, null, "17:00", "18:00"))).ShouldBe(200);
    }

    [Fact]
    public async Task who_booked_for_somebody_cancels_as_the_booker_and_staff_as_staff()
    {
        var client = await _guests.KeyAsync("client");
        var steward = await _guests.KeyAsync("steward");
        var (person, _) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("station-07-activity-room");
        foreach (var (canceller, by) in new[] { (client, "booker"), (steward, "staff") })
        {
            var id = await BookAsync(client, "station-07-activity-room", day, person);
            (await canceller.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
            var last = (await client.GetAsync($"/bookings/{id}/history")).Items()[^1];
            last.GetProperty("data").GetProperty("by").GetString().ShouldBe(by);
        }
    }

    [Fact]
    public async Task staff_of_a_site_list_all_of_it_and_their_own()
    {
        var (self, resident) = await _guests.ResidentAsync();
        var steward = await _guests.KeyAsync("steward", self, "site:station-08");
        var (person, _) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("station-08-activity-room");
        var there = await BookAsync(_guests.Admin, "station-08-activity-room", day, person);
        var own = await BookAsync(resident, "station-09-activity-room", day);
        var foreign = await BookAsync(_guests.Admin, "station-10-activity-room", day.AddDays(1), person);
        var after = await PositionAsync(_guests.Admin, there, own, foreign);

        var listed = Ids(await ListAsync(steward, "?limit=200", after));

        listed.ShouldContain(there);
        listed.ShouldContain(own);
        listed.ShouldNotContain(foreign);
        Ids(await ListAsync(steward, $"?person={person}", after)).ShouldBe([there]);
    }

    [Fact]
    public async Task a_booking_keeps_its_service_line_when_its_own_place_is_named()
    {
        var (_, resident) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("english-corner", "training-room");
        var wish = new
        {
            facility = "english-corner",
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "16:00"),
            people = 2,
            serviceLine = "convenience",
        };
        var id = (await resident.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");

        var same = await resident.PostAsync(
            $"/bookings/{id}/reschedule",
            Moved(day, "english-corner", "17:00", "18:00")
        );
        same.ShouldBe(200).Text("serviceLine").ShouldBe("convenience");
        var other = await resident.PostAsync(
            $"/bookings/{id}/reschedule",
            Moved(day, "training-room", "17:00", "18:00")
        );
        other.ShouldBe(200).Text("serviceLine").ShouldBe("party-building");
    }

    [Fact]
    public async Task a_list_says_which_rules_were_set_aside()
    {
        var (person, resident) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("counselling-room");
        var wish = new
        {
            facility = "counselling-room",
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "15:15"),
            people = 2,
            onBehalfOf = person,
            @override = new { reasonCode = "other" },
        };
        var id = (await _guests.Admin.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
        var after = await PositionAsync(resident, id);

        var listed = (await ListAsync(resident, "", after)).Items().Single();

        listed.GetProperty("override").GetProperty("reasonCode").GetString().ShouldBe("other");
        listed
            .GetProperty("override")
            .GetProperty("rules")
            .EnumerateArray()
            .Select(rule => rule.GetString())
            .ShouldBe(["policy-too-short", "policy-off-grid"]);
    }

    private static async Task<string> BookAsync(
        CentreClient client,
        string facility,
        DateOnly day,
        string? person = null
    )
    {
        var wish = new
        {
            facility,
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "16:00"),
            people = 2,
            onBehalfOf = person,
        };
        return (await client.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
    }

    private static object Moved(DateOnly day, string? facility, string from, string to) =>
        new
        {
            start = BookingGuests.At(day, from),
            end = BookingGuests.At(day, to),
            facility,
        };

    private static async Task<long> PositionAsync(CentreClient client, params string[] bookings)
    {
        var last = 0L;
        foreach (var booking in bookings)
        {
            var history = (await client.GetAsync($"/bookings/{booking}/history")).ShouldBe(200);
            last = Math.Max(last, history.Items()[^1].GetProperty("position").GetInt64());
        }

        return last;
    }

    private static async Task<Answer> ListAsync(CentreClient client, string query, long after) =>
        (
            await client.SendAsync(HttpMethod.Get, $"/bookings{query}", null, ("Center-Min-Position", $"{after}"))
        ).ShouldBe(200);

    private static string[] Ids(Answer list) =>
        [.. list.Items().Select(booking => booking.GetProperty("id").GetString()!)];
}
