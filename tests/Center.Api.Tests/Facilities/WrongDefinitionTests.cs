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
        (await centre.RefusedAsync(Policy, rules.ToJsonString(), 400, code)).Text("member").ShouldBe(place);
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
        (await centre.RefusedAsync(Definition, file.ToJsonString(), 400, code)).Text("member").ShouldBe(place);
        (await centre.RefusedAsync($"{Definition}?check=true", file.ToJsonString(), 400, code))
            .Text("member")
            .ShouldBe(place);
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
            await centre.RefusedAsync(path, body, 400, code);
        }
    }

    [Fact]
    public async Task null_is_a_body_of_hours_alone()
    {
        foreach (var path in _writes.Where(path => path != Hours))
        {
            await centre.RefusedAsync(path, "null", 400, "invalid-body");
        }
    }

    [Fact]
    public async Task a_body_that_is_too_deep_or_too_large_is_refused()
    {
        foreach (var path in _writes)
        {
            var deep = new StringBuilder().Insert(0, "{\"a\":", 200).Append('1').Append('}', 200).ToString();
            await centre.RefusedAsync(path, deep, 400, "invalid-body");
            await centre.RefusedAsync(path, $"{{\"a\": \"{new string('x', 1 << 20)}\"}}", 413, "too-large");
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
        centre.RefusedAsync($"{Definition}?{query}", EditedCentre.Shipped().ToJsonString(), 400, code);
}
