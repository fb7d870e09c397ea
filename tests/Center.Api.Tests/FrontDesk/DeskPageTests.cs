using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>The desk's pages as such: for whoever sees badly, on a telephone, in both languages.</summary>
public sealed class DeskPageTests(Chromium chromium, DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Theory]
    [InlineData("zh-CN", 1440, false, "normal")]
    [InlineData("en-GB", 1440, true, "large")]
    [InlineData("zh-CN", 360, true, "large")]
    [InlineData("en-GB", 360, false, "normal")]
    public async Task nobody_is_kept_out_of_any_page(string language, int width, bool dark, string type)
    {
        var page = await centre.StandAtAsync(await chromium.OpenAsync(language, width, 800, dark), "manager");
        await page.GotoAsync(centre.AddressOf($"/desk?type={type}"));
        await EachPageAsync(
            page,
            language,
            async name =>
            {
                await page.PictureAsync($"{name}-{language}-{width}");
                await page.ShouldKeepNobodyOutAsync(name, width);
                (await page.SmallTargetsAsync()).ShouldBeEmpty(name);
            }
        );
    }

    /// <summary>Fills a day and walks through all pages.</summary>
    private async Task EachPageAsync(IPage page, string language, Func<string, Task> look)
    {
        var (person, card) = await centre.ResidentAsync("欧阳娜娜", "13837129999");
        await centre.BookAsync("english-corner", "09:00", "10:00", person);
        await centre.BookAsync("english-corner", "14:00", "15:00", person);
        var (other, _) = await centre.ResidentAsync("Zhang Wei");
        await centre.BookAsync("film-and-sound-room", "10:00", "12:00", other);
        await centre.BookAsync("training-room", "15:00", "16:00", null, "lvcheng-social-work-station", "2026-11-27");
        await page.ReloadAsync();
        await look("desk");
        await page.FillAsync("#code", "NOBODY-1");
        await page.FollowAsync(".field-of-desk button");
        await look("unknown");
        await page.FollowAsync(".alert button");
        await look("newcomer");
        await page.GotoAsync(centre.AddressOf("/desk"));
        await page.FillAsync("#code", card);
        await page.FollowAsync(".field-of-desk button");
        await look("person");
        await page.FollowAsync("#walk-in-chess-room");
        await look("refused");
        await page.GotoAsync(centre.AddressOf($"/desk/people/{person}"));
        await page.FollowAsync(".field-of-desk button");
        await look("done");
        await page.ClickAsync(".other-details summary");
        await look("details");
        await page.FollowAsync(".of-person > form button");
        await look("link");
        await page.GotoAsync(centre.AddressOf("/desk/suspensions"));
        await look("suspensions-none");
        await page.GotoAsync(centre.AddressOf("/desk/sheet"));
        await look("sheet");
        await PaperAsync(page, $"{language}-{page.ViewportSize!.Width}");
        await page.GotoAsync(centre.AddressOf("/desk/closures"));
        await look("closures");
        await page.SelectOptionAsync("#facility", "english-corner");
        await page.FillAsync("#from-time", "13:00");
        await page.FollowAsync("[value=check]");
        (await page.Locator(".affected li").CountAsync()).ShouldBe(1);
        await look("affected");
        await page.FollowAsync("[value=announce]");
        await look("closed");
        await page.FollowAsync("[value^=withdraw]");
        await CleanAsync(person, other);
    }

    private async Task CleanAsync(params string[] people)
    {
        foreach (var person in people)
        {
            foreach (var booking in (await centre.Client.GetAsync($"/bookings?person={person}")).Items())
            {
                var id = booking.GetProperty("id").GetString();
                await centre.Client.PostAsync($"/bookings/{id}/check-out", new { });
                await centre.Client.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "other" });
            }
        }

        foreach (var booking in (await centre.Client.GetAsync("/bookings?status=requested")).Items())
        {
            await centre.Client.PostAsync(
                $"/bookings/{booking.GetProperty("id").GetString()}/decline",
                new { reasonCode = "other" }
            );
        }
    }

    private static async Task PaperAsync(IPage page, string name)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.IsVisibleAsync(".masthead")).ShouldBeFalse();
        (await page.IsVisibleAsync(".choose-day")).ShouldBeFalse();
        (await page.IsVisibleAsync(".sheet table")).ShouldBeTrue();
        await page.PictureAsync($"paper-{name}");
        if (Environment.GetEnvironmentVariable("CENTER_PICTURES") is { Length: > 0 } folder)
        {
            await page.PdfAsync(new() { Path = Path.Combine(folder, $"paper-{name}.pdf"), PreferCSSPageSize = true });
        }

        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }
}
