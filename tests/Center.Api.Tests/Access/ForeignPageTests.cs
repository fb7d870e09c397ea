using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>What a page or a link of another site cannot do with the session of this one.</summary>
public sealed class ForeignPageTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task a_page_of_another_site_acts_with_nobodys_cookie(string header, string value) =>
        (await ActAsync(header, value)).ShouldBe((403, 403, 403));

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("X-Nothing", "at-all")]
    public async Task a_page_of_this_site_acts_with_the_cookie(string header, string value) =>
        (await ActAsync(header, value)).ShouldBe((400, 302, 302));

    private async Task<(int Command, int SignIn, int SignOut)> ActAsync(string header, string value)
    {
        var center = await postgres.SharedCenterAsync();
        var (_, path) = await new AccessStory(center).LinkAsync();
        using var browser = new Browser(center.BaseAddress);
        await browser.PostAsync(path);
        var cookie = browser.Cookie;
        using var empty = new StringContent("{}", Encoding.UTF8, "application/json");
        var command = await browser.SendAsync(HttpMethod.Post, "/api/v1/service-entries", empty, (header, value));
        var (_, second) = await new AccessStory(center).LinkAsync();
        var signIn = await browser.PostAsync(second, null, (header, value));
        browser.Cookie = cookie;
        var signOut = await browser.PostAsync("/sign-out", null, (header, value));
        return (command.Status, signIn.Status, signOut.Status);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("/\n/elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("elsewhere")]
    [InlineData("")]
    [InlineData("/%00")]
    [InlineData("/\ud800")]
    public async Task signing_in_leads_nowhere_else(string to)
    {
        var center = await postgres.SharedCenterAsync();
        using var browser = new Browser(center.BaseAddress);
        var shown = await browser.GetAsync($"/sign-in?to={Escape(to)}");
        shown.Status.ShouldBeLessThan(500);
        shown.Text.ShouldNotContain("value=\"https:");
        var page = await browser.PostAsync("/sign-in", new() { ["key"] = center.AdminKey, ["to"] = to });
        page.Status.ShouldBe(302, page.Text);
        page.Location!.ShouldStartWith("/");
        new Uri(center.BaseAddress, page.Location).Authority.ShouldBe(center.BaseAddress.Authority);
    }

    [Fact]
    public async Task a_chinese_address_is_kept()
    {
        var center = await postgres.SharedCenterAsync();
        using var browser = new Browser(center.BaseAddress);
        var page = await browser.PostAsync("/sign-in", new() { ["key"] = center.AdminKey, ["to"] = "/活动?q=茶" });
        page.Location.ShouldBe("/%E6%B4%BB%E5%8A%A8?q=%E8%8C%B6");
    }

    [Fact]
    public async Task what_is_typed_into_the_address_is_shown_as_text()
    {
        var center = await postgres.SharedCenterAsync();
        using var browser = new Browser(center.BaseAddress);
        (await browser.GetAsync("/sign-in?to=%2F%22%3E%3Cscript%3E")).Text.ShouldNotContain("<script");
        (await browser.GetAsync("/sign-in/%22%3E%3Cscript%3E")).Text.ShouldNotContain("<script");
    }

    private static string Escape(string text) =>
        text.Contains('\ud800', StringComparison.Ordinal) ? "%2F%ED%A0%80" : Uri.EscapeDataString(text);
}
