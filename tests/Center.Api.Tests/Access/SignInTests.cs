using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>One-time links, the session that they open, and what a foreign page cannot do with it.</summary>
public sealed class SignInTests(TestPostgres postgres)
{
    [Fact]
    public async Task of_many_who_use_a_link_at_once_one_gets_in()
    {
        var center = await postgres.SharedCenterAsync();
        var (person, path) = await new AccessStory(center).LinkAsync();
        var browsers = Enumerable.Range(0, 8).Select(_ => new Browser(center.BaseAddress)).ToList();
        var pages = await Task.WhenAll(browsers.Select(browser => browser.PostAsync(path)));
        pages.Count(page => page.Status == 302).ShouldBe(1);
        pages.Where(page => page.Status != 302).ShouldAllBe(page => page.Status == 409 && page.SetCookie == null);
        var inside = browsers.Single(browser => browser.Cookie is not null);
        var me = await inside.GetAsync("/api/v1/me");
        JsonDocument.Parse(me.Text).RootElement.GetProperty("person").GetString().ShouldBe(person);
        var used =
            $"select from center.mt_events where stream_id = 'access/{person}' and type = 'sign-in-link.used.v1'";
        var all = $"select from center.mt_events where stream_id = 'access/{person}'";
        var story = new AccessStory(center);
        (await story.CountAsync(all)).ShouldBe(2, used);
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task looking_at_a_link_uses_nothing_up()
    {
        var center = await postgres.SharedCenterAsync();
        var (_, path) = await new AccessStory(center).LinkAsync();
        using var browser = new Browser(center.BaseAddress);
        for (var i = 0; i < 3; i++)
        {
            var page = await browser.GetAsync(path);
            page.Status.ShouldBe(200);
            page.SetCookie.ShouldBeNull();
            (await browser.SendAsync(HttpMethod.Head, path, null)).Status.ShouldBe(405);
        }

        (await browser.PostAsync(path)).Status.ShouldBe(302);
    }

    [Fact]
    public async Task a_link_lapses_and_says_so()
    {
        var clock = new MovableClock();
        await using var center = await CenterUnderTest.StartAsync(postgres, clock);
        var (_, early) = await new AccessStory(center).LinkAsync();
        var (_, late) = await new AccessStory(center).LinkAsync();
        using var browser = new Browser(center.BaseAddress);
        clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        (await browser.PostAsync(early)).Status.ShouldBe(302);
        clock.Advance(TimeSpan.FromSeconds(1));
        browser.Cookie = null;
        var page = await browser.PostAsync(late);
        page.Status.ShouldBe(409);
        page.Text.ShouldContain("链接已过期");
        page.SetCookie.ShouldBeNull();
    }

    [Fact]
    public async Task a_session_is_kept_from_scripts_and_from_other_sites_and_ends_with_its_time()
    {
        var clock = new MovableClock();
        await using var center = await CenterUnderTest.StartAsync(postgres, clock);
        var (_, path) = await new AccessStory(center).LinkAsync();
        using var browser = new Browser(center.BaseAddress);
        var cookie = (await browser.PostAsync(path)).SetCookie!.ToLowerInvariant();
        cookie.ShouldStartWith("center-session=");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=lax");
        cookie.ShouldContain("; path=/");
        cookie.ShouldContain("; expires=");
        cookie.ShouldNotContain("; secure", Case.Insensitive, "the tests speak plain HTTP");
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromDays(31));
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task signing_out_ends_the_session_for_copies_of_the_cookie_too()
    {
        var center = await postgres.SharedCenterAsync();
        var (_, path) = await new AccessStory(center).LinkAsync();
        using var browser = new Browser(center.BaseAddress);
        await browser.PostAsync(path);
        var copy = browser.Cookie;
        var left = await browser.PostAsync("/sign-out");
        left.Location.ShouldBe("/sign-in");
        left.SetCookie!.ShouldContain("expires=Thu, 01 Jan 1970");
        browser.Cookie = copy;
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(401);
        (await browser.PostAsync("/sign-out")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task a_key_opens_the_pages_and_signing_out_leaves_the_key()
    {
        var center = await postgres.SharedCenterAsync();
        var (id, key) = await new AccessStory(center).KeyAsync("steward");
        using var browser = new Browser(center.BaseAddress);
        var page = await browser.PostAsync("/sign-in", new() { ["key"] = $" {key} ", ["to"] = "/version" });
        page.Location.ShouldBe("/version");
        page.SetCookie!.ShouldNotContain("expires=", Case.Insensitive, "a key's session ends with the browser");
        (await browser.GetAsync("/api/v1/people?name=x")).Status.ShouldBe(200);
        await browser.PostAsync("/sign-out");
        (await new CentreClient(center.Http, key).GetAsync("/me")).ShouldBe(200);

        await browser.PostAsync("/sign-in", new() { ["key"] = key });
        var admin = new AccessStory(center).Admin;
        (await admin.SendAsync(HttpMethod.Delete, $"/keys/{id}", null)).ShouldBe(204);
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(401);
        browser.Cookie = null;
        (await browser.PostAsync("/sign-in", new() { ["key"] = key })).Status.ShouldBe(401);
    }

    [Fact]
    public async Task a_link_made_at_the_desk_makes_nobody_more_than_a_resident()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var person = await story.PersonAsync();
        (await story.Admin.PostAsync("/grants", new { role = "manager", person })).ShouldBe(201);
        var desk = story.With((await story.KeyAsync("steward")).Key);
        var link = await desk.PostAsync($"/people/{person}/sign-in-link", new { });
        using var browser = new Browser(center.BaseAddress);
        await browser.PostAsync(new Uri(link.ShouldBe(201).Text("url")).AbsolutePath);
        (await browser.GetAsync("/api/v1/keys")).Status.ShouldBe(403);
        (await browser.GetAsync("/api/v1/bookings")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task a_link_taken_back_opens_nothing_and_closes_what_it_opened()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var person = await story.PersonAsync();
        var link = (await story.Admin.PostAsync($"/people/{person}/sign-in-link", new { qr = true })).ShouldBe(201);
        link.Text("qr").ShouldContain("<svg");
        using var browser = new Browser(center.BaseAddress);
        var path = new Uri(link.Text("url")).AbsolutePath;
        await browser.PostAsync(path);
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(200);
        (await story.Admin.SendAsync(HttpMethod.Delete, $"/keys/{link.Text("id")}", null)).ShouldBe(204);
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(401);
        (await browser.PostAsync(path)).Status.ShouldBe(409);
    }
}
