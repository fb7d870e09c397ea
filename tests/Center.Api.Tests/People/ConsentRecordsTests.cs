using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;
using static Center.Api.Tests.People.ConsentStory;

namespace Center.Api.Tests.People;

/// <summary>What is said of consents, by whom it may be seen, and what becomes of it with the records.</summary>
public sealed class ConsentRecordsTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("to", "\"me\"")]
    [InlineData("to", "null")]
    [InlineData("to", "\"0190c1a0-0000-7000-8000-000000000000\"")]
    [InlineData("kind", "\"everything\"")]
    [InlineData("kind", "1")]
    [InlineData("guardian", "\"0190c1a0-0000-7000-8000-000000000000\"")]
    [InlineData("evidence", "\"hearsay\"")]
    [InlineData("evidence", "\"in-person\"")]
    [InlineData("colour", "\"red\"")]
    public async Task a_wrong_member_is_refused_and_nothing_is_written(string member, string value)
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var (daughter, _) = await guests.ResidentAsync();
        var body = new JsonObject { ["to"] = daughter, ["kind"] = "bookings" };
        body[member] = JsonNode.Parse(value);
        var refused = await asMother.SendAsync(HttpMethod.Post, $"/people/{mother}/consents", body.ToJsonString());
        refused.Status.ShouldBe(400, refused.Raw);
        (await asMother.GetAsync($"/people/{mother}/consents")).Items().ShouldBeEmpty();
        (
            await asMother.SendAsync(HttpMethod.Delete, $"/people/{mother}/consents/{daughter}?kind=all", null)
        ).ShouldBeProblem(400, "invalid-value");
    }

    [Fact]
    public async Task both_sides_see_it_and_a_merge_and_an_erasure_keep_to_it()
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var (daughter, asDaughter) = await guests.ResidentAsync();
        (await GrantAsync(asMother, mother, daughter)).ShouldBe(201);

        (await asMother.GetAsync($"/people/{mother}"))
            .Items("consents")[0]
            .GetProperty("to")
            .GetString()
            .ShouldBe(daughter);
        (await asDaughter.GetAsync($"/people/{daughter}")).Items("actsFor")[0].GetString().ShouldBe(mother);
        (await asDaughter.GetAsync("/me")).Items("actsFor")[0].GetString().ShouldBe(mother);
        (await asMother.GetAsync("/me/data")).Items("consents").Length.ShouldBe(1);
        (await asDaughter.GetAsync("/me/data")).Items("actsFor")[0].GetString().ShouldBe(mother);

        var (again, asAgain) = await guests.ResidentAsync();
        (await guests.Admin.PostAsync($"/people/{daughter}/merge", new { into = again })).ShouldBe(200);
        (await asAgain.GetAsync("/me")).Items("actsFor")[0].GetString().ShouldBe(mother);
        (await BookAsync(asAgain, mother)).ShouldBe(201);

        var (elsewhere, asElsewhere) = await guests.ResidentAsync();
        (await guests.Admin.PostAsync($"/people/{mother}/merge", new { into = elsewhere })).ShouldBe(200);
        (await asAgain.GetAsync("/me")).Items("actsFor").Select(one => one.GetString()).ShouldBe([elsewhere]);
        (await BookAsync(asAgain, elsewhere)).ShouldBe(201);

        (await asElsewhere.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        (await asAgain.GetAsync("/me")).Items("actsFor").ShouldBeEmpty();
        (await BookAsync(asAgain, elsewhere)).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task whom_staff_registered_as_acting_may_book_until_it_is_withdrawn()
    {
        var guests = await GuestsAsync();
        var (mother, asMother) = await guests.ResidentAsync();
        var body = new { ageBand = "adult", actsFor = new[] { mother } };
        var son = (await guests.Admin.PostAsync("/people", body)).ShouldBe(201).Text("id");
        var asSon = await guests.KeyAsync("resident", son);
        (await BookAsync(asSon, mother)).ShouldBe(201);

        (await WithdrawAsync(asMother, mother, son)).ShouldBe(204);
        (await BookAsync(asSon, mother)).ShouldBeProblem(403, "forbidden");
        (await asSon.GetAsync($"/people/{son}")).Items("actsFor").ShouldBeEmpty();
    }

    private async Task<BookingGuests> GuestsAsync() => new(await postgres.SharedCenterAsync());
}
