using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>What somebody writes to the centre with a booking: for the booker and for staff who may see names.</summary>
public sealed class BookingNotesTests(TestPostgres postgres)
{
    private const string Said = "轮椅, and a dog";

    [Fact]
    public async Task a_note_is_for_the_booker_and_the_desk()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var (person, resident) = await guests.ResidentAsync();
        var booked = (await resident.PostAsync("/bookings", Wish())).ShouldBe(201);
        booked.Raw.ShouldNotContain("dog", Case.Sensitive, "the answer is kept for a repeated request");
        var path = $"/bookings/{booked.Text("id")}";
        (await resident.GetAsync(path)).ShouldBe(200).Text("note").ShouldBe(Said);
        foreach (var role in new[] { "steward", "coordinator", "manager" })
        {
            (await (await guests.KeyAsync(role)).GetAsync(path)).ShouldBe(200).Text("note").ShouldBe(Said, role);
        }

        var auditor = (await (await guests.KeyAsync("auditor")).GetAsync(path)).ShouldBe(200);
        auditor.Body.TryGetProperty("note", out _).ShouldBeFalse("who sees bookings and no names sees no notes");
        (await resident.GetAsync($"/bookings?person={person}")).ShouldBe(200).Raw.ShouldNotContain("dog");
        (await resident.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        (await guests.Admin.GetAsync(path)).ShouldBe(200).Body.TryGetProperty("note", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task a_note_with_a_booking_of_an_organisation_is_found_by_who_wrote_it()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        const string Organisation = "lvcheng-social-work-station";
        var organiser = await guests.KeyAsync("organiser", scope: $"organisation:{Organisation}");
        var booked = (await organiser.PostAsync("/bookings", Wish(Organisation))).ShouldBe(201);
        var path = $"/bookings/{booked.Text("id")}";
        (await organiser.GetAsync(path)).ShouldBe(200).Text("note").ShouldBe(Said);
        (await guests.Admin.GetAsync(path)).ShouldBe(200).Text("note").ShouldBe(Said);
    }

    private static Dictionary<string, object> Wish(string? organisation = null)
    {
        var day = BookingGuests.OwnDay("baking-room");
        var wish = new Dictionary<string, object>
        {
            ["facility"] = "baking-room",
            ["start"] = BookingGuests.At(day, "15:00"),
            ["end"] = BookingGuests.At(day, "16:00"),
            ["people"] = 2,
            ["purpose"] = "meeting",
            ["note"] = Said,
        };
        if (organisation is not null)
        {
            wish["organisation"] = organisation;
        }

        return wish;
    }
}
