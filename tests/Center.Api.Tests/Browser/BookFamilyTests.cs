using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>Family members book for each other on the pages.</summary>
public sealed class BookFamilyTests(Chromium chromium, BookCentre centre) : IClassFixture<BookCentre>
{
    [Fact]
    public async Task a_daughter_books_for_her_mother_and_sees_the_booking_among_hers()
    {
        var mother = await RegisterAsync("senior", "王桂兰");
        var page = await chromium.OpenAsync("en-GB", script: false);
        var daughter = await SignInAsync(page);
        await ConsentAsync(mother, daughter, "bookings");

        await centre.SearchAsync(page, "paint", "2026-11-28", "15:00", "16:00");
        await page.FollowAsync("#place-painting-room .slot");
        var code = mother.Replace("-", "")[^6..].ToUpperInvariant();
        (await page.Locator("#for option").AllInnerTextsAsync()).ShouldBe([
            "For me",
            $"For the person with code {code}",
        ]);

        await ConsentAsync(mother, daughter, "details");
        await page.ReloadAsync();
        (await page.Locator("#for option").AllInnerTextsAsync()).ShouldBe(["For me", "For 王桂兰"]);
        await page.SelectOptionAsync("#for", mother);
        await page.FollowAsync("form.wish button");
        await page.FollowAsync("text=Confirm booking");
        (await page.InnerTextAsync(".details")).ShouldContain("For 王桂兰");
        var booked = await centre.Client.GetAsync($"/bookings/{page.Url[(page.Url.LastIndexOf('/') + 1)..]}");
        booked.Text("person").ShouldBe(mother);

        await page.GotoAsync(centre.AddressOf("/book/mine"));
        await page.ComesAsync(".bookings li");
        (await page.InnerTextAsync(".bookings li")).ShouldContain("For 王桂兰");
        await page.FollowAsync(".bookings a[href$=cancel]");
        (await page.InnerTextAsync(".details")).ShouldContain("For 王桂兰");
        await page.FollowAsync("form.cancel button");
        (await page.InnerTextAsync("h1")).ShouldBe("Cancelled");
    }

    [Fact]
    public async Task a_guardian_books_for_a_child_by_name()
    {
        var page = await chromium.OpenAsync("zh-CN", 360, 740);
        var parent = await SignInAsync(page);
        var body = new
        {
            ageBand = "under-14",
            guardians = new[] { parent },
            personal = new { name = "小明" },
        };
        var child = (await centre.Client.PostAsync("/people", body)).ShouldBe(201).Text("id");
        await centre.SearchAsync(page, "看书", "2026-11-26", "15:00", "16:00");
        await page.FollowAsync("#place-reading-room .slot");
        await page.SelectOptionAsync("#for", child);
        await page.ShouldKeepNobodyOutAsync("wish", 360);
        (await page.SmallTargetsAsync()).ShouldBeEmpty();
        await page.PictureAsync("family-wish-360");
        await page.FollowAsync("form.wish button");
        (await page.InnerTextAsync(".details")).ShouldContain("为小明");
        await page.PictureAsync("family-held-360");
    }

    [Fact]
    public async Task what_was_booked_by_a_merged_record_is_named_by_the_one_that_counts()
    {
        var old = await RegisterAsync("senior", "王阿姨");
        var mother = await RegisterAsync("senior", "王秀兰");
        using var visitor = await BookVisitor.SignedInAsync(centre);
        await ConsentAsync(mother, visitor.Person, "bookings");
        await ConsentAsync(mother, visitor.Person, "details");
        var wish = new
        {
            facility = "reading-room",
            start = "2026-11-27T16:00:00+08:00",
            end = "2026-11-27T17:00:00+08:00",
            people = 1,
            onBehalfOf = old,
        };
        var id = (await centre.Client.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
        (await centre.Client.PostAsync($"/people/{old}/merge", new { into = mother })).ShouldBe(200);
        await centre.Client.PollAsync($"/bookings?person={mother}", list => list.Items().Length == 1);

        foreach (var path in new[] { $"/book/{id}", "/book/mine" })
        {
            var seen = await visitor.GetAsync(path);
            seen.Text.ShouldContain(id);
            System.Net.WebUtility.HtmlDecode(seen.Text).ShouldContain("王秀兰");
        }
    }

    [Fact]
    public async Task a_withdrawn_consent_leaves_nothing_on_the_pages()
    {
        var mother = await RegisterAsync("senior", "李秀英");
        using var visitor = await BookVisitor.SignedInAsync(centre);
        await ConsentAsync(mother, visitor.Person, "bookings");
        await ConsentAsync(mother, visitor.Person, "details");
        var form = await visitor.HoldAsync("gym", "2026-11-27", "15:00", "16:00");
        form["for"] = mother;
        var booking = (await visitor.PostAsync("/book/hold", form)).Location!;
        (await visitor.GetAsync(booking)).Text.ShouldContain("李秀英");
        const string Hold = "/book/hold?facility=gym&start=2026-11-27T17:00:00Z&end=2026-11-27T18:00:00Z";
        (await visitor.GetAsync(Hold)).Text.ShouldContain("李秀英");

        var path = $"/people/{mother}/consents/{visitor.Person}";
        (await centre.Client.SendAsync(HttpMethod.Delete, path, null)).ShouldBe(204);

        (await visitor.GetAsync(booking)).Status.ShouldBe(404);
        (await visitor.GetAsync(Hold)).Text.ShouldNotContain("李秀英");
        form["once"] = System.Guid.NewGuid().ToString();
        form["start"] = "2026-11-27T17:00:00+08:00";
        form["end"] = "2026-11-27T18:00:00+08:00";
        (await visitor.PostAsync("/book/hold", form)).Status.ShouldBe(403);
        form["for"] = "somebody";
        (await visitor.PostAsync("/book/hold", form)).Status.ShouldBe(400);
        (await visitor.GetAsync("/book/mine")).Text.ShouldNotContain("李秀英");
    }

    private async Task<string> RegisterAsync(string ageBand, string name) =>
        (await centre.Client.PostAsync("/people", new { ageBand, personal = new { name } })).ShouldBe(201).Text("id");

    private async Task<string> SignInAsync(IPage page)
    {
        var (person, link) = await centre.ResidentAsync();
        await page.GotoAsync(centre.AddressOf(link));
        await page.FollowAsync("button");
        return person;
    }

    private async Task ConsentAsync(string person, string to, string kind)
    {
        var body = new
        {
            to,
            kind,
            evidence = "signed-form",
        };
        (await centre.Client.PostAsync($"/people/{person}/consents", body)).ShouldBe(201);
    }
}
