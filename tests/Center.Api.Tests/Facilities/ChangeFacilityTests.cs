using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

public sealed class ChangeFacilityTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    [Fact]
    public async Task every_facility_can_be_put_back_as_it_was_read_and_nothing_is_written()
    {
        var rooms = await centre.Admin.GetAsync("/facilities?limit=200");
        var things = await centre.Admin.GetAsync("/facilities?limit=200&kind=equipment");
        var codes = rooms
            .Member("items")
            .EnumerateArray()
            .Concat(things.Member("items").EnumerateArray())
            .Select(item => item.GetProperty("code").GetString()!)
            .ToList();
        codes.Count.ShouldBeGreaterThanOrEqualTo(49);
        var before = await centre.EventsAsync();
        foreach (var code in codes)
        {
            var (definition, etag) = await centre.ReadAsync(code);
            var put = (await centre.PutAsync($"/facilities/{code}", definition, etag)).ShouldBe(200);
            put.Headers["ETag"].ShouldBe(etag, code);
        }

        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task every_facility_can_be_put_as_the_file_writes_it()
    {
        var file = EditedCentre.Shipped();
        var before = await centre.EventsAsync();
        foreach (var item in new[] { "party-activity-centre", "government-service-hall", "portable-projector" })
        {
            var written = file["facilities"]!.AsArray().Concat(file["equipment"]!.AsArray());
            var body = written.Single(facility => (string?)facility!["code"] == item)!.DeepClone();
            (await centre.PutAsync($"/facilities/{item}", body, "*")).ShouldBe(200);
        }

        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_change_is_seen_at_once_and_a_stale_one_is_refused()
    {
        var (gym, etag) = await centre.ReadAsync("gym");
        (gym["units"], gym["capacity"]) = (20, 20);
        gym["bookingRules"] = new JsonObject { ["perPerson"] = null, ["longest"] = 120 };
        var changed = (await centre.PutAsync("/facilities/gym", gym, etag)).ShouldBe(200);
        changed.Number("units").ShouldBe(20);
        changed.Headers["ETag"].ShouldBe($"\"{changed.Number("version")}\"");

        var (read, newer) = await centre.ReadAsync("gym");
        newer.ShouldBe(changed.Headers["ETag"]);
        JsonNode.DeepEquals(read["bookingRules"], gym["bookingRules"]).ShouldBeTrue(read.ToJsonString());
        gym["capacity"] = 21;
        (await centre.PutAsync("/facilities/gym", gym, etag)).ShouldBeProblem(412, "stale-version");
        var bare = await centre.Admin.SendAsync(HttpMethod.Put, "/facilities/gym", gym.ToJsonString());
        bare.ShouldBeProblem(428, "precondition-required");
        (await centre.ReadAsync("gym")).ETag.ShouldBe(newer);
    }

    [Fact]
    public async Task a_facility_is_opened_once_and_can_be_booked()
    {
        var seats = EditedCentre.Seats(2);
        (await centre.PutAsync("/facilities/tea-corner", seats, "*")).ShouldBeProblem(404, "not-found");
        (await centre.PutAsync("/facilities/tea-corner", seats, "\"1\"")).ShouldBeProblem(404, "not-found");
        var opened = (await centre.OpenAsync("tea-corner", seats)).ShouldBe(201);
        opened.Headers["Location"].ShouldBe("/api/v1/facilities/tea-corner");
        opened.Headers["ETag"].ShouldBe("\"1\"");
        (await centre.OpenAsync("tea-corner", seats)).ShouldBeProblem(412, "stale-version");
        (await centre.PutAsync("/facilities/tea-corner", seats, "\"1\"")).ShouldBe(200);
        var wish = EditedCentre.Wish("tea-corner", "2026-11-26", "15:00", "16:00", 2);
        (await centre.BookAsync(wish)).ShouldBe(201);
    }

    [Fact]
    public async Task hours_are_set_taken_back_and_obeyed_from_then_on()
    {
        (await centre.OpenAsync("quiet-corner", EditedCentre.Seats(8))).ShouldBe(201);
        var wish = EditedCentre.Wish("quiet-corner", "2026-11-26", "15:00", "16:00", 1);
        var booked = (await centre.BookAsync(wish)).ShouldBe(201);
        booked.Text("status").ShouldBe("confirmed");

        var mornings = new JsonObject { ["daily"] = new JsonArray("08:00-12:00") };
        var set = (await centre.PutAsync("/facilities/quiet-corner/hours", mornings, "\"1\"")).ShouldBe(200);
        set.Headers["ETag"].ShouldBe("\"2\"");
        set.Member("openingHours").GetProperty("thursday")[0].GetString().ShouldBe("08:00-12:00");
        (await centre.BookAsync(wish)).ShouldBe(201).Text("status").ShouldBe("requested");
        var kept = await centre.Admin.GetAsync($"/bookings/{booked.Text("id")}");
        kept.Text("status").ShouldBe("confirmed");

        (await centre.PutAsync("/facilities/quiet-corner/hours", mornings, "\"2\""))
            .ShouldBe(200)
            .Headers["ETag"]
            .ShouldBe("\"2\"");
        (await centre.PutAsync("/facilities/quiet-corner/hours", null, "\"1\"")).ShouldBeProblem(412, "stale-version");
        var back = (await centre.PutAsync("/facilities/quiet-corner/hours", null, "\"2\"")).ShouldBe(200);
        back.Member("definition").TryGetProperty("openingHours", out _).ShouldBeFalse();
        (await centre.BookAsync(wish)).ShouldBe(201).Text("status").ShouldBe("confirmed");
    }

    [Fact]
    public async Task a_manager_of_one_site_changes_that_site_alone()
    {
        var manager = await centre.Guests.KeyAsync("manager", scope: "site:station-01");
        var before = await centre.EventsAsync();
        var own = await centre.ReadAsync("station-01-activity-room");
        var there = "/facilities/station-01-activity-room";
        (await Put(there, own.Definition)).ShouldBe(200);
        own.Definition["site"] = "main";
        (await Put(there, own.Definition)).ShouldBeProblem(403, "forbidden");
        (await Put("/facilities/gym", (await centre.ReadAsync("gym")).Definition)).ShouldBeProblem(403, "forbidden");
        (await Put("/facilities/gym/hours", new JsonObject())).ShouldBeProblem(403, "forbidden");
        var rules = JsonNode.Parse((await centre.Admin.GetAsync("/policies/booking")).Raw)!;
        (await Put("/policies/booking", rules)).ShouldBeProblem(403, "forbidden");
        (await manager.PostAsync("/definition", EditedCentre.Shipped())).ShouldBeProblem(403, "forbidden");
        (await manager.PostAsync("/definition?check=true", EditedCentre.Shipped())).ShouldBeProblem(403, "forbidden");
        (await centre.EventsAsync()).ShouldBe(before);

        Task<Answer> Put(string path, JsonNode body) =>
            manager.SendAsync(HttpMethod.Put, path, body.ToJsonString(), ("If-Match", "*"));
    }

    [Theory]
    [InlineData("steward")]
    [InlineData("coordinator")]
    [InlineData("auditor")]
    [InlineData("client")]
    public async Task others_only_read(string role)
    {
        var client = await centre.Guests.KeyAsync(role);
        foreach (var path in new[] { "/facilities/gym", "/facilities/gym/hours", "/policies/booking" })
        {
            var put = await client.SendAsync(HttpMethod.Put, path, "{}", ("If-Match", "*"));
            put.ShouldBeProblem(403, "forbidden");
        }

        (await client.PostAsync("/definition", EditedCentre.Shipped())).ShouldBeProblem(403, "forbidden");
        (await client.GetAsync("/policies/booking")).ShouldBe(200);
        (await client.GetAsync("/facilities/gym")).ShouldBe(200);
    }
}
