using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>Of whoever was erased the desk shows that it is so, and nothing else.</summary>
public sealed class DeskErasedTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task neither_the_person_nor_a_booking_of_before_shows_who_it_was()
    {
        var (person, card) = await centre.ResidentAsync("Zhuge Liang");
        var booking = await centre.BookAsync("music-room", "10:00", "11:00", person);
        using var visitor = await DeskVisitor.AsAsync(centre);
        (await visitor.GetAsync($"/desk/people/{person}")).Text.ShouldContain("Zhuge Liang");

        await EraseAsync(person);

        var seen = await visitor.GetAsync($"/desk/people/{person}");
        seen.Status.ShouldBe(409);
        seen.Text.ShouldContain("The data of this person were erased.");
        seen.Text.ShouldNotContain("Zhuge Liang");
        seen.Text.ShouldNotContain("music");
        var before = await visitor.GetAsync($"/desk/bookings/{booking}");
        before.Status.ShouldBe(200);
        before.Text.ShouldNotContain("Zhuge Liang");
        (await visitor.FillAsync("/desk", "/desk", ("code", card))).Text.ShouldContain(
            card,
            customMessage: "not known"
        );
        (await visitor.FillAsync("/desk", "/desk", ("code", person))).Location.ShouldBe($"/desk/people/{person}");
    }

    private async Task EraseAsync(string person)
    {
        var wanted = new Dictionary<string, string>
        {
            ["name"] = "own",
            ["role"] = "resident",
            ["person"] = person,
        };
        var key = (await centre.Client.PostAsync("/keys", wanted)).ShouldBe(201).Text("key");
        var self = new CentreClient(centre.Center.Http, key);
        (await self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
    }
}
