using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Center.Api.FrontDesk;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>What the one field understands.</summary>
public sealed class DeskFieldTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task cards_phones_names_and_ids_lead_to_their_person()
    {
        var (person, card) = await centre.ResidentAsync("Li Guihua", "138 3712 0001");
        using var visitor = await DeskVisitor.AsAsync(centre);
        foreach (var code in new[] { card, card.ToLowerInvariant(), $"  {card} ", "13837120001", "Li Guihua", person })
        {
            var sent = await visitor.FillAsync("/desk", "/desk", ("code", code));
            sent.Location.ShouldBe($"/desk/people/{person}", code);
        }

        var seen = await visitor.GetAsync($"/desk/people/{person}");
        seen.Text.ShouldContain("<h1 id=\"who\">Li Guihua</h1>");
        seen.Text.ShouldContain("60 and older");
    }

    [Fact]
    public async Task codes_of_bookings_lead_to_their_booking()
    {
        var (person, _) = await centre.ResidentAsync();
        var booking = await centre.BookAsync("painting-room", "09:30", "10:30", person);
        using var visitor = await DeskVisitor.AsAsync(centre);
        foreach (
            var code in new[] { booking, $"https://somewhere/book/{booking}", DeskCode.ShortOf(Guid.Parse(booking)) }
        )
        {
            var sent = await visitor.FillAsync("/desk", "/desk", ("code", code));
            sent.Location.ShouldBe($"/desk/bookings/{booking}", code);
        }
    }

    [Fact]
    public async Task a_merged_record_leads_to_the_one_that_counts()
    {
        var (old, card) = await centre.ResidentAsync();
        var (kept, _) = await centre.ResidentAsync();
        (await centre.Client.PostAsync($"/people/{old}/merge", new { into = kept })).ShouldBe(200);
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.FillAsync("/desk", "/desk", ("code", card))).Location.ShouldBe($"/desk/people/{kept}");
    }

    [Fact]
    public async Task what_was_booked_by_a_merged_record_is_shown_with_the_one_that_counts()
    {
        var (old, _) = await centre.ResidentAsync();
        var (kept, _) = await centre.ResidentAsync();
        var booking = await centre.BookAsync("elders-activity-room", "14:30", "15:00", old);
        (await centre.Client.PostAsync($"/people/{old}/merge", new { into = kept })).ShouldBe(200);
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.GetAsync($"/desk/people/{kept}")).Text.ShouldContain(booking);
    }

    [Fact]
    public async Task several_of_one_name_are_asked_about()
    {
        var (one, _) = await centre.ResidentAsync("Zhang Wei");
        var (other, _) = await centre.ResidentAsync("Zhang Wei");
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.FillAsync("/desk", "/desk", ("code", "zhang wei"));
        seen.Text.ShouldContain("Which one?");
        seen.Text.ShouldContain($"/desk/people/{one}");
        seen.Text.ShouldContain($"/desk/people/{other}");
    }

    [Fact]
    public async Task an_unknown_card_can_be_given_to_somebody_new()
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.FillAsync("/desk", "/desk", ("code", "NEW-4711"));
        seen.Status.ShouldBe(404);
        seen.Text.ShouldContain("Nothing is known by this");
        var form = await visitor.FillAsync("/desk", "/desk", ("do", "newcomer"), ("card", "NEW-4711"));
        form.Text.ShouldContain("value=\"NEW-4711\"");
        var sent = await visitor.FillAsync(
            "/desk/new",
            "/desk/new",
            ("age", "adult"),
            ("card", "NEW-4711"),
            ("place", "")
        );
        var again = await visitor.FillAsync("/desk", "/desk", ("code", "new-4711"));
        sent.Location.ShouldStartWith(again.Location!);
        (await visitor.FillAsync("/desk/new", "/desk/new", ("age", "adult"), ("card", "NEW-4711"))).Location.ShouldBe(
            again.Location
        );
    }

    [Theory]
    [InlineData("7", 404)]
    [InlineData("99", 404)]
    [InlineData("０", 404)]
    [InlineData("\0", 400)]
    [InlineData("'; drop table people; --", 404)]
    [InlineData("<script>alert(1)</script>", 404)]
    [InlineData("00000000-0000-0000-0000-000000000000", 404)]
    [InlineData("ffffff", 404)]
    public async Task whatever_else_is_typed_is_answered_with_the_desk(string code, int status)
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        var form = await visitor.FormAsync("/desk", ("code", code));
        form.Keys.Where(key => key.StartsWith('c') && key != "code").ToList().ForEach(key => form.Remove(key));
        var seen = await visitor.PostAsync("/desk", form);
        seen.Status.ShouldBe(status, seen.Text);
        seen.Text.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task what_is_too_long_to_be_a_code_does_nothing()
    {
        var (person, _) = await centre.ResidentAsync();
        var booking = await centre.BookAsync("handicraft-room", "09:00", "10:00", person);
        using var visitor = await DeskVisitor.AsAsync(centre);
        var page = $"/desk/bookings/{booking}";
        (await visitor.FillAsync(page, "/desk", ("code", new string('9', 500)))).Status.ShouldBe(404);
        (await centre.StatusAsync(booking)).ShouldBe("confirmed");
    }

    [Theory]
    [InlineData("check-in")]
    [InlineData("check-in nobody")]
    [InlineData("check-in 0190c1a0-0000-7000-8000-000000000000")]
    [InlineData("walk-in chess-room x y")]
    [InlineData("walk-in no-such-room 2026-11-24T09:00:00+08:00 2026-11-24T10:00:00+08:00")]
    [InlineData("walk-in chess-room 0001-01-01T00:00:00+00:00 9999-12-31T23:59:59+00:00")]
    [InlineData("lift")]
    [InlineData("drop everything")]
    public async Task buttons_that_no_page_has_are_refused(string button)
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.FillAsync("/desk", "/desk", ("do", button));
        seen.Status.ShouldBeOneOf(302, 400, 404, 422);
        var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/desk") { Content = content };
        (await visitor.SendAsync(request)).Status.ShouldBe(415);
    }
}
