using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

public sealed class AdoptRulesTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private const string First = "2018-11-26";

    [Fact]
    public async Task a_booking_names_the_version_that_counts_on_its_day()
    {
        var late = EditedCentre.Wish("training-room", "2026-12-12", "09:00", "12:00", 2);
        var old = (await centre.BookAsync(late)).ShouldBe(201);
        old.Text("policyVersion").ShouldBe(First);

        var (rules, etag) = await ReadAsync();
        rules["effectiveFrom"] = "2026-12-10";
        rules["room"]!["longest"] = 120;
        var adopted = (await centre.PutAsync("/policies/booking", rules, etag)).ShouldBe(200);
        adopted.Text("version").ShouldBe("2026-12-10");
        adopted.Headers["ETag"].ShouldNotBe(etag);

        var sooner = EditedCentre.Wish("training-room", "2026-12-05", "09:00", "12:00", 2);
        (await centre.BookAsync(sooner)).ShouldBe(201).Text("policyVersion").ShouldBe(First);
        var again = EditedCentre.Wish("training-room", "2026-12-13", "09:00", "12:00", 2);
        (await centre.BookAsync(again)).ShouldBeProblem(422, "policy-too-long");
        var shorter = EditedCentre.Wish("training-room", "2026-12-13", "09:00", "11:00", 2);
        (await centre.BookAsync(shorter)).ShouldBe(201).Text("policyVersion").ShouldBe("2026-12-10");
        var kept = await centre.Admin.GetAsync($"/bookings/{old.Text("id")}");
        kept.Text("policyVersion").ShouldBe(First);
        kept.Text("status").ShouldBe("confirmed");

        (await centre.Admin.GetAsync("/policies/booking")).Text("version").ShouldBe(First);
        (await centre.Admin.GetAsync("/policies/booking?on=2026-12-10")).Text("version").ShouldBe("2026-12-10");
        (await centre.Admin.GetAsync("/policies/booking?on=2026-12-09")).Text("version").ShouldBe(First);
    }

    [Fact]
    public async Task adopting_the_same_again_writes_nothing()
    {
        var (rules, etag) = await ReadAsync();
        var before = await centre.EventsAsync();
        (await centre.PutAsync("/policies/booking", rules, etag)).ShouldBe(200).Headers["ETag"].ShouldBe(etag);
        (await centre.EventsAsync()).ShouldBe(before);

        (rules["version"], rules["effectiveFrom"]) = ("spring", "2027-03-01");
        var adopted = (await centre.PutAsync("/policies/booking", rules, etag)).ShouldBe(200);
        (await centre.EventsAsync()).ShouldBe(before + 1);
        (await centre.PutAsync("/policies/booking", rules, etag)).ShouldBeProblem(412, "stale-version");
        (await centre.PutAsync("/policies/booking", rules, adopted.Headers["ETag"]))
            .ShouldBe(200)
            .Headers["ETag"]
            .ShouldBe(adopted.Headers["ETag"]);
        var bare = await centre.Admin.SendAsync(HttpMethod.Put, "/policies/booking", rules.ToJsonString());
        bare.ShouldBeProblem(428, "precondition-required");
        (await centre.EventsAsync()).ShouldBe(before + 1);
        var versions = await centre.Admin.GetAsync("/policies/booking/versions");
        var names = versions.Member("items").EnumerateArray().Select(item => item.GetProperty("version").GetString());
        names.ShouldContain(First);
        names.ShouldContain("spring");
    }

    [Fact]
    public async Task a_version_never_comes_to_mean_something_else()
    {
        var (rules, etag) = await ReadAsync();
        rules["room"]!["longest"] = 60;
        var before = await centre.EventsAsync();
        var refused = await centre.PutAsync("/policies/booking", rules, etag);
        refused.ShouldBeProblem(422, "invalid-definition");
        refused.Member("problems")[0].GetProperty("place").GetString().ShouldBe("$.version");
        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task rules_must_fit_what_facilities_have_different()
    {
        var (gym, gymTag) = await centre.ReadAsync("gym");
        gym["bookingRules"] = new JsonObject { ["longest"] = 90 };
        (await centre.PutAsync("/facilities/gym", gym, gymTag)).ShouldBe(200);
        var (rules, etag) = await ReadAsync();
        (rules["effectiveFrom"], rules["seats"]!["grid"], rules["seats"]!["shortest"]) = ("2027-05-01", 60, 60);
        var refused = await centre.PutAsync("/policies/booking", rules, etag);
        refused.ShouldBeProblem(400, "invalid-value");
        refused.Member("problems")[0].GetProperty("place").GetString().ShouldBe("$.seats.longest");
    }

    private async Task<(JsonObject Rules, string ETag)> ReadAsync()
    {
        var read = (await centre.Admin.GetAsync("/policies/booking")).ShouldBe(200);
        return (JsonNode.Parse(read.Raw)!.AsObject(), read.Headers["ETag"]);
    }
}
