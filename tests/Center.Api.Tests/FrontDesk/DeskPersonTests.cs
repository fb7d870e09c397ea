using System;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>What the desk does for a person besides bookings: another card, a way into the pages, a note read.</summary>
public sealed partial class DeskPersonTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task a_lost_card_is_replaced_and_the_old_one_finds_nobody()
    {
        var (person, old) = await centre.ResidentAsync("Sun Li", "13837120001");
        using var visitor = await DeskVisitor.AsAsync(centre);
        var page = $"/desk/people/{person}";
        var saved = await visitor.FollowAsync(
            ChangeAsync(visitor, page, ("card", "NEW-77"), ("name", "Sun Li"), ("phone", "13837120002"))
        );
        saved.Text.ShouldContain("Saved");
        saved.Text.ShouldContain("value=\"13837120002\"");
        (await visitor.FillAsync("/desk", "/desk", ("code", "NEW-77"))).Location.ShouldBe(page);
        (await visitor.FillAsync("/desk", "/desk", ("code", old))).Status.ShouldBe(404);
        (await visitor.FillAsync("/desk", "/desk", ("code", "13837120001"))).Status.ShouldBe(404);

        var stopped = await ChangeAsync(
            visitor,
            page,
            ("card-lost", "yes"),
            ("name", "Sun Li"),
            ("phone", "13837120002")
        );
        stopped.Status.ShouldBe(302);
        (await visitor.FillAsync("/desk", "/desk", ("code", "NEW-77"))).Status.ShouldBe(404);
        (await visitor.FillAsync("/desk", "/desk", ("code", "13837120002"))).Location.ShouldBe(page);
    }

    [Fact]
    public async Task what_cannot_be_kept_is_told_beside_the_form()
    {
        var (person, _) = await centre.ResidentAsync("Zhou Tai");
        var (_, taken) = await centre.ResidentAsync();
        using var visitor = await DeskVisitor.AsAsync(centre);
        var page = $"/desk/people/{person}";
        var card = await ChangeAsync(visitor, page, ("card", taken), ("name", "Zhou Tai"));
        card.Status.ShouldBe(409);
        card.Text.ShouldContain("another person");
        card.Text.ShouldContain("<details class=\"other-details\" open");
        var email = await ChangeAsync(visitor, page, ("email", "nowhere"), ("name", "Zhou Tai"));
        email.Status.ShouldBe(400);
        email.Text.ShouldContain("Something in the form is not right");
        (await ChangeAsync(visitor, page, ("name", new string('x', 201)))).Status.ShouldBe(400);
        (await visitor.GetAsync(page)).Text.ShouldContain("Zhou Tai");
    }

    [Fact]
    public async Task a_link_is_shown_once_and_signs_the_person_in()
    {
        var (person, _) = await centre.ResidentAsync("Lu Su");
        using var visitor = await DeskVisitor.AsAsync(centre);
        var form = await visitor.FormAsync($"/desk/people/{person}");
        var seen = await visitor.PostAsync($"/desk/people/{person}/link", form);
        seen.Status.ShouldBe(200, seen.Text);
        seen.Text.ShouldContain("Lu Su");
        seen.Text.ShouldContain("<svg class=\"qr\"");
        seen.Text.ShouldContain("until 09:15");
        var url = Url().Match(seen.Text).Groups[1].Value;
        url.ShouldStartWith(new Uri(centre.Center.BaseAddress, "/sign-in/").ToString());

        var again = await visitor.PostAsync($"/desk/people/{person}/link", form);
        again.Status.ShouldBe(200);
        again.Text.ShouldNotContain("/sign-in/");
        again.Text.ShouldContain("was shown once");

        using var resident = new PageVisitor(centre.Center);
        (await resident.PostAsync(new Uri(url).AbsolutePath, [])).Location.ShouldBe("/book");
        (await resident.GetAsync("/book/mine")).Status.ShouldBe(200);
        (await visitor.FillAsync("/desk", $"/desk/people/{Guid.NewGuid()}/link")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task a_note_is_shown_to_staff_with_the_booking()
    {
        var (person, _) = await centre.ResidentAsync("Zhang Zhao");
        var booked = await centre.Client.PostAsync(
            "/bookings",
            new
            {
                facility = "film-and-sound-room",
                start = "2026-11-24T14:00:00+08:00",
                end = "2026-11-24T15:00:00+08:00",
                people = 3,
                onBehalfOf = person,
                note = "轮椅 <b>wheelchair</b>",
                @override = new { reasonCode = "other" },
            }
        );
        var id = booked.ShouldBe(201).Text("id");
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/desk/bookings/{id}");
        seen.Text.ShouldContain("轮椅 &lt;b&gt;wheelchair&lt;/b&gt;");
        await centre.Client.PollAsync($"/bookings?person={person}", list => list.Raw.Contains(id));
        (await visitor.GetAsync($"/desk/people/{person}")).Text.ShouldContain("wheelchair");
        (await visitor.GetAsync("/desk")).Text.ShouldNotContain("wheelchair", Case.Sensitive, "lists hold no notes");
    }

    private static Task<Seen> ChangeAsync(
        DeskVisitor visitor,
        string page,
        params (string Name, string Value)[] fields
    ) => visitor.FillAsync(page, $"{page}/details", fields);

    [GeneratedRegex("<code id=\"link-url\">([^<]+)</code>")]
    private static partial Regex Url();
}
