using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Volunteering;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>Who sees which changes, and that what is told can be read.</summary>
public sealed class ChangeFeedTests(TestPostgres postgres) : IAsyncLifetime
{
    private CenterUnderTest _center = null!;
    private BookingGuests _guests = null!;

    public async ValueTask InitializeAsync()
    {
        _center = await postgres.SharedCenterAsync();
        _guests = new BookingGuests(_center);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task a_resident_follows_her_own_booking_and_reads_what_is_told()
    {
        var (_, client) = await _guests.ResidentAsync();
        var reader = await new ChangeReader(client).FromNowAsync();
        var id = await BookAsync(client);
        (await client.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "ill" })).ShouldBe(200);

        var seen = (await reader.ReadAllAsync()).Where(change => change.Kind == "booking").ToList();

        seen.Select(change => (change.Type, change.Id))
            .ShouldBe([("booking.confirmed", id), ("booking.cancelled", id)]);
        foreach (var change in seen)
        {
            (await client.GetAsync(Short(change.Href!))).ShouldBe(200);
        }
    }

    [Fact]
    public async Task nobody_sees_somebody_elses_booking_person_or_service()
    {
        var (_, stranger) = await _guests.ResidentAsync();
        var reader = await new ChangeReader(stranger).FromNowAsync();
        var story = await ServiceEntryStory.BeginAsync(postgres);
        await story.RecordAsync(9, 10);
        var (other, client) = await _guests.ResidentAsync();
        var booking = await BookAsync(client);

        var seen = await reader.ReadAllAsync();

        seen.ShouldNotContain(change => change.Id == booking || change.Id == other);
        string[] ofEverybody = ["facility", "closure", "site", "centre", "rules", "organisation", "team"];
        seen.ShouldAllBe(change => ofEverybody.Contains(change.Kind));
    }

    [Fact]
    public async Task a_volunteer_sees_her_entries_and_her_standing_but_no_keys()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var client = await story.WithRoleAsync("volunteer", story.Volunteer);
        var reader = await new ChangeReader(client).FromNowAsync();
        var entry = await story.RecordAsync(9, 10);
        await _guests.KeyAsync("resident", story.Volunteer.ToString());

        var seen = (await reader.ReadAllAsync()).Where(change => change.Kind != "facility").ToList();

        seen.ShouldHaveSingleItem().ShouldBe(seen[0] with { Kind = "service-entry", Id = entry });
        (await client.GetAsync(Short(seen[0].Href!))).ShouldBe(200);
    }

    [Fact]
    public async Task an_organiser_sees_what_is_booked_for_her_organisation_alone()
    {
        const string Organisation = "lvcheng-social-work-station";
        var organiser = await _guests.KeyAsync("organiser", scope: $"organisation:{Organisation}");
        var elsewhere = await _guests.KeyAsync("organiser", scope: "organisation:street-office");
        var (own, foreign) = (
            await new ChangeReader(organiser).FromNowAsync(),
            await new ChangeReader(elsewhere).FromNowAsync()
        );
        var id = await BookAsync(organiser, "station-03-activity-room", Organisation);

        (await own.ReadAllAsync()).ShouldContain(change => change.Id == id);
        (await foreign.ReadAllAsync()).ShouldNotContain(change => change.Id == id);
    }

    [Fact]
    public async Task an_application_follows_what_it_booked_and_nothing_else()
    {
        var (person, resident) = await _guests.ResidentAsync();
        var client = await _guests.KeyAsync("client");
        var reader = await new ChangeReader(client).FromNowAsync();
        var day = BookingGuests.OwnDay("station-04-activity-room");
        var its = await BookAsync(client, "station-04-activity-room", null, person, day);
        var hers = await BookAsync(resident, "station-05-activity-room", day: day.AddDays(1));
        (await resident.PostAsync($"/bookings/{its}/cancel", new { reasonCode = "ill" })).ShouldBe(200);

        var seen = (await reader.ReadAllAsync()).Where(change => change.Kind is "booking" or "person").ToList();

        seen.ShouldAllBe(change => change.Id == its);
        seen.Count.ShouldBeGreaterThanOrEqualTo(2);
        seen.ShouldNotContain(change => change.Id == hers);
    }

    [Fact]
    public async Task a_steward_sees_the_bookings_of_her_site_and_those_that_were_moved_away()
    {
        var here = await new ChangeReader(await _guests.KeyAsync("steward", scope: "site:station-06")).FromNowAsync();
        var there = await new ChangeReader(await _guests.KeyAsync("steward", scope: "site:station-07")).FromNowAsync();
        var (person, _) = await _guests.ResidentAsync();
        var day = BookingGuests.OwnDay("station-06-activity-room");
        var id = await BookAsync(_guests.Admin, "station-06-activity-room", null, person, day);
        var moved = new
        {
            start = BookingGuests.At(day, "17:00"),
            end = BookingGuests.At(day, "18:00"),
            facility = "station-07-activity-room",
        };
        (await _guests.Admin.PostAsync($"/bookings/{id}/reschedule", moved)).ShouldBe(200);

        (await here.ReadAllAsync())
            .Where(change => change.Id == id)
            .Select(change => change.Type)
            .ShouldBe(["booking.confirmed", "booking.rescheduled"]);
        (await there.ReadAllAsync())
            .Where(change => change.Id == id)
            .Select(change => change.Type)
            .ShouldBe(["booking.rescheduled"]);
    }

    [Fact]
    public async Task a_closure_is_told_to_everybody()
    {
        var device = await new ChangeReader(await _guests.KeyAsync("device", scope: "site:main")).FromNowAsync();
        var day = BookingGuests.OwnDay("station-08-activity-room");
        var closed = await _guests.Admin.PostAsync(
            "/facilities/station-08-activity-room/closures",
            new
            {
                from = BookingGuests.At(day, "15:00"),
                to = BookingGuests.At(day, "16:00"),
                reasonCode = "repair",
            }
        );

        var told = (await device.ReadAllAsync()).Where(change => change.Kind == "closure").ToList();

        told.ShouldHaveSingleItem().Id.ShouldBe(closed.ShouldBe(201).Text("id"));
        (await _guests.Admin.GetAsync(Short(told[0].Href!))).ShouldBe(200);
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=soon")]
    [InlineData("after=99999999999999999999")]
    [InlineData("after=999999999999")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("wait=-1")]
    [InlineData("wait=31")]
    [InlineData("wait=1.5")]
    public async Task what_makes_no_sense_is_refused(string query) =>
        (await _guests.Admin.GetAsync("/changes?" + query)).ShouldBeProblem(400, "invalid-value");

    [Fact]
    public async Task strangers_see_nothing_and_unknown_words_are_named()
    {
        (await new CentreClient(_center.Http, null).GetAsync("/changes")).ShouldBeProblem(401, "unauthenticated");
        (await _guests.Admin.GetAsync("/changes?since=1")).ShouldBeProblem(400, "unknown-member");
    }

    private static string Short(string href) => href["/api/v1".Length..];

    private static async Task<string> BookAsync(
        CentreClient client,
        string facility = "painting-room",
        string? organisation = null,
        string? onBehalfOf = null,
        DateOnly? day = null
    )
    {
        var on = day ?? BookingGuests.OwnDay(facility);
        var booked = await client.PostAsync(
            "/bookings",
            new
            {
                facility,
                start = BookingGuests.At(on, "15:00"),
                end = BookingGuests.At(on, "16:00"),
                people = 2,
                organisation,
                onBehalfOf,
            }
        );
        return booked.ShouldBe(201).Text("id");
    }
}
