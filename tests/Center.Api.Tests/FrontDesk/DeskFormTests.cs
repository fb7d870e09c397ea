using System;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>What the buttons of the desk do, and how it tells that they did not.</summary>
public sealed class DeskFormTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task somebody_comes_and_goes_and_the_desk_sees_it_at_once()
    {
        var (person, _) = await centre.ResidentAsync("Chen Jun");
        var booking = await centre.BookAsync("music-room", "09:00", "10:00", person);
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.GetAsync("/desk")).Text.ShouldContain("Chen Jun");

        var came = await visitor.FollowAsync(visitor.FillAsync("/desk", "/desk", ("do", $"check-in {booking}")));
        came.Text.ShouldContain("Checked in");
        came.Text.ShouldContain($"value=\"check-out {booking}\"");
        var undone = await visitor.FollowAsync(visitor.FillAsync("/desk", "/desk", ("do", $"undo {booking}")));
        undone.Text.ShouldContain($"value=\"check-in {booking}\"");
        await visitor.FillAsync($"/desk/bookings/{booking}", "/desk", ("code", ""));
        (await centre.StatusAsync(booking)).ShouldBe("checked-in", "Enter alone does what is due");
        var left = await visitor.FollowAsync(visitor.FillAsync("/desk", "/desk", ("do", $"check-out {booking}")));
        left.Text.ShouldContain("Checked out");
        (await centre.StatusAsync(booking)).ShouldBe("checked-out");
    }

    [Fact]
    public async Task what_was_just_done_is_not_done_again_by_one_more_enter()
    {
        var (person, _) = await centre.ResidentAsync();
        var booking = await centre.BookAsync("baking-room", "09:00", "10:00", person);
        using var visitor = await DeskVisitor.AsAsync(centre);
        await visitor.FillAsync("/desk", "/desk", ("do", $"check-in {booking}"));
        await visitor.FillAsync("/desk", "/desk", ("do", $"undo {booking}"));
        var page = $"/desk/bookings/{booking}?did=undo";
        (await visitor.FillAsync(page, "/desk", ("code", ""))).Location.ShouldBe("/desk");
        (await centre.StatusAsync(booking)).ShouldBe("confirmed");
    }

    [Fact]
    public async Task requests_are_approved_or_declined_with_a_reason()
    {
        const string organisation = "lvcheng-social-work-station";
        var first = await centre.BookAsync("training-room", "15:00", "16:00", null, organisation, "2026-11-26");
        var second = await centre.BookAsync("training-room", "17:00", "18:00", null, organisation, "2026-11-26");
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.GetAsync("/desk")).Text.ShouldContain("Waiting for an answer (2)");
        var approved = await visitor.FollowAsync(visitor.FillAsync("/desk", "/desk", ("do", $"approve {first}")));
        approved.Text.ShouldContain("Approved");
        approved.Text.ShouldNotContain($"value=\"approve {first}\"");
        (await visitor.FillAsync("/desk", "/desk", ("do", $"decline {second}"))).Status.ShouldBe(400);
        await visitor.FillAsync("/desk", "/desk", ("do", $"decline {second}"), ($"reason-{second}", "rule"));
        (await centre.StatusAsync(first)).ShouldBe("confirmed");
        (await centre.StatusAsync(second)).ShouldBe("declined");
        var late = await visitor.FillAsync("/desk", "/desk", ("do", $"approve {second}"));
        late.Status.ShouldBe(409);
        late.Text.ShouldContain("It has changed in the meantime");
    }

    [Fact]
    public async Task a_seat_is_taken_and_used_in_one_act()
    {
        var (person, _) = await centre.ResidentAsync();
        using var visitor = await DeskVisitor.AsAsync(centre);
        var form = await visitor.FormAsync($"/desk/people/{person}", ("people", "2"));
        var (number, act) = DeskVisitor.NumberOf(form, "chess-room");
        act.ShouldBe("walk-in chess-room 2026-11-24T01:00:00+00:00 2026-11-24T03:00:00+00:00");
        form["code"] = number[1..];
        var sent = await visitor.PostAsync("/desk", form);
        sent.Location.ShouldStartWith("/desk/bookings/");
        (await visitor.PostAsync("/desk", form)).Location.ShouldBe(sent.Location, "sent twice, carried out once");
        var seen = await visitor.GetAsync(sent.Location!);
        seen.Text.ShouldContain("Place taken");
        seen.Text.ShouldContain("seat 1, 2");
        (await centre.StatusAsync(sent.Location!.Split('/', '?')[3])).ShouldBe("checked-in");
    }

    [Fact]
    public async Task a_house_rule_can_be_set_aside_with_a_reason()
    {
        var (person, _) = await centre.ResidentAsync();
        using var visitor = await DeskVisitor.AsAsync(centre);
        var page = $"/desk/people/{person}";
        var (reading, _) = DeskVisitor.NumberOf(await visitor.FormAsync(page), "reading-room");
        var (children, act) = DeskVisitor.NumberOf(await visitor.FormAsync(page), "childrens-home");
        (await visitor.FillAsync(page, "/desk", ("code", reading[1..]))).Status.ShouldBe(302);
        var refused = await visitor.FillAsync(page, "/desk", ("code", children[1..]));
        refused.Status.ShouldBe(422);
        refused.Text.ShouldContain("The person has another booking at that time");
        refused.Text.ShouldContain("Make an exception");
        var again = $"{act} override";
        (await visitor.FillAsync(page, "/desk", ("do", again))).Status.ShouldBe(400, "no reason");
        var sent = await visitor.FillAsync(page, "/desk", ("do", again), ("reason-override", "other"));
        sent.Status.ShouldBe(302, sent.Text);
    }

    [Fact]
    public async Task what_does_not_go_is_told_on_the_page()
    {
        var (person, _) = await centre.ResidentAsync();
        using var visitor = await DeskVisitor.AsAsync(centre);
        var form = await visitor.FormAsync($"/desk/people/{person}", ("people", "19"));
        var (gym, _) = DeskVisitor.NumberOf(form, "gym");
        form["code"] = gym[1..];
        var refused = await visitor.PostAsync("/desk", form);
        refused.Status.ShouldBe(422);
        refused.Text.ShouldContain("It holds 18 people");
        form["people"] = "1";
        form["once"] = Guid.NewGuid().ToString();
        form[gym] = "walk-in gym 2026-11-24T03:00:00+08:00 2026-11-24T04:00:00+08:00";
        (await visitor.PostAsync("/desk", form)).Status.ShouldBe(422);
    }

    [Theory]
    [InlineData("age", "", 400)]
    [InlineData("age", "immortal", 400)]
    [InlineData("card", "\0", 400)]
    public async Task a_wrong_field_about_somebody_new_is_told_on_a_page(string field, string value, int status)
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.FillAsync("/desk/new", "/desk/new", ("age", "adult"), (field, value));
        seen.Status.ShouldBe(status, seen.Text);
        seen.Text.ShouldContain("This did not work");
    }

    [Fact]
    public async Task who_is_new_and_refused_a_place_is_known_nevertheless()
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        const string place = "walk-in gym 2026-11-24T03:00:00+08:00 2026-11-24T04:00:00+08:00";
        var seen = await visitor.FillAsync("/desk/new", "/desk/new", ("age", "senior"), ("place", place));
        seen.Status.ShouldBe(422, seen.Text);
        seen.Text.ShouldContain("60 and older");
        seen.Text.ShouldContain("name=\"person\"");
    }
}
