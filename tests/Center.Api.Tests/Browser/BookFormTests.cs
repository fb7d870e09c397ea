using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>What can be sent to the booking pages that no page of ours would send.</summary>
public sealed class BookFormTests(BookCentre centre) : IClassFixture<BookCentre>
{
    [Theory]
    [InlineData("/book?q=%00&date=%00&from=%00&to=%00&people=%00")]
    [InlineData("/book?q=%ED%A0%80%FF%FE&date=0000-00-00")]
    [InlineData("/book?q=piano&date=9999-12-31&from=23:59&to=00:00&people=99999999999999999999")]
    [InlineData("/book?q=piano&date=0001-01-01")]
    [InlineData("/book?q=piano&date=2026-11-25&from=25:00&to=-1:00")]
    [InlineData("/book?q=piano&date=2026-11-25&from=15:07&to=15:43")]
    [InlineData("/book?q=piano&date=2026-11-25&from=00:00&to=23:59")]
    [InlineData("/book?q=piano&date=2026-11-25&from=23:30")]
    [InlineData("/book?q=piano&date=2026-11-25&to=00:15")]
    [InlineData("/book?q=piano&date=2027-11-20&from=15:00&to=16:00")]
    [InlineData("/book?q=a&q=b&date=x&date=y&people=1&people=2")]
    [InlineData("/book?q=%3Cscript%3Ealert(1)%3C/script%3E&date=2026-11-25")]
    [InlineData("/book?q=&date=2026-11-25&people=500")]
    [InlineData("/book?q=🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹🎹&date=2026-11-25")]
    [InlineData("/book?type=huge&lang=xx&q=chess&date=2026-11-24")]
    public async Task whatever_is_typed_into_the_address_is_answered_with_a_page(string path)
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var seen = await visitor.GetAsync(path);
        seen.Status.ShouldBe(200, seen.Text);
        seen.Text.ShouldContain("class=\"ask\"");
        seen.Text.ShouldNotContain("<script>");
    }

    [Theory]
    [InlineData("facility=music-room", 400)]
    [InlineData("facility=no-such&start=2026-11-26T15:00:00%2B08:00&end=2026-11-26T16:00:00%2B08:00", 400)]
    [InlineData("facility=music-room&start=2026-11-26T16:00:00%2B08:00&end=2026-11-26T15:00:00%2B08:00", 400)]
    [InlineData("facility=%00&start=%00&end=%00", 400)]
    [InlineData("facility=music-room&start=9998-12-31T15:00:00Z&end=9998-12-31T16:00:00Z&people=-1", 200)]
    [InlineData("facility=music-room&start=1900-01-01T00:00:00Z&end=9998-12-31T16:00:00Z&purpose=%3Cb%3E", 200)]
    [InlineData(
        "facility=chess-room&start=2026-11-26T15:00:00Z&end=2026-11-26T16:00:00Z&extra-x=9&extra-=1&extra-portable-projector=99999999999",
        200
    )]
    public async Task whatever_is_typed_into_the_address_of_a_hold_is_answered_with_a_page(string query, int status)
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var seen = await visitor.GetAsync("/book/hold?" + query);
        seen.Status.ShouldBe(status, seen.Text);
        seen.Text.ShouldContain(status == 200 ? "class=\"ask wish\"" : "This did not work");
        seen.Text.ShouldNotContain("<b>\"");
    }

    [Theory]
    [InlineData("extra-portable-projector", "4", 409)]
    [InlineData("extra-portable-projector", "999999", 400)]
    [InlineData("extra-portable-projector", "-1", 302)]
    [InlineData("extra-music-room", "1", 302)]
    [InlineData("purpose", "<b>", 302)]
    public async Task what_no_page_would_offer_with_a_place_is_not_held(string field, string value, int status)
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var form = await visitor.HoldAsync("reading-room", "2026-11-25", "15:00", "16:00");
        form[field] = value;
        var seen = await visitor.PostAsync("/book/hold", form);
        seen.Status.ShouldBe(status, seen.Text);
        if (status == 302)
        {
            var held = await centre.Client.GetAsync($"/bookings/{seen.Location![6..]}");
            held.Text("purpose").ShouldBe("other");
            held.Member("extras").GetArrayLength().ShouldBe(0);
        }
    }

    [Fact]
    public async Task without_a_session_one_is_led_to_sign_in()
    {
        using var visitor = new BookVisitor(centre);
        (await visitor.GetAsync("/book?q=piano")).Location.ShouldBe("/sign-in?to=%2Fbook%3Fq%3Dpiano");
        (await visitor.GetAsync("/book/mine")).Status.ShouldBe(302);
        (await visitor.PostAsync("/book/hold", [])).Location.ShouldBe("/sign-in");
        (await visitor.GetAsync("/sign-in")).Text.ShouldContain("the front desk gives you a link");
    }

    [Fact]
    public async Task a_form_without_the_token_of_this_session_does_nothing()
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        using var stranger = await BookVisitor.SignedInAsync(centre);
        var form = await visitor.HoldAsync("reading-room", "2026-11-25", "15:00", "16:00");
        var without = new Dictionary<string, string>(form);
        without.Remove("form-token");
        string[] wrong = [string.Empty, "x", await stranger.TokenAsync()];
        var refused = await visitor.PostAsync("/book/hold", without);
        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("the page may be too old");
        foreach (var token in wrong)
        {
            without["form-token"] = token;
            (await visitor.PostAsync("/book/hold", without)).Status.ShouldBe(403, token);
        }

        (await centre.Client.GetAsync($"/bookings?person={visitor.Person}")).Items().ShouldBeEmpty();
        (await visitor.PostAsync("/book/hold", form)).Status.ShouldBe(302);
    }

    [Fact]
    public async Task a_form_sent_twice_holds_once()
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var form = await visitor.HoldAsync("gym", "2026-11-25", "15:00", "16:00");
        var both = await Task.WhenAll(visitor.PostAsync("/book/hold", form), visitor.PostAsync("/book/hold", form));
        both.Select(seen => seen.Status).ShouldBe([302, 302]);
        both[0].Location.ShouldBe(both[1].Location);
        form["start"] = "2026-11-25T17:00:00+08:00";
        form["end"] = "2026-11-25T18:00:00+08:00";
        (await visitor.PostAsync("/book/hold", form)).Status.ShouldBe(422);
    }

    [Fact]
    public async Task bookings_of_others_are_not_found()
    {
        var foreign = await centre.BookAsync("english-corner", "2026-11-26", "15:00", "16:00");
        var held = await centre.BookAsync("english-corner", "2026-11-26", "17:00", "18:00", hold: true);
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var form = await visitor.HoldAsync("english-corner", "2026-11-27", "15:00", "16:00");
        form["reason"] = "other";
        foreach (var id in new[] { foreign, held, Guid.NewGuid().ToString(), Guid.Empty.ToString() })
        {
            foreach (var page in new[] { "", "/move", "/cancel" })
            {
                var seen = await visitor.GetAsync($"/book/{id}{page}");
                seen.Status.ShouldBe(404, page);
                seen.Text.ShouldContain("There is no such booking.");
            }

            foreach (var act in new[] { "confirm", "cancel", "move" })
            {
                form["once"] = Guid.NewGuid().ToString();
                (await visitor.PostAsync($"/book/{id}/{act}", form)).Status.ShouldBe(404, act);
            }
        }

        (await centre.Client.GetAsync($"/bookings/{foreign}")).Text("status").ShouldBe("confirmed");
        (await centre.Client.GetAsync($"/bookings/{held}")).Text("status").ShouldBe("held");
    }

    [Theory]
    [InlineData("facility", "no-such-room", 400)]
    [InlineData("facility", "", 400)]
    [InlineData("facility", "\0", 400)]
    [InlineData("start", "yesterday", 400)]
    [InlineData("start", "0001-01-01T00:00:00+00:00", 400)]
    [InlineData("end", "9999-12-31T23:59:59+00:00", 400)]
    [InlineData("start", "1900-01-01T00:00:00+14:00", 422)]
    [InlineData("end", "9998-12-31T23:59:59+00:00", 422)]
    [InlineData("end", "2026-11-25T14:00:00+08:00", 400)]
    [InlineData("people", "-3", 400)]
    [InlineData("people", "9999", 422)]
    [InlineData("people", "99999999999", 400)]
    public async Task a_wrong_field_is_told_on_a_page(string field, string value, int status)
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var form = await visitor.HoldAsync("reading-room", "2026-11-25", "15:00", "16:00");
        form[field] = value;
        var seen = await visitor.PostAsync("/book/hold", form);
        seen.Status.ShouldBe(status, seen.Text);
        seen.Text.ShouldContain("This did not work");
    }

    [Theory]
    [InlineData("application/json", "{}", 415)]
    [InlineData("multipart/form-data", "x", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nbroken", 400)]
    public async Task what_is_no_form_is_refused(string type, string body, int status)
    {
        using var visitor = await BookVisitor.SignedInAsync(centre);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var seen = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/book/hold") { Content = content });
        seen.Status.ShouldBe(status, seen.Text);
        var many = Enumerable.Range(0, 2000).ToDictionary(number => $"f{number}", _ => "x");
        (await visitor.PostAsync("/book/hold", many)).Status.ShouldBe(400);
    }
}
