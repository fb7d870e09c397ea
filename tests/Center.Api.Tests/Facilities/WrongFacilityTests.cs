using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

/// <summary>A wrong facility or wrong hours are answered with the place of every fault, and nothing is written.</summary>
public sealed class WrongFacilityTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private const string Gym = "/facilities/gym";
    private const string Hours = "/facilities/gym/hours";

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
        var put = await centre.RefusedAsync(Gym, $"{json[..^1]}, \"{member}\": {value}}}", 400, code);
        if (place is not null)
        {
            put.Text("member").ShouldBe(place == "$." ? $"$.{member}" : place);
        }
    }

    [Fact]
    public async Task all_faults_are_named_at_once()
    {
        var put = await centre.RefusedAsync(
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
        (await centre.RefusedAsync(Hours, body, 400, code)).Text("member").ShouldBe(place);

    [Theory]
    [InlineData("/facilities/nowhere/hours")]
    [InlineData("/facilities/multi-function-hall-east/hours")]
    [InlineData("/facilities/Big%20Room/hours")]
    public Task hours_of_what_is_no_facility_are_not_found(string path) =>
        centre.RefusedAsync(path, "{}", 404, "not-found");

    [Fact]
    public async Task a_flood_of_faults_is_answered_soon_and_shortly()
    {
        var (gym, _) = await centre.ReadAsync("gym");
        gym.Remove("features");
        var features = string.Join(",", Enumerable.Range(0, 100_000).Select(n => $"\"{n}\""));
        var flood =
            $"{gym.ToJsonString()[..^1]}, \"features\": [{features},{string.Concat(Enumerable.Repeat("7,", 999))}7]}}";
        var refused = await centre.RefusedAsync(Gym, flood, 400, "invalid-value");
        refused.Member("problems").GetArrayLength().ShouldBe(100);
        refused.Text("detail").ShouldContain("1000");
    }
}
