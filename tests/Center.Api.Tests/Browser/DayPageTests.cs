using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

public sealed class DayPageTests(Chromium chromium, BoardCentre centre) : IClassFixture<BoardCentre>
{
    [Fact]
    public async Task the_page_speaks_chinese_unless_english_is_asked_for_and_remembers_it()
    {
        var page = await centre.ShowAsync(await chromium.OpenAsync("de-DE"));
        (await page.InnerTextAsync("h1")).ShouldBe("今天，哪里有空？");
        (await page.GetAttributeAsync("html", "lang")).ShouldBe("zh-CN");

        await page.ClickAsync("text=English");
        await page.WaitForSelectorAsync("html[lang=en]");
        await centre.ShowAsync(page);
        (await page.InnerTextAsync("h1")).ShouldBe("What is free today?");
        (await page.InnerTextAsync("#row-multi-function-hall .name")).ShouldBe("Multi-function hall");

        var english = await centre.ShowAsync(await chromium.OpenAsync("en-GB"));
        (await english.InnerTextAsync("h1")).ShouldBe("What is free today?");
    }

    [Fact]
    public async Task every_room_of_the_centre_and_every_station_has_a_row_and_says_how_it_stands()
    {
        var page = await centre.ShowAsync(await chromium.OpenAsync());
        (await page.Locator(".floor .row").CountAsync()).ShouldBe(23);
        (await page.Locator(".place.station").CountAsync()).ShouldBe(12);
        (await StateAsync(page, "multi-function-hall")).ShouldBe("1/2 区");
        (await StateAsync(page, "chess-room")).ShouldBe("16/16 席");
        (await StateAsync(page, "training-room")).ShouldBe("空闲 至 16:00");
        (await page.InnerTextAsync("#row-training-room .block.requested")).ShouldStartWith("待审");
        (await page.InnerTextAsync("#row-multi-function-hall .block.inuse")).ShouldStartWith("使用中");
        (await page.InnerTextAsync("#row-meeting-room-1 .block.ended")).ShouldStartWith("已结束");
        (await page.Locator(".figure").CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task a_booking_made_by_http_appears_without_a_reload()
    {
        var page = await centre.ShowAsync(await chromium.OpenAsync());
        await page.EvaluateAsync("window.untouched = true");
        await page.ClickAsync("#row-dance-room summary");
        (await page.Locator("#row-dance-room .block").CountAsync()).ShouldBe(0);

        await centre.BookAsync("dance-room", "18:00", "20:00", overridden: true);

        await page.WaitForSelectorAsync("#row-dance-room .block.booked");
        (await page.InnerTextAsync("#row-dance-room .lines")).ShouldContain("18:00–20:00");
        (await page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue();
    }

    [Fact]
    public async Task a_lost_stream_is_told_in_grey_and_in_words_and_the_page_recovers_by_itself()
    {
        await using var line = new Line(centre.Center.BaseAddress);
        var page = await centre.ShowAsync(await chromium.OpenAsync("en-GB"), line.Address);
        line.Cut();
        await page.WaitForSelectorAsync("html.lost [data-link=lost]");
        (await page.InnerTextAsync(".link-word")).ShouldBe("Disconnected");
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.plot')).filter")).ShouldBe(
            "grayscale(1)"
        );
        (await page.RunAxe()).Violations.Select(violation => violation.Id).ShouldBeEmpty();

        line.Mend();
        await centre.BookAsync("baking-room", "18:00", "20:00", overridden: true);
        await page.WaitForSelectorAsync("html:not(.lost) [data-link=live]");
        await page.WaitForSelectorAsync("#row-baking-room .block.booked");
    }

    [Theory]
    [InlineData("zh-CN", 1440, false)]
    [InlineData("en-GB", 1440, true)]
    [InlineData("zh-CN", 360, true)]
    [InlineData("en-GB", 360, false)]
    public async Task nobody_is_kept_out(string language, int width, bool dark)
    {
        var page = await centre.ShowAsync(await chromium.OpenAsync(language, width, 740, dark));
        await page.ClickAsync("#row-chess-room summary");
        var found = await page.RunAxe();
        found
            .Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}"))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-GB")]
    public async Task a_telephone_shows_it_without_scrolling_sideways_and_with_room_for_a_finger(string language)
    {
        var page = await centre.ShowAsync(await chromium.OpenAsync(language, 360, 740));
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        var small = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("a:not(.skip), button, summary")]
              .filter(target => target.getBoundingClientRect().height < 44)
              .map(target => target.outerHTML.slice(0, 80))
            """
        );
        small.ShouldBeEmpty();
    }

    [Fact]
    public async Task the_page_is_whole_without_scripts()
    {
        var page = await chromium.OpenAsync(script: false);
        await page.GotoAsync(centre.Center.BaseAddress.ToString());
        (await page.Locator(".floor .row").CountAsync()).ShouldBe(23);
        (await page.InnerTextAsync(".no-script")).ShouldContain("重新载入");
    }

    [Fact]
    public async Task everything_comes_from_this_service_and_nothing_is_refused_by_its_own_policy()
    {
        var page = await chromium.OpenAsync();
        var hosts = new ConcurrentDictionary<string, bool>();
        var complaints = new ConcurrentQueue<string>();
        page.Request += (_, request) => hosts[new Uri(request.Url).Authority] = true;
        page.Console += (_, said) => complaints.Enqueue(said.Text);
        await centre.ShowAsync(page);
        await page.WaitForLoadStateAsync(LoadState.Load);
        hosts.Keys.ShouldBe([centre.Center.BaseAddress.Authority]);
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_row_opens_by_keyboard_and_stays_open_when_the_page_is_refreshed()
    {
        var page = await centre.ShowAsync(await chromium.OpenAsync());
        await page.FocusAsync("#row-painting-room summary");
        await page.Keyboard.PressAsync("Enter");
        await centre.BookAsync("painting-room", "18:00", "20:00", overridden: true);
        await page.WaitForSelectorAsync("#row-painting-room[open] .block.booked");
        (await page.EvaluateAsync<string>("document.activeElement.parentElement.id")).ShouldBe("row-painting-room");
    }

    private static async Task<string> StateAsync(IPage page, string facility) =>
        (await page.InnerTextAsync($"#row-{facility} .state")).Trim();
}
