using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>What the desk does all day, by keyboard and scanner alone, with its presses and its time counted.</summary>
public sealed class DeskJourneyTests(Chromium chromium, DeskCentre centre) : IClassFixture<DeskCentre>
{
    private static readonly TimeSpan _walkIn = TimeSpan.FromSeconds(10);

    // A practised hand presses four keys a second; a test presses at once, so its reading and deciding is added.
    private static readonly TimeSpan _press = TimeSpan.FromMilliseconds(250);

    // A page sets its focus when it is first painted; nobody's hands are faster.
    private const string Ready = "#code:focus, [name=age]:focus";

    private int _presses;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_chess_seat_for_a_known_card_takes_two_presses(bool script)
    {
        var (_, card) = await centre.ResidentAsync("王秀英");
        var page = await centre.StandAtAsync(await chromium.OpenAsync(script: script));
        await ScanAsync(page, card);
        (await page.InnerTextAsync("h1")).ShouldBe("王秀英");
        var number = await page.InnerTextAsync("#walk-in-chess-room .number");

        await PressAsync(page, number);
        await page.LeadsOnAsync(() => PressAsync(page, "Enter"));

        _presses.ShouldBeLessThanOrEqualTo(3);
        _presses.ShouldBe(2);
        (await page.InnerTextAsync(".done")).ShouldContain("已入座");
        (await page.InnerTextAsync(".done")).ShouldContain("棋牌室");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("code");
    }

    [Fact]
    public async Task somebody_without_a_card_sits_within_ten_seconds_by_keyboard_alone()
    {
        var page = await centre.StandAtAsync(await chromium.OpenAsync("en-GB"));
        var number = await page.InnerTextAsync("#walk-in-chess-room .number");
        var time = Stopwatch.StartNew();

        await PressAsync(page, number);
        await page.LeadsOnAsync(() => PressAsync(page, "Enter"));
        await PressAsync(page, "ArrowDown");
        await page.LeadsOnAsync(() => PressAsync(page, "Enter"));

        (await page.InnerTextAsync(".done")).ShouldContain("Place taken");
        (await page.InnerTextAsync(".person")).ShouldContain("60 and older");
        _presses.ShouldBe(4);
        (time.Elapsed + (_presses * _press)).ShouldBeLessThan(_walkIn);
    }

    [Fact]
    public async Task whoever_booked_is_checked_in_by_a_scan_and_one_press_and_the_next_card_follows()
    {
        var (person, card) = await centre.ResidentAsync("刘国强");
        var booking = await centre.BookAsync("music-room", "09:15", "10:15", person);
        var (_, next) = await centre.ResidentAsync("赵敏");
        var page = await centre.StandAtAsync(await chromium.OpenAsync());
        await ScanAsync(page, card);
        (await page.InnerTextAsync(".field-of-desk button")).ShouldBe("签到");

        await page.LeadsOnAsync(() => PressAsync(page, "Enter"));

        _presses.ShouldBe(1);
        (await page.InnerTextAsync(".done")).ShouldContain("已签到");
        (await centre.StatusAsync(booking)).ShouldBe("checked-in");
        await ScanAsync(page, next);
        (await page.InnerTextAsync("h1")).ShouldBe("赵敏");
        (await page.Locator(".done").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task a_slip_of_the_hand_is_undone()
    {
        var (_, card) = await centre.ResidentAsync();
        var page = await centre.StandAtAsync(await chromium.OpenAsync("en-GB"));
        await ScanAsync(page, card);
        await page.FollowAsync("#walk-in-reading-room");
        await page.FollowAsync(".done button");
        (await page.InnerTextAsync(".done")).ShouldContain("Check-in undone");
        await page.FollowAsync(".lines button[value^=cancel]");
        (await page.InnerTextAsync(".lines .state")).ShouldContain("Cancelled");
    }

    // A hardware scanner is a keyboard that types at once and ends with Enter; its Enter is no press.
    private static async Task ScanAsync(IPage page, string code)
    {
        await page.WaitForSelectorAsync(Ready);
        await page.Keyboard.TypeAsync(code);
        await page.LeadsOnAsync(() => page.Keyboard.PressAsync("Enter"));
    }

    private async Task PressAsync(IPage page, string key)
    {
        await page.WaitForSelectorAsync(Ready);
        _presses++;
        await page.Keyboard.PressAsync(key);
    }
}
