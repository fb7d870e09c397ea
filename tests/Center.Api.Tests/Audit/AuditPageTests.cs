using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>The auditor's pages in a browser: the journey, for whoever sees badly, on a telephone, in both languages.</summary>
public sealed partial class AuditPageTests(Chromium chromium, AuditCentre centre) : IClassFixture<AuditCentre>
{
    [Theory]
    [InlineData("zh-CN", 1280, false, "normal")]
    [InlineData("en-GB", 1280, true, "large")]
    [InlineData("zh-CN", 360, true, "large")]
    [InlineData("en-GB", 360, false, "normal")]
    public async Task nobody_is_kept_out_of_any_page(string language, int width, bool dark, string type)
    {
        var booking = await centre.StoryAsync();
        await centre.PublishedAsync();
        var page = await centre.SignInAsync(await chromium.OpenAsync(language, width, 800, dark));
        await page.GotoAsync(centre.AddressOf($"/audit?type={type}"));
        await EachPageAsync(
            page,
            booking,
            async name =>
            {
                await page.PictureAsync($"{name}-{language}-{width}");
                await page.ShouldKeepNobodyOutAsync(name, width);
                if (name != "day" || width < 600)
                {
                    // The lanes of the board are made for fingers where there are fingers.
                    (await page.SmallTargetsAsync()).ShouldBeEmpty(name);
                }
            }
        );
    }

    [Fact]
    public async Task an_auditor_goes_from_the_log_to_what_changed_in_one_stream_without_scripts()
    {
        var booking = await centre.StoryAsync();
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB", script: false));
        await page.FollowAsync(".menu a[href='/audit']");
        await page.FollowAsync(".event:has-text('Booking cancelled') .leads a:last-child >> nth=0");
        (await page.InnerTextAsync("h1")).ShouldContain($"booking/{booking}");
        (await page.Locator(".event").CountAsync()).ShouldBe(3);
        await page.FillAsync("#from", "1");
        await page.LeadsOnAsync(() => page.PressAsync("#to", "Enter"));
        (await page.InnerTextAsync(".difference")).ShouldContain("terms.window.start");
        await page.ClickAsync(".event:last-child summary");
        (await page.InnerTextAsync(".event:last-child pre")).ShouldContain("\"reasonCode\": \"ill\"");
    }

    [Fact]
    public async Task an_auditor_starts_a_replay_and_sees_that_nothing_differs()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB"));
        await page.SelectOptionAsync("#view", "service-entries");
        await page.FollowAsync(".ask button.main");
        (await page.InnerTextAsync(".done[role=status]")).ShouldContain("queued");
        await page.ComesAsync(".run.done:has-text('service-entries') .equal");
    }

    /// <summary>Walks through all pages and shows each.</summary>
    private async Task EachPageAsync(IPage page, string booking, Func<string, Task> look)
    {
        await page.FollowAsync("text=/开始回放|Start a replay/");
        await page.ComesAsync(".run.done");
        await page.ClickAsync(".run summary");
        await page.ClickAsync(".event:first-child summary");
        await look("audit");
        await page.GotoAsync(centre.AddressOf($"/audit/streams/booking/{booking}?from=0&to=3&at=x"));
        await page.ClickAsync(".event:last-child summary");
        await look("stream");
        await page.FollowAsync(".event:first-child .leads a");
        await look("receipt");
        await PaperAsync(page);
        await page.GotoAsync(centre.AddressOf("/audit/day?date=2026-11-24&at=09:00"));
        await look("day");
        await page.GotoAsync(centre.AddressOf("/audit/find?q=nowhere"));
        await look("refused");
    }

    // One sheet of A4, with nothing on it that only a screen needs.
    private static async Task PaperAsync(IPage page)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        (await page.IsVisibleAsync(".masthead")).ShouldBeFalse();
        (await page.IsVisibleAsync(".ways-of-audit")).ShouldBeFalse();
        (await page.IsVisibleAsync(".qr")).ShouldBeTrue();
        var name = $"paper-{await page.GetAttributeAsync("html", "lang")}-{page.ViewportSize!.Width}";
        await page.PictureAsync(name);
        var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
        if (Environment.GetEnvironmentVariable("CENTER_PICTURES") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".pdf"), pdf);
        }

        Sheet().Count(Encoding.Latin1.GetString(pdf)).ShouldBe(1);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    [GeneratedRegex("/Type\\s*/Page\\b")]
    private static partial Regex Sheet();
}
