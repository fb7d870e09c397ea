using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>Everybody who is suspended, on one page, and what staff let go.</summary>
public sealed class DeskSuspensionTests(Chromium chromium, DeskCentre centre) : IClassFixture<DeskCentre>
{
    private const string List = "/desk/suspensions";

    [Fact]
    public async Task the_list_says_since_when_until_when_and_why_and_staff_lift_and_let_go()
    {
        var people = await centre.SuspendAsync("Ma Chao", "Huang Zhong");
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.GetAsync("/desk")).Text.ShouldContain($"href=\"{List}\"");
        var both = await ListedAsync(visitor, 2);
        both.ShouldContain("Tue 24 November to Thu 24 December");
        both.ShouldContain("Tue 24 November 09:30 · Music");
        both.ShouldContain("Huang Zhong");
        await LookAsync("zh-CN", 360);
        await LookAsync("en-GB", 1280);

        var wrong = await visitor.FillAsync(List, List, ("do", people[0]), ($"reason-{people[0]}", "because"));
        wrong.Status.ShouldBe(400);
        (await ListedAsync(visitor, 2)).ShouldContain("Ma Chao");
        var lifted = await visitor.FollowAsync(
            visitor.FillAsync(List, List, ("do", people[0]), ($"reason-{people[0]}", "hardship"))
        );
        lifted.Text.ShouldContain("Suspension lifted");
        lifted.Text.ShouldNotContain("Ma Chao", Case.Sensitive, "one's own act is seen at once");
        lifted.Text.ShouldContain("Huang Zhong");

        await LetGoAsync(visitor, people[1]);
        (await visitor.GetAsync(List)).Text.ShouldContain("Nobody is suspended now.");
        (await visitor.FillAsync(List, List, ("do", "nobody"))).Status.ShouldBe(404);
    }

    // A suspension stands on its strikes: without one of them it ends, and the other two count again.
    private async Task LetGoAsync(DeskVisitor visitor, string person)
    {
        var page = $"/desk/people/{person}";
        var standing = (await centre.Client.GetAsync($"/people/{person}/standing")).ShouldBe(200).Items("strikes");
        var strike = standing[0].GetProperty("booking").GetString()!;
        (await visitor.GetAsync(page)).Text.ShouldContain($"value=\"forgive {strike}\"");
        var wrong = await visitor.FillAsync(page, "/desk", ("do", $"forgive {strike}"), ("reason-strike", "was-there"));
        wrong.Status.ShouldBe(400, "that a scan shows it is not for staff to say");
        var gone = await visitor.FollowAsync(
            visitor.FillAsync(page, "/desk", ("do", $"forgive {strike}"), ("reason-strike", "ill"))
        );
        gone.Text.ShouldContain("No-show withdrawn");
        gone.Text.ShouldNotContain("Suspended until");
        gone.Text.ShouldNotContain($"value=\"forgive {strike}\"");
        var after = (await centre.Client.GetAsync($"/people/{person}/standing")).ShouldBe(200);
        after.Items("strikes").ShouldAllBe(one => one.GetProperty("counts").GetBoolean());
        after.Items("strikes").Length.ShouldBe(2);
    }

    private async Task LookAsync(string language, int width)
    {
        var page = await centre.StandAtAsync(await chromium.OpenAsync(language, width, 800), "steward");
        await page.GotoAsync(centre.AddressOf(List));
        await page.PictureAsync($"suspensions-{width}");
        await page.ShouldKeepNobodyOutAsync("suspensions", width);
        (await page.SmallTargetsAsync()).ShouldBeEmpty();
        await page.FollowAsync(".lines .what a");
        await page.Locator(".strikes[open]").WaitForAsync();
        await page.PictureAsync($"suspended-{width}");
        await page.ShouldKeepNobodyOutAsync("suspended", width);
        (await page.SmallTargetsAsync()).ShouldBeEmpty();
    }

    // The list follows the log.
    private static async Task<string> ListedAsync(DeskVisitor visitor, int count)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var seen = await visitor.GetAsync(List);
            seen.Status.ShouldBe(200, seen.Text);
            if (seen.Text.Split("id=\"suspended-").Length - 1 == count)
            {
                return seen.Text;
            }

            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), seen.Text);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
