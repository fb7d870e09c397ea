using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Shouldly;

namespace Center.Api.Tests.Bookings;

/// <summary>Rooms that are booked at a centre whose clock only goes forward, from test to test.</summary>
/// <param name="centre">The centre.</param>
internal sealed class NoShowStory(EditedCentre centre)
{
    public async Task<(string Id, DateTimeOffset Start)> BookAsync(CentreClient client)
    {
        var booked = await client.PostAsync("/bookings", Wish(out var start));
        return (booked.ShouldBe(201).Text("id"), start);
    }

    // Two days ahead of the clock at three in the afternoon, so within the rules on every day of the week.
    public object Wish(
        out DateTimeOffset start,
        string facility = "music-room",
        string? organisation = null,
        string? person = null
    )
    {
        var local = centre.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(2).AddHours(15);
        start = new DateTimeOffset(local, TimeSpan.FromHours(8));
        return new
        {
            facility,
            start,
            end = start.AddHours(1),
            people = 2,
            organisation,
            onBehalfOf = person,
        };
    }

    public object Seat()
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

    public void MoveTo(DateTimeOffset instant) => centre.Clock.Advance(instant - centre.Clock.GetUtcNow());

    // Whatever is decided about bookings meets what has run out, even when it is itself refused.
    public async Task MeetAsync() =>
        (await centre.BookAsync(EditedCentre.Wish("no-such-place", "2026-11-28", "15:00", "16:00", 1))).ShouldBeProblem(
            400,
            "invalid-value"
        );

    public async Task<string> StatusAsync(string id) =>
        (await centre.Admin.GetAsync($"/bookings/{id}")).ShouldBe(200).Text("status");

    public static async Task<string[]> StrikesAsync(CentreClient client, string person) =>
        [
            .. (await client.GetAsync($"/people/{person}/standing"))
                .ShouldBe(200)
                .Items("strikes")
                .Select(strike => strike.GetProperty("booking").GetString()!),
        ];
}
