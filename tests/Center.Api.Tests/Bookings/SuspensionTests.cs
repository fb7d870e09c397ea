using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Who stays away too often waits.</summary>
public sealed class SuspensionTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private readonly NoShowStory _story = new(centre);

    [Fact]
    public async Task three_strikes_suspend_until_staff_lift_it()
    {
        // After whatever the test before has booked.
        centre.Clock.Advance(TimeSpan.FromDays(7));
        var (person, resident) = await centre.Guests.ResidentAsync();
        for (var week = 0; week < 3; week++)
        {
            var (_, start) = await _story.BookAsync(resident);
            _story.MoveTo(start.AddMinutes(15));
            await _story.MeetAsync();
            _story.MoveTo(start.AddDays(5));
        }

        var standing = (await resident.GetAsync($"/people/{person}/standing")).ShouldBe(200);
        var until = standing.Member("suspendedUntil").GetDateTimeOffset();
        until.ShouldBe(centre.Clock.GetUtcNow().AddDays(25).AddMinutes(15));
        var refused = await resident.PostAsync("/bookings", _story.Wish(out _));
        refused.ShouldBeProblem(422, "policy-suspended");
        refused.Member("until").GetDateTimeOffset().ShouldBe(until);
        (await resident.PostAsync("/bookings/check", _story.Wish(out _)))
            .Member("accepted")
            .GetBoolean()
            .ShouldBeFalse();
        (await resident.PostAsync("/bookings", _story.Seat())).ShouldBe(201);

        var lift = $"/people/{person}/standing/lift";
        (await resident.PostAsync(lift, new { reasonCode = "goodwill" })).ShouldBeProblem(403, "forbidden");
        (await centre.Admin.PostAsync(lift, new { reasonCode = "because" })).ShouldBeProblem(400, "invalid-value");
        var lifted = (await centre.Admin.PostAsync(lift, new { reasonCode = "goodwill" })).ShouldBe(200);
        lifted.Body.TryGetProperty("suspendedUntil", out _).ShouldBeFalse();
        lifted.Member("strikes").GetArrayLength().ShouldBe(3);
        var again = (await centre.Admin.PostAsync(lift, new { reasonCode = "goodwill" })).ShouldBe(200);
        again.Headers["ETag"].ShouldBe(lifted.Headers["ETag"]);
        (await resident.PostAsync("/bookings", _story.Wish(out _))).ShouldBe(201);
    }

    [Fact]
    public async Task a_strike_that_staff_withdraw_counts_no_more_and_ends_the_suspension_that_stands_on_it()
    {
        // After whatever the test before has booked.
        centre.Clock.Advance(TimeSpan.FromDays(7));
        var (person, resident) = await centre.Guests.ResidentAsync();
        for (var week = 0; week < 3; week++)
        {
            var (_, start) = await _story.BookAsync(resident);
            _story.MoveTo(start.AddMinutes(15));
            await _story.MeetAsync();
            _story.MoveTo(start.AddDays(5));
        }

        (await resident.PostAsync("/bookings", _story.Wish(out _))).ShouldBeProblem(422, "policy-suspended");
        var strikes = await NoShowStory.StrikesAsync(resident, person);
        var withdraw = $"/people/{person}/strikes/{strikes[1]}/withdraw";
        (await resident.PostAsync(withdraw, new { reasonCode = "ill" })).ShouldBeProblem(403, "forbidden");
        (await centre.Admin.PostAsync(withdraw, new { reasonCode = "was-there" })).ShouldBeProblem(
            400,
            "invalid-value"
        );
        var nobody = $"/people/{Guid.NewGuid()}/strikes/{strikes[1]}/withdraw";
        (await centre.Admin.PostAsync(nobody, new { reasonCode = "ill" })).ShouldBeProblem(404, "not-found");

        var withdrawn = (await centre.Admin.PostAsync(withdraw, new { reasonCode = "ill" })).ShouldBe(200);
        withdrawn.Body.TryGetProperty("suspendedUntil", out _).ShouldBeFalse();
        withdrawn
            .Items("strikes")
            .Select(strike => (strike.GetProperty("booking").GetString(), strike.GetProperty("counts").GetBoolean()))
            .ShouldBe([(strikes[0], true), (strikes[2], true)]);
        var again = (await centre.Admin.PostAsync(withdraw, new { reasonCode = "ill" })).ShouldBe(200);
        again.Headers["ETag"].ShouldBe(withdrawn.Headers["ETag"]);
        (await resident.PostAsync("/bookings", _story.Wish(out _))).ShouldBe(201);
        (await centre.Admin.GetAsync($"/audit/streams/person/{person}"))
            .ShouldBe(200)
            .Raw.ShouldContain("\"reasonCode\":\"ill\"");
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
}
