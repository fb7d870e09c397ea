using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>Residents book places, with and without hands on a mouse, with and without scripts.</summary>
public sealed class BookJourneyTests(Chromium chromium, BookCentre centre) : IClassFixture<BookCentre>
{
    [Fact]
    public async Task from_the_link_to_the_receipt_and_back_by_keyboard_alone()
    {
        var page = await chromium.OpenAsync();
        var (_, link) = await centre.ResidentAsync();
        await page.GotoAsync(centre.AddressOf(link));
        await EnterAsync(page, "button");
        page.ShouldBeAt("/book");

        await page.TabToAsync("#q");
        await page.Keyboard.TypeAsync("想弹钢琴");
        await page.LeadsOnAsync(() => page.Keyboard.PressAsync("Enter"));
        await EnterAsync(page, "#place-music-room .slot");
        (await page.InnerTextAsync("h1")).ShouldBe("预约这个场地？");
        await EnterAsync(page, "form.wish button");
        await page.WaitForSelectorAsync(".timer:not([hidden]) b");
        (await page.InnerTextAsync("h1")).ShouldBe("为您暂留");
        (await page.InnerTextAsync(".timer b")).ShouldMatch("^(10:00|9:[0-5][0-9])$");
        (await page.InnerTextAsync(".lead")).ShouldContain("保留到 09:");

        await EnterAsync(page, "form[action$=confirm] button");
        (await page.InnerTextAsync("h1")).ShouldBe("已约好");
        (await page.InnerTextAsync(".details")).ShouldContain("音乐室");

        await EnterAsync(page, ".next a[href='/book/mine']");
        await page.ComesAsync(".bookings li");
        (await page.InnerTextAsync(".bookings li")).ShouldContain("音乐室");
        await EnterAsync(page, ".bookings a[href$=cancel]");
        (await page.InnerTextAsync("h1")).ShouldBe("取消这个预约？");
        await EnterAsync(page, "form.cancel button");
        (await page.InnerTextAsync("h1")).ShouldBe("已取消");
    }

    [Fact]
    public async Task everything_works_without_scripts()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB", script: false));
        await page.FillAsync("#q", "dancing");
        await page.FillAsync("#date", "2026-11-26");
        await page.FillAsync("#from", "15:00");
        await page.FillAsync("#to", "16:30");
        await page.FillAsync("#people", "8");
        await page.FollowAsync(".ask button");
        await page.FollowAsync("#place-dance-room .slot");
        await page.FollowAsync("form.wish button");
        (await page.InnerTextAsync(".lead")).ShouldStartWith("Kept for you until 09:");
        (await page.IsVisibleAsync(".timer")).ShouldBeFalse();
        await page.FollowAsync("text=Confirm booking");
        (await page.InnerTextAsync(".details")).ShouldContain("15:00–16:30");

        await page.FollowAsync(".next a[href$=move]");
        await page.FillAsync("#date", "2026-11-27");
        await page.FollowAsync("text=Show free times");
        await page.FollowAsync(".slots li:first-child button");
        (await page.InnerTextAsync("h1")).ShouldBe("Booked");
        (await page.InnerTextAsync(".details")).ShouldContain("Fri 27 November\n15:00–16:30");
    }

    [Fact]
    public async Task what_somebody_else_took_in_the_meantime_is_told_with_other_ways()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB"));
        await centre.SearchAsync(page, "painting", "2026-11-26", "15:00", "16:00");
        await centre.BookAsync("painting-room", "2026-11-26", "15:00", "16:00");
        await page.FollowAsync("#place-painting-room .slot");
        await page.FollowAsync("form.wish button");
        (await page.InnerTextAsync(".alert")).ShouldBe("It is taken at that time.");
        (await page.Locator(".ways li").CountAsync()).ShouldBeGreaterThan(3);
        await page.FollowAsync(".ways li:first-child .slot");
        await page.FollowAsync("form.wish button");
        (await page.InnerTextAsync("h1")).ShouldBe("Kept for you");
        (await page.InnerTextAsync(".details")).ShouldContain("Painting studio");

        await centre.SearchAsync(page, "painting", "2026-11-26", "15:00", "16:00");
        (await page.InnerTextAsync(".summary")).ShouldContain("nothing is free");
        (await page.InnerTextAsync("#place-painting-room .why")).ShouldBe("It is taken at that time.");
        (await page.Locator(".ways .slot").CountAsync()).ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task a_chess_seat_is_taken_on_the_same_day()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync());
        await centre.SearchAsync(page, "下象棋", "2026-11-24", "10:00", "11:00", people: 2);
        await page.FollowAsync("#place-chess-room .slot");
        await page.FollowAsync("form.wish button");
        await page.FollowAsync("text=确认预约");
        (await page.InnerTextAsync("h1")).ShouldBe("已约好");
        (await page.InnerTextAsync(".details")).ShouldContain("座位号\n1, 2");
    }

    [Theory]
    [InlineData("piano", "music-room")]
    [InlineData("钢琴", "music-room")]
    [InlineData("chess", "chess-room")]
    [InlineData("象棋", "chess-room")]
    [InlineData("想跳舞", "dance-room")]
    [InlineData("Meeting room 2", "meeting-room-2")]
    [InlineData("read a book", "reading-room")]
    [InlineData("PROJECTOR", "film-and-sound-room")]
    public async Task people_need_not_know_what_a_room_is_called(string words, string facility)
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB", script: false));
        await centre.SearchAsync(page, words, "2026-11-25");
        (await page.Locator($"#place-{facility}").CountAsync()).ShouldBe(1);
        (await page.Locator("#place-baking-room").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task a_word_that_means_nothing_here_is_answered_with_words_that_do()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB"));
        await centre.SearchAsync(page, "submarine", "2026-11-25");
        (await page.InnerTextAsync(".alert")).ShouldContain("submarine");
        await page.FollowAsync(".chips >> text=piano");
        (await page.Locator("#place-music-room .slot").CountAsync()).ShouldBeGreaterThan(3);
    }

    private static async Task EnterAsync(IPage page, string selector)
    {
        await page.TabToAsync(selector);
        await page.LeadsOnAsync(() => page.Keyboard.PressAsync("Enter"));
    }
}
