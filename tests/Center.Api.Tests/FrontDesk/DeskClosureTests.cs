using System;
using System.Linq;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>Closing at the desk: the bookings in the way are seen before anything happens.</summary>
public sealed class DeskClosureTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    private const string Page = "/desk/closures";

    [Fact]
    public async Task what_is_in_the_way_is_shown_first_and_cancelled_only_when_it_was_said()
    {
        var (person, _) = await centre.ResidentAsync("Sun Li");
        var booking = await centre.BookAsync("music-room", "15:00", "16:00", person, null, "2026-11-26");
        using var visitor = await DeskVisitor.AsAsync(centre, "manager");
        var shown = await visitor.FillAsync(Page, Page, Close("music-room", "2026-11-26", "check"));
        shown.Status.ShouldBe(200, shown.Text);
        shown.Text.ShouldContain("Bookings in the way: 1");
        shown.Text.ShouldContain("Sun Li");
        shown.Text.ShouldContain("<input type=\"hidden\" name=\"from-date\" value=\"2026-11-26\"");
        (await centre.StatusAsync(booking)).ShouldBe("confirmed");
        (await centre.Client.GetAsync("/facilities/music-room/closures")).Items().ShouldBeEmpty();

        var form = await visitor.FormAsync(Page, Close("music-room", "2026-11-26", "announce"));
        var closed = await visitor.FollowAsync(visitor.PostAsync(Page, form));
        closed.Text.ShouldContain("Closed");
        (await visitor.PostAsync(Page, form)).Status.ShouldBe(302, "sent twice, carried out once");
        (await centre.StatusAsync(booking)).ShouldBe("cancelled");
        var closure = (await centre.Client.GetAsync("/facilities/music-room/closures")).Items().Single();

        var id = closure.GetProperty("id").GetString();
        var open = await visitor.FollowAsync(visitor.FillAsync(Page, Page, ("do", $"withdraw music-room {id}")));
        open.Text.ShouldContain("Reopened");
        (await visitor.FillAsync(Page, Page, ("do", $"withdraw music-room {id}"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task a_booking_in_use_stands_in_the_way()
    {
        var (person, _) = await centre.ResidentAsync();
        var booking = await centre.BookAsync("gym", "09:00", "11:00", person);
        (await centre.Client.PostAsync($"/bookings/{booking}/check-in", new { })).ShouldBe(200);
        using var visitor = await DeskVisitor.AsAsync(centre, "manager");
        var seen = await visitor.FillAsync(Page, Page, Close("gym", "2026-11-24", "announce"));
        seen.Status.ShouldBe(409);
        seen.Text.ShouldContain("Bookings are in use");
        (await centre.Client.GetAsync("/facilities/gym/closures")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_steward_sees_closures_and_closes_nothing()
    {
        var closure = new
        {
            from = "2026-11-25T09:00:00+08:00",
            to = "2026-11-25T12:00:00+08:00",
            reasonCode = "repair",
        };
        (await centre.Client.PostAsync("/facilities/dance-room/closures", closure)).ShouldBe(201);
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync(Page);
        seen.Text.ShouldContain("Repair");
        seen.Text.ShouldContain("Closing and reopening is for managers");
        (await visitor.FillAsync(Page, Page, Close("dance-room", "2026-11-27", "announce"))).Status.ShouldBe(403);
        (await visitor.FillAsync(Page, Page, Close("dance-room", "2026-11-27", "check"))).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("facility", "no-such-room", 404)]
    [InlineData("from-date", "", 400)]
    [InlineData("from-date", "0001-01-01", 400)]
    [InlineData("to-date", "9999-12-31", 400)]
    [InlineData("to-date", "2026-11-20", 400)]
    [InlineData("to-time", "25:00", 400)]
    [InlineData("reason", "boredom", 400)]
    public async Task a_wrong_field_is_told_on_the_page(string field, string value, int status)
    {
        using var visitor = await DeskVisitor.AsAsync(centre, "manager");
        foreach (var step in new[] { "check", "announce" })
        {
            var form = await visitor.FormAsync(Page, [.. Close("film-and-sound-room", "2026-11-30", step)]);
            form[field] = value;
            var seen = await visitor.PostAsync(Page, form);
            seen.Status.ShouldBe(status, seen.Text);
            seen.Text.ShouldContain("role=\"alert\"");
        }
    }

    private static (string Name, string Value)[] Close(string facility, string day, string step) =>
        [
            ("facility", facility),
            ("from-date", day),
            ("from-time", "09:00"),
            ("to-date", day),
            ("to-time", "20:00"),
            ("reason", "repair"),
            ("do", step),
        ];
}
