using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>The board of a day as it stood at a moment.</summary>
public sealed partial class PastDayTests(Chromium chromium, PastDayCentre centre) : IClassFixture<PastDayCentre>
{
    [Theory]
    [InlineData("09:15", false)]
    [InlineData("09:30", true)]
    [InlineData("585", true)]
    [InlineData("10:00", false)]
    public async Task the_board_shows_what_stood_then_and_nothing_that_came_later(string at, bool isBooked)
    {
        using var visitor = await AuditVisitor.AsAsync(centre.Audit);
        var seen = await visitor.GetAsync($"/audit/day?date=2026-11-24&at={at}");
        seen.Status.ShouldBe(200);
        Row().Match(seen.Text).Value.Contains("11:00–12:00").ShouldBe(isBooked);
        seen.Text.ShouldContain("This is not now.");
        seen.Text.ShouldContain("Made again from the events up to log position");
        seen.Text.ShouldNotContain(AuditCentre.Name);
    }

    [Fact]
    public async Task what_happened_in_the_quarter_of_an_hour_before_stands_above_the_board()
    {
        using var visitor = await AuditVisitor.AsAsync(centre.Audit);
        (await visitor.GetAsync("/audit/day?date=2026-11-24&at=09:30")).Text.ShouldContain("Booking confirmed");
        var later = await visitor.GetAsync("/audit/day?date=2026-11-24&at=10:00");
        later.Text.ShouldContain("Booking cancelled");
        later.Text.ShouldNotContain("Booking confirmed");
        (await visitor.GetAsync("/audit/day?date=2026-11-24&at=09:45")).Text.ShouldContain("Nothing happened.");
    }

    [Theory]
    [InlineData("2026-11-24", "08:45")]
    [InlineData("2026-11-24", "10:15")]
    [InlineData("2026-11-23", "12:00")]
    [InlineData("2026-12-24", "12:00")]
    public async Task before_the_first_event_and_in_the_future_there_is_no_board(string date, string at)
    {
        using var visitor = await AuditVisitor.AsAsync(centre.Audit);
        var seen = await visitor.GetAsync($"/audit/day?date={date}&at={at}");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("Nothing was recorded by that moment, or it is still to come.");
        seen.Text.ShouldNotContain("id=\"board\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?date=x&at=x&site=x")]
    [InlineData("?date=0001-01-01&at=-5")]
    [InlineData("?date=9999-12-31&site=%00")]
    [InlineData("?date=2026-11-24&date=2026-11-23&at=")]
    public async Task what_cannot_be_read_means_this_quarter_of_an_hour_of_today(string query)
    {
        using var visitor = await AuditVisitor.AsAsync(centre.Audit);
        var seen = await visitor.GetAsync("/audit/day" + query);
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("This is how it stood on 24 Nov 2026 10:00:00.");
        seen.Text.ShouldContain("id=\"board\"");
    }

    [Fact]
    public async Task one_site_is_shown_alone()
    {
        using var visitor = await AuditVisitor.AsAsync(centre.Audit);
        const string moment = "/audit/day?date=2026-11-24&at=09:30";
        (await visitor.GetAsync(moment)).Text.ShouldContain("class=\"place station\"");
        var main = await visitor.GetAsync($"{moment}&site=main");
        main.Text.ShouldNotContain("class=\"place station\"");
        main.Text.ShouldContain("id=\"row-english-corner\"");
        main.Text.ShouldContain("/audit/day?site=main&amp;date=2026-11-24&amp;at=09:45");
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("steward")]
    public async Task whoever_may_not_replay_is_told_so_on_a_page(string role)
    {
        using var visitor = await AuditVisitor.AsAsync(centre.Audit, role);
        var seen = await visitor.GetAsync("/audit/day");
        seen.Status.ShouldBe(403);
        seen.Text.ShouldContain("These pages are for auditors.");
    }

    [Fact]
    public async Task the_slider_goes_by_keyboard_and_without_scripts_and_nobody_takes_the_page_for_now()
    {
        var page = await centre.Audit.SignInAsync(await chromium.OpenAsync("en-GB", script: false));
        await page.FollowAsync(".ways-of-audit >> text=A day of the past");
        await page.FollowAsync("text=An hour earlier");
        (await page.InnerTextAsync("output")).ShouldBe("09:00");
        await page.FocusAsync("#at");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.LeadsOnAsync(() => page.Keyboard.PressAsync("Enter"));
        (await page.InnerTextAsync("output")).ShouldBe("09:30");
        (await page.TextContentAsync("#row-english-corner .block"))!.ShouldContain("Booked");
        (await page.InnerTextAsync(".banner")).ShouldContain("24 Nov 2026 09:30:00");
        const string ground = "getComputedStyle(document.body).backgroundColor";
        var past = await page.EvaluateAsync<string>(ground);
        await page.FollowAsync(".banner a");
        (await page.EvaluateAsync<string>(ground)).ShouldNotBe(past);
        (await page.Locator("#row-english-corner .block").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task the_slider_tells_its_time_of_day_while_it_moves()
    {
        var page = await centre.Audit.SignInAsync(await chromium.OpenAsync());
        await page.GotoAsync(centre.Audit.AddressOf("/audit/day?date=2026-11-24&at=09:00"));
        await page.FocusAsync("#at");
        await page.Keyboard.PressAsync("ArrowRight");
        (await page.InnerTextAsync("output")).ShouldBe("09:15");
        (await page.GetAttributeAsync("#at", "aria-valuetext")).ShouldBe("09:15");
    }

    [GeneratedRegex("id=\"row-english-corner\".*?</details>", RegexOptions.Singleline)]
    private static partial Regex Row();
}
