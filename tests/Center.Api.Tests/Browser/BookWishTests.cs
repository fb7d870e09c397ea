using System;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>What a place is wanted for, what is lent with it, and times at which the house is closed.</summary>
public sealed class BookWishTests(Chromium chromium, BookCentre centre) : IClassFixture<BookCentre>
{
    [Fact]
    public async Task purpose_and_equipment_are_chosen_by_keyboard_and_stay_with_the_booking()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB"));
        await centre.SearchAsync(page, "music", "2026-11-27", "15:00", "16:00");
        await page.FollowAsync("#place-music-room .slot");
        await page.TabToAsync("#purpose");
        await page.Keyboard.TypeAsync("Reh");
        await page.TabToAsync("#extra-portable-projector");
        await page.Keyboard.TypeAsync("2");
        await page.TabToAsync("form.wish button");
        await page.PictureAsync("wish");
        await page.LeadsOnAsync(() => page.Keyboard.PressAsync("Enter"));

        (await page.InnerTextAsync("h1")).ShouldBe("Kept for you");
        await ShouldTellAsync(page, ".details");
        await page.FollowAsync("text=Confirm booking");
        await ShouldTellAsync(page, ".details");
        var booked = await centre.Client.GetAsync($"/bookings/{page.Url[(page.Url.LastIndexOf('/') + 1)..]}");
        booked.Text("purpose").ShouldBe("rehearsal");
        var extra = booked.Member("extras").EnumerateArray().ShouldHaveSingleItem();
        extra.GetProperty("code").GetString().ShouldBe("portable-projector");
        extra.GetProperty("units").GetArrayLength().ShouldBe(2);

        await page.FollowAsync(".next a[href='/book/mine']");
        await page.ComesAsync(".bookings li .where");
        await page.PictureAsync("wish-mine");
        await ShouldTellAsync(page, ".bookings li");
    }

    [Fact]
    public async Task only_equipment_that_is_free_then_is_offered()
    {
        await LendAsync("baking-room", "2026-12-01", 2);
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB", script: false));
        await centre.SearchAsync(page, "dancing", "2026-12-01", "15:00", "16:00");
        await page.FollowAsync("#place-dance-room .slot");
        (await page.InnerTextAsync("label[for=extra-portable-projector]")).ShouldContain("1 free");
        (await page.InnerTextAsync("label[for=extra-portable-loudspeaker]")).ShouldContain("2 free");

        await LendAsync("painting-room", "2026-12-01", 1);
        await page.SelectOptionAsync("#extra-portable-projector", "1");
        await page.FollowAsync("form.wish button");
        (await page.InnerTextAsync("main")).ShouldContain("Perhaps only the equipment is gone.");
        await page.FollowAsync("text=Try without equipment");
        (await page.Locator("#extra-portable-projector").CountAsync()).ShouldBe(0);
        await page.FollowAsync("form.wish button");
        (await page.InnerTextAsync("h1")).ShouldBe("Kept for you");
    }

    [Fact]
    public async Task a_time_at_which_the_house_is_closed_is_asked_for()
    {
        var page = await centre.SignInAsync(await chromium.OpenAsync("en-GB", script: false));
        await centre.SearchAsync(page, "gym", "2026-12-01", "20:00", "21:00");
        (await page.InnerTextAsync(".summary")).ShouldContain("outside opening hours; 1 to ask for");
        (await page.InnerTextAsync("#place-gym .slot")).ShouldContain("needs approval");
        (await page.Locator(".ways .slot").CountAsync()).ShouldBeGreaterThan(0);
        await page.PictureAsync("beyond-search");
        await page.FollowAsync("#place-gym .slot");
        (await page.InnerTextAsync("p.asks")).ShouldContain("staff must approve");
        await page.PictureAsync("beyond-wish");
        await page.FollowAsync("form.wish button");
        await page.FollowAsync("text=Ask for approval");
        (await page.InnerTextAsync("h1")).ShouldBe("Waiting for approval");

        await centre.SearchAsync(page, "gym", "2026-12-01", "19:00", "20:00");
        (await page.Locator("#place-gym .slot .mark").CountAsync()).ShouldBe(0);
        await centre.SearchAsync(page, "gym", "2026-12-01");
        (await page.Locator("#place-gym .slot .mark").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task a_booking_is_moved_to_a_time_that_staff_must_approve()
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var form = await visitor.HoldAsync("handicraft-room", "2026-12-03", "15:00", "16:00");
        var booking = (await visitor.PostAsync("/book/hold", form)).Location!;
        await visitor.PostAsync(booking + "/confirm", await visitor.FormAsync(booking));

        var move = $"{booking}/move?date=2026-12-03&from=20:30&to=21:30";
        (await visitor.GetAsync(move)).Text.ShouldContain("needs approval");
        var moved = await visitor.PostAsync(booking + "/move", await visitor.FormAsync(move));
        moved.Status.ShouldBe(302);
        var now = await centre.Client.GetAsync($"/bookings/{booking[6..]}");
        now.Text("status").ShouldBe("requested");
        now.Text("start").ShouldBe("2026-12-03T12:30:00Z");
    }

    [Fact]
    public async Task where_the_rules_refuse_closed_times_are_not_offered()
    {
        var room = await centre.Client.GetAsync("/facilities/english-corner");
        var changed = JsonNode.Parse(room.Member("definition").GetRawText())!.AsObject();
        changed["bookingRules"] = new JsonObject { ["outsideOpeningHours"] = "refuse" };
        var put = await centre.Client.SendAsync(
            HttpMethod.Put,
            "/facilities/english-corner",
            changed.ToJsonString(),
            ("If-Match", room.Headers["ETag"])
        );
        put.ShouldBe(200);
        using var visitor = await BookVisitor.SignedInAsync(centre);

        var seen = await visitor.GetAsync("/book?q=english&date=2026-12-04&from=20:00&to=21:00");
        var place = seen.Text[seen.Text.IndexOf("place-english-corner", StringComparison.Ordinal)..];
        place.ShouldContain("It is not open at that time.");
        place.ShouldNotContain("needs approval");
        var form = await visitor.HoldAsync("english-corner", "2026-12-04", "20:00", "21:00");
        (await visitor.PostAsync("/book/hold", form)).Status.ShouldBe(422);
    }

    private async Task LendAsync(string facility, string day, int projectors)
    {
        var (person, _) = await centre.ResidentAsync();
        var lent = await centre.Client.PostAsync(
            "/bookings",
            new
            {
                facility,
                start = $"{day}T15:00:00+08:00",
                end = $"{day}T16:00:00+08:00",
                people = 1,
                onBehalfOf = person,
                extras = new[] { new { code = "portable-projector", units = projectors } },
            }
        );
        lent.ShouldBe(201);
    }

    private static async Task ShouldTellAsync(IPage page, string selector)
    {
        var said = await page.InnerTextAsync(selector);
        said.ShouldContain("Rehearsal");
        said.ShouldContain("2 × Portable projector");
    }
}
