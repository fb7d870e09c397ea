using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>Who may stand at the desk, and where.</summary>
public sealed class DeskAccessTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task a_stranger_is_led_to_sign_in()
    {
        using var visitor = new DeskVisitor(centre);
        (await visitor.GetAsync("/desk")).Location.ShouldBe("/sign-in?to=%2Fdesk");
        (await visitor.PostAsync("/desk", [])).Location.ShouldBe("/sign-in");
        (await visitor.PostAsync("/desk/new", [])).Location.ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("resident")]
    [InlineData("coordinator")]
    [InlineData("district")]
    [InlineData("device")]
    public async Task whoever_is_not_staff_of_a_desk_is_told_so_on_a_page(string role)
    {
        using var visitor = await DeskVisitor.AsAsync(centre, role);
        foreach (var path in new[] { "/desk", "/desk/new", "/desk/suspensions", $"/desk/people/{Guid.NewGuid()}" })
        {
            var seen = await visitor.GetAsync(path);
            seen.Status.ShouldBe(403, path);
            seen.Text.ShouldContain("the desk is for its staff");
        }

        (await visitor.PostAsync("/desk", new() { ["code"] = "x" })).Status.ShouldBe(403);
        var (person, _) = await centre.ResidentAsync();
        foreach (var act in new[] { "details", "link" })
        {
            (await visitor.PostAsync($"/desk/people/{person}/{act}", new() { ["name"] = "x" })).Status.ShouldBe(403);
        }

        (await visitor.PostAsync("/desk/suspensions", new() { ["do"] = person })).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("steward", null)]
    [InlineData("manager", null)]
    [InlineData("admin", null)]
    [InlineData("steward", "site:main")]
    public async Task staff_of_a_desk_see_it(string role, string? scope)
    {
        using var visitor = await DeskVisitor.AsAsync(centre, role, scope);
        var seen = await visitor.GetAsync("/desk");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("autofocus");
        seen.Text.ShouldContain("href=\"/desk\"");
    }

    [Fact]
    public async Task a_steward_of_one_site_neither_sees_nor_touches_another()
    {
        var (person, _) = await centre.ResidentAsync("Wang Fang");
        var booking = await centre.BookAsync("music-room", "10:00", "11:00", person);
        using var visitor = await DeskVisitor.AsAsync(centre, "steward", "site:station-01");
        (await visitor.GetAsync("/desk?site=main")).Text.ShouldNotContain(booking);
        (await visitor.GetAsync($"/desk/people/{person}")).Text.ShouldNotContain(booking);
        (await visitor.GetAsync($"/desk/bookings/{booking}")).Status.ShouldBe(404);
        (await visitor.FillAsync("/desk", "/desk", ("do", $"cancel {booking}"))).Status.ShouldBe(404);
        (await centre.StatusAsync(booking)).ShouldBe("confirmed");
    }

    [Fact]
    public async Task the_site_that_was_chosen_is_remembered()
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.GetAsync("/desk")).Text.ShouldContain("walk-in-chess-room");
        (await visitor.GetAsync("/desk?site=station-02")).Text.ShouldNotContain("walk-in-chess-room");
        (await visitor.GetAsync("/desk")).Text.ShouldNotContain("walk-in-chess-room");
        (await visitor.GetAsync("/desk?site=main")).Text.ShouldContain("walk-in-chess-room");
    }

    [Fact]
    public async Task a_form_without_the_token_of_this_session_does_nothing()
    {
        var (person, _) = await centre.ResidentAsync();
        var booking = await centre.BookAsync("dance-room", "10:00", "11:00", person);
        using var visitor = await DeskVisitor.AsAsync(centre);
        var form = await visitor.FormAsync("/desk", ("do", $"cancel {booking}"));
        foreach (var token in new[] { "", "x" })
        {
            var refused = await visitor.PostAsync(
                "/desk",
                new Dictionary<string, string>(form) { ["form-token"] = token }
            );
            refused.Status.ShouldBe(403);
            refused.Text.ShouldContain("the page is too old");
        }

        (await centre.StatusAsync(booking)).ShouldBe("confirmed");
        (await visitor.PostAsync("/desk", form)).Status.ShouldBe(302);
        (await centre.StatusAsync(booking)).ShouldBe("cancelled");
    }
}
