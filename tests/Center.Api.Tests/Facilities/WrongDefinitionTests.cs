using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

/// <summary>Whatever a client sends is answered with a code and the place of the fault, and nothing is written.</summary>
public sealed class WrongDefinitionTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private const string Gym = "/facilities/gym";
    private const string Hours = "/facilities/gym/hours";
    private const string Policy = "/policies/booking";
    private const string Definition = "/definition";
    private static readonly string[] _writes = [Gym, Hours, Policy, Definition];

    [Theory]
    [InlineData("colour", "\"red\"", "unknown-member")]
    [InlineData("code", "\"music-room\"", "invalid-value")]
    [InlineData("code", "\"Gym\"", "invalid-value")]
    [InlineData("site", "\"nowhere\"", "invalid-value")]
    [InlineData("serviceLine", "\"sport\"", "invalid-value")]
    [InlineData("serviceLine", "null", "invalid-body")]
    [InlineData("kind", "\"hall\"", "invalid-value")]
    [InlineData("kind", "2", "invalid-value")]
    [InlineData("kind", "null", "invalid-body")]
    [InlineData("floor", "6", "invalid-value")]
    [InlineData("floor", "2147483648", "invalid-value")]
    [InlineData("name", "\"Gym\"", "invalid-body")]
    [InlineData("name", "{}", "invalid-value")]
    [InlineData("name", "{\"zh-CN\": \"a\\u0000b\"}", "invalid-value", null)]
    [InlineData("name", "{\"zh-CN\": \"\\ud800\"}", "invalid-value", null)]
    [InlineData("name", "{\"zh-CN\": \"a\", \"zh-CN\": \"b\"}", "invalid-value", "$.name.zh-CN")]
    [InlineData("capacity", "0", "invalid-value")]
    [InlineData("capacity", "1.5", "invalid-value")]
    [InlineData("capacity", "\"18\"", "invalid-value")]
    [InlineData("capacity", "99999999999999999999", "invalid-value")]
    [InlineData("units", "-1", "invalid-value")]
    [InlineData("units", "10001", "invalid-value")]
    [InlineData("features", "\"quiet\"", "invalid-value")]
    [InlineData("features", "[\"quiet\", \"quiet\"]", "invalid-value", "$.features[1]")]
    [InlineData("parts", "[{}]", "invalid-body", "$.parts[0].code")]
    [InlineData("openingHours", "[]", "invalid-body")]
    [InlineData("openingHours", "{\"someday\": []}", "unknown-member", "$.openingHours.someday")]
    [InlineData("openingHours", "{\"daily\": [\"8:00-9:00\"]}", "invalid-value", "$.openingHours.daily[0]")]
    [InlineData("bookingRules", "{\"grid\": 7}", "invalid-value", "$.bookingRules.grid")]
    [InlineData("bookingRules", "{\"colour\": 7}", "unknown-member", "$.bookingRules.colour")]
    public async Task a_wrong_member_of_a_facility_is_named_by_its_place(
        string member,
        string value,
        string code,
        string? place = "$."
    )
    {
        var (gym, _) = await centre.ReadAsync("gym");
        gym.Remove(member);
        var json = gym.ToJsonString();
        var put = await RefusedAsync(Gym, $"{json[..^1]}, \"{member}\": {value}}}", 400, code);
        if (place is not null)
        {
            put.Text("member").ShouldBe(place == "$." ? $"$.{member}" : place);
        }
    }

    [Fact]
    public async Task all_faults_are_named_at_once()
    {
        var put = await RefusedAsync(
            Gym,
            """{"name": {"zh-CN": ""}, "kind": "seats", "capacty": 3, "units": 0}""",
            400,
            "unknown-member"
        );
        var places = put.Member("problems").EnumerateArray().Select(p => p.GetProperty("place").GetString());
        places.ShouldBe(["$.capacity", "$.serviceLine", "$.name.zh-CN", "$.units", "$.capacty"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Big%20Room", 400, "invalid-value")]
    [InlineData("%E6%88%BF", 400, "invalid-value")]
    [InlineData("a%2Fb", 400, "invalid-value")]
    [InlineData("-room", 400, "invalid-value")]
    [InlineData("multi-function-hall-east", 400, "invalid-value")]
    [InlineData("gym", 412, "stale-version")]
    public async Task what_cannot_be_opened_is_refused(string code, int status, string problem)
    {
        var before = await centre.EventsAsync();
        (await centre.OpenAsync(code, EditedCentre.Seats(2))).ShouldBeProblem(status, problem);
        var old = await centre.PutAsync($"/facilities/{code}", EditedCentre.Seats(2), "\"77\"");
        old.Status.ShouldBeOneOf(400, 404, 412);
        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_code_longer_than_codes_are_is_refused()
    {
        var answer = await centre.OpenAsync(new string('a', 101), EditedCentre.Seats(2));
        answer.ShouldBeProblem(400, "invalid-value");
        answer.Text("member").ShouldBe("$.code");
    }

    [Theory]
    [InlineData("{\"someday\": []}", "unknown-member", "$.someday")]
    [InlineData("{\"daily\": \"09:00-10:00\"}", "invalid-value", "$.daily")]
    [InlineData("{\"daily\": [\"09:00-09:00\"]}", "invalid-value", "$.daily[0]")]
    [InlineData("{\"daily\": [\"09:00-25:00\"]}", "invalid-value", "$.daily[0]")]
    [InlineData("{\"daily\": [\"09:00-12:00\", \"11:00-13:00\"]}", "invalid-value", "$.daily[1]")]
    [InlineData("{\"daily\": [], \"monday\": []}", "invalid-value", "$.monday")]
    [InlineData("{\"daily\": [7]}", "invalid-value", "$.daily[0]")]
    [InlineData("[]", "invalid-body", "$")]
    public async Task wrong_hours_are_named_by_their_place(string body, string code, string place) =>
        (await RefusedAsync(Hours, body, 400, code)).Text("member").ShouldBe(place);

    [Theory]
    [InlineData("/facilities/nowhere/hours")]
    [InlineData("/facilities/multi-function-hall-east/hours")]
    [InlineData("/facilities/Big%20Room/hours")]
    public Task hours_of_what_is_no_facility_are_not_found(string path) => RefusedAsync(path, "{}", 404, "not-found");

    [Theory]
    [InlineData("colour", "1", "unknown-member", "$.colour")]
    [InlineData("effectiveFrom", "null", "invalid-body", "$.effectiveFrom")]
    [InlineData("effectiveFrom", "\"2027-02-30\"", "invalid-value", "$.effectiveFrom")]
    [InlineData("effectiveFrom", "\"20270101\"", "invalid-value", "$.effectiveFrom")]
    [InlineData("version", "\"\"", "invalid-value", "$.version")]
    [InlineData("room", "null", "invalid-body", "$.room")]
    [InlineData("room", "{}", "invalid-body", "$.room.grid")]
    [InlineData("everywhere", "7", "invalid-body", "$.everywhere")]
    [InlineData("counter", "{\"grid\": 0}", "invalid-body", "$.counter.shortest")]
    public async Task wrong_rules_are_named_by_their_place(string member, string value, string code, string place)
    {
        var rules = JsonNode.Parse((await centre.Admin.GetAsync(Policy)).Raw)!.AsObject();
        rules["effectiveFrom"] = "2027-01-01";
        rules[member] = JsonNode.Parse(value);
        (await RefusedAsync(Policy, rules.ToJsonString(), 400, code)).Text("member").ShouldBe(place);
    }

    [Theory]
    [InlineData("colour", "1", "unknown-member", "$.colour")]
    [InlineData("facilities", "null", "invalid-body", "$.facilities")]
    [InlineData("facilities", "7", "invalid-value", "$.facilities")]
    [InlineData("centre", "[]", "invalid-body", "$.centre")]
    [InlineData("teams", "[7]", "invalid-body", "$.teams[0]")]
    public async Task wrong_definitions_are_named_by_their_place(string member, string value, string code, string place)
    {
        var file = EditedCentre.Shipped();
        file[member] = JsonNode.Parse(value);
        (await RefusedAsync(Definition, file.ToJsonString(), 400, code)).Text("member").ShouldBe(place);
        (await RefusedAsync($"{Definition}?check=true", file.ToJsonString(), 400, code)).Text("member").ShouldBe(place);
    }

    [Theory]
    [InlineData("", "invalid-body")]
    [InlineData("[]", "invalid-body")]
    [InlineData("\"text\"", "invalid-body")]
    [InlineData("7", "invalid-body")]
    [InlineData("{", "invalid-body")]
    [InlineData("{} {}", "invalid-body")]
    [InlineData("{\"a\": \"\\u0000\"}", "invalid-value")]
    [InlineData("{\"\\ud800\": 1}", "invalid-value")]
    [InlineData("{\"colour\": 1}", "unknown-member")]
    public async Task a_wrong_body_is_refused_everywhere(string body, string code)
    {
        foreach (var path in _writes)
        {
            await RefusedAsync(path, body, 400, code);
        }
    }

    [Fact]
    public async Task null_is_a_body_of_hours_alone()
    {
        foreach (var path in _writes.Where(path => path != Hours))
        {
            await RefusedAsync(path, "null", 400, "invalid-body");
        }
    }

    [Fact]
    public async Task a_flood_of_faults_is_answered_soon_and_shortly()
    {
        var (gym, _) = await centre.ReadAsync("gym");
        gym.Remove("features");
        var features = string.Join(",", Enumerable.Range(0, 100_000).Select(n => $"\"{n}\""));
        var flood =
            $"{gym.ToJsonString()[..^1]}, \"features\": [{features},{string.Concat(Enumerable.Repeat("7,", 999))}7]}}";
        var refused = await RefusedAsync(Gym, flood, 400, "invalid-value");
        refused.Member("problems").GetArrayLength().ShouldBe(100);
        refused.Text("detail").ShouldContain("1000");
    }

    [Fact]
    public async Task a_body_that_is_too_deep_or_too_large_is_refused()
    {
        foreach (var path in _writes)
        {
            var deep = new StringBuilder().Insert(0, "{\"a\":", 200).Append('1').Append('}', 200).ToString();
            await RefusedAsync(path, deep, 400, "invalid-body");
            await RefusedAsync(path, $"{{\"a\": \"{new string('x', 1 << 20)}\"}}", 413, "too-large");
        }
    }

    [Theory]
    [InlineData("If-Match", "newest", 400, "invalid-value")]
    [InlineData("If-Match", "\"-1\"", 400, "invalid-value")]
    [InlineData("If-Match", "\"99999999999999999999\"", 400, "invalid-value")]
    [InlineData("If-Match", "\"77\"", 412, "stale-version")]
    [InlineData("If-Match", "\"0\"", 412, "stale-version")]
    [InlineData("If-None-Match", "\"1\"", 400, "invalid-value")]
    [InlineData("If-None-Match", "*", 412, "stale-version")]
    [InlineData("Accept", "*/*", 428, "precondition-required")]
    public async Task a_precondition_that_does_not_hold_is_refused(string header, string value, int status, string code)
    {
        var (gym, _) = await centre.ReadAsync("gym");
        gym["capacity"] = 17;
        var rules = JsonNode.Parse((await centre.Admin.GetAsync(Policy)).Raw)!.AsObject();
        rules["effectiveFrom"] = "2027-01-01";
        var before = await centre.EventsAsync();
        foreach (var (path, body) in new[] { (Gym, gym.ToJsonString()), (Hours, "{}"), (Policy, rules.ToJsonString()) })
        {
            (await centre.Admin.SendAsync(HttpMethod.Put, path, body, (header, value))).ShouldBeProblem(status, code);
        }

        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("/sites?limit=0", 400, "invalid-value")]
    [InlineData("/sites?colour=red", 400, "unknown-member")]
    [InlineData("/sites?cursor=***", 400, "invalid-value")]
    [InlineData("/service-lines?colour=red", 400, "unknown-member")]
    [InlineData("/service-lines?limit=201", 400, "invalid-value")]
    [InlineData("/organisations?limit=1&limit=2", 400, "invalid-value")]
    [InlineData("/organisations?colour=red", 400, "unknown-member")]
    [InlineData("/facilities?people=0", 400, "invalid-value")]
    [InlineData("/facilities?people=many", 400, "invalid-value")]
    [InlineData("/facilities?parts=yes", 400, "invalid-value")]
    [InlineData("/facilities?kind=hall", 400, "invalid-value")]
    [InlineData("/facilities?site=%00", 400, "invalid-value")]
    [InlineData("/facilities?cursor=%00", 400, "invalid-value")]
    [InlineData("/facilities?limit=99999999999", 400, "invalid-value")]
    [InlineData("/facilities?colour=red", 400, "unknown-member")]
    [InlineData("/facilities/nowhere", 404, "not-found")]
    [InlineData("/facilities/Big%20Room", 404, "not-found")]
    [InlineData("/facilities/gym?colour=red", 400, "unknown-member")]
    [InlineData("/policies/booking?on=tomorrow", 400, "invalid-value")]
    [InlineData("/policies/booking?on=0001-01-01", 400, "invalid-value")]
    [InlineData("/policies/booking?on=2026-12-01&on=2026-12-02", 400, "invalid-value")]
    [InlineData("/policies/booking?colour=red", 400, "unknown-member")]
    [InlineData("/policies/booking/versions?limit=-1", 400, "invalid-value")]
    [InlineData("/policies/parking", 404, "not-found")]
    [InlineData("/definition", 405, "method-not-allowed")]
    public async Task a_wrong_question_is_refused(string path, int status, string code)
    {
        var before = await centre.EventsAsync();
        (await centre.Admin.GetAsync(path)).ShouldBeProblem(status, code);
        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("check=maybe", "invalid-value")]
    [InlineData("check=true&check=true", "invalid-value")]
    [InlineData("dry=true", "unknown-member")]
    public Task an_import_with_a_wrong_question_is_refused(string query, string code) =>
        RefusedAsync($"{Definition}?{query}", EditedCentre.Shipped().ToJsonString(), 400, code);

    private async Task<Answer> RefusedAsync(string path, string body, int status, string code)
    {
        var method = path.StartsWith(Definition, StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Put;
        var before = await centre.EventsAsync();
        var answer = await centre.Admin.SendAsync(method, path, body, ("If-Match", "*"));
        answer.ShouldBeProblem(status, code);
        (await centre.EventsAsync()).ShouldBe(before);
        return answer;
    }
}
