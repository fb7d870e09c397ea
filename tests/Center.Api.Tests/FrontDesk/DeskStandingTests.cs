using System;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>Whoever did not come too often: what the desk shows, and mercy.</summary>
public sealed class DeskStandingTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task a_suspension_is_shown_and_lifted_with_a_reason()
    {
        var (person, _) = await centre.ResidentAsync("Ma Chao");
        await centre.BookAsync("music-room", "09:30", "10:00", person);
        await centre.BookAsync("painting-room", "10:30", "11:00", person);
        await centre.BookAsync("baking-room", "11:30", "12:00", person);
        foreach (var passed in new[] { "09:46", "10:46", "11:46" })
        {
            centre.Clock.Set($"2026-11-24T{passed}:00+08:00");
            await centre.BookAsync("reading-room", "16:00", "17:00", (await centre.ResidentAsync()).Id);
        }

        using var visitor = await DeskVisitor.AsAsync(centre);
        var page = $"/desk/people/{person}";
        var seen = await visitor.GetAsync(page);
        seen.Text.ShouldContain("Suspended until Thu 24 December after no-shows.");
        seen.Text.ShouldContain("Nobody came");
        seen.Text.ShouldContain("counts as a no-show");

        var wrong = await visitor.FillAsync(page, "/desk", ("do", "lift"), ("reason-lift", "because"));
        wrong.Status.ShouldBe(400);
        wrong.Text.ShouldContain("Something in the form is not right");
        var lifted = await visitor.FollowAsync(
            visitor.FillAsync(page, "/desk", ("do", "lift"), ("reason-lift", "hardship"))
        );
        lifted.Text.ShouldContain("Suspension lifted");
        lifted.Text.ShouldNotContain("Suspended until");
        (await visitor.FillAsync(page, "/desk", ("do", "lift"), ("reason-lift", "hardship"))).Status.ShouldBeLessThan(
            500
        );
    }
}
