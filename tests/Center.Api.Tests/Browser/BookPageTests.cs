using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>The booking pages as such: for whoever sees badly, on a telephone, in both languages.</summary>
public sealed class BookPageTests(Chromium chromium, BookCentre centre) : IClassFixture<BookCentre>
{
    private static int _days;

    [Theory]
    [InlineData("zh-CN", 1440, false, "normal")]
    [InlineData("en-GB", 1440, true, "large")]
    [InlineData("zh-CN", 360, true, "large")]
    [InlineData("en-GB", 360, false, "normal")]
    public async Task nobody_is_kept_out_of_any_page(string language, int width, bool dark, string type)
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync(language, width, 740, dark));
        await page.GotoAsync(centre.AddressOf($"/book?type={type}"));
        await EachPageAsync(
            page,
            async name =>
            {
                await page.ShouldKeepNobodyOutAsync(name, width);
                (await SmallTargetsAsync(page)).ShouldBeEmpty(name);
            }
        );
    }

    [Fact]
    public async Task large_type_stays_until_it_is_put_back()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync());
        var before = await SizeAsync(page);
        await page.FollowAsync("text=大字");
        await page.GotoAsync(centre.AddressOf("/book/mine"));
        (await SizeAsync(page)).ShouldBeGreaterThan(before * 1.3);
        await page.GotoAsync(centre.AddressOf("/"));
        (await SizeAsync(page)).ShouldBeGreaterThan(before * 1.3);
        await page.FollowAsync("text=标准字号");
        await page.GotoAsync(centre.AddressOf("/book"));
        (await SizeAsync(page)).ShouldBe(before);
    }

    [Fact]
    public async Task a_hold_that_ran_out_says_so_whatever_is_pressed()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB"));
        await centre.SearchAsync(page, "baking", "2026-11-27", "15:00", "16:00");
        await page.FollowAsync("#place-baking-room .slot");
        await page.FollowAsync("form.wish button");
        centre.Clock.Advance(TimeSpan.FromMinutes(11));
        await page.FollowAsync("text=Confirm booking");
        (await page.InnerTextAsync("h1")).ShouldBe("Lapsed");
        await page.FollowAsync("text=Search for a place");
        (await page.Locator("#place-baking-room .slot").CountAsync()).ShouldBe(1);
    }

    /// <summary>Walks a booking through all pages and shows each.</summary>
    private async Task EachPageAsync(IPage page, Func<string, Task> look)
    {
        var day = $"2026-12-{(++_days) + 1:00}";
        await look("empty");
        await page.GotoAsync(centre.AddressOf("/book?q=xyz&date=garbage&from=x&people=0"));
        await look("wrong");
        await centre.SearchAsync(page, "手工", day);
        await look("search");
        await centre.BookAsync("handicraft-room", day, "15:00", "16:00");
        await centre.SearchAsync(page, "手工", day, "15:00", "16:00");
        await look("ways");
        await page.FollowAsync(".ways li:first-child .slot");
        await page.SelectOptionAsync("#purpose", "class");
        await page.SelectOptionAsync("#extra-portable-projector", "1");
        await look("wish");
        await page.FollowAsync("form.wish button");
        await page.WaitForSelectorAsync(".timer:not([hidden])");
        await look("held");
        await centre.SearchAsync(page, "手工", day, "17:00", "18:00");
        await centre.BookAsync("handicraft-room", day, "17:00", "18:00");
        await page.FollowAsync("#place-handicraft-room .slot");
        await page.FollowAsync("form.wish button");
        await look("refused");
        await centre.SearchAsync(page, "手工", day, "20:00", "21:30");
        await look("beyond");
        await page.FollowAsync("#place-handicraft-room .slot");
        await look("beyond-wish");
        await page.GotoAsync(centre.AddressOf("/book/mine"));
        await page.WaitForSelectorAsync(".next");
        await page.ComesAsync(".bookings li");
        await look("mine");
        await page.FollowAsync(".bookings li a");
        await page.FollowAsync("form[action$=confirm] button");
        await look("receipt");
        var receipt = page.Url;
        await page.GotoAsync(receipt + "/move");
        await look("move");
        await page.GotoAsync(receipt + $"/move?date={day}&from=20:00&to=21:30");
        await look("move-beyond");
        await page.GotoAsync(receipt + "/cancel");
        await look("cancel");
    }

    private static Task<double> SizeAsync(IPage page) =>
        page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.body).fontSize)");

    private static Task<string[]> SmallTargetsAsync(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("a:not(.skip), button, select, input:not([type=hidden], [type=radio])")]
              .filter(target => target.getBoundingClientRect().height < 44)
              .map(target => target.outerHTML.slice(0, 80))
            """
        );
}
