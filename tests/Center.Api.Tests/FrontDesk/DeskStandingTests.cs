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
        var person = (await centre.SuspendAsync("Ma Chao"))[0];
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
