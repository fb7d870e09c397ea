using System;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>The way in by a sign-in service, in a browser.</summary>
public sealed class OidcPageTests(Chromium chromium, OidcCentre centre) : IClassFixture<OidcCentre>
{
    [Theory]
    [InlineData("zh-CN", 360)]
    [InlineData("en-GB", 1280)]
    public async Task one_link_leads_there_and_back(string language, int width)
    {
        centre.Issuer.Flow.Who = $"browser-{width}";
        var page = await chromium.OpenAsync(language, width, 800);
        await page.GotoAsync(new Uri(centre.Center.BaseAddress, "/book").ToString());
        page.Url.ShouldContain("/sign-in?to=");
        await page.PictureAsync($"sign-in-{width}");
        await page.ShouldKeepNobodyOutAsync("sign-in", width);
        (await page.SmallTargetsAsync()).ShouldBeEmpty();
        await page.FollowAsync("a.button");
        page.ShouldBeAt("/book");
        await page.PictureAsync($"no-rights-{width}");
        await page.ShouldKeepNobodyOutAsync("no rights", width);

        var subject = await page.TextContentAsync("code");
        var story = new AccessStory(centre.Center);
        (await story.Admin.PostAsync("/grants", new { role = "resident", subject })).ShouldBe(201);
        await page.ReloadAsync();
        (await page.Locator("main h1").CountAsync()).ShouldBe(1);
        (await page.Locator("[name=q]").CountAsync()).ShouldBe(1, "the search of /book");
        await page.FollowAsync("form[action='/sign-out'] button");
        page.ShouldBeAt("/sign-in");
    }
}
