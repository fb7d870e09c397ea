using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Wrong addresses, parameters, methods and Accept headers at the rooms Access and People.</summary>
/// <param name="own">A centre whose events nobody else writes.</param>
public sealed class WrongQuestionTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    private const string Nobody = "0190c1a0-0000-7000-8000-000000000000";

    [Theory]
    [InlineData("GET", "/keys?limit=0", 400, "invalid-value")]
    [InlineData("GET", "/keys?limit=201", 400, "invalid-value")]
    [InlineData("GET", "/keys?limit=1&limit=1", 400, "invalid-value")]
    [InlineData("GET", "/keys?limit=99999999999999999999", 400, "invalid-value")]
    [InlineData("GET", "/keys?cursor=***", 400, "invalid-value")]
    [InlineData("GET", "/keys?cursor=AA", 400, "invalid-value")]
    [InlineData("GET", "/keys?cursor=%00", 400, "invalid-value")]
    [InlineData("GET", "/keys?cursor=_w", 200, null)]
    [InlineData("GET", "/keys?colour=red", 400, "unknown-member")]
    [InlineData("GET", "/keys?LIMIT=1", 400, "unknown-member")]
    [InlineData("GET", "/grants?subject=me", 400, "invalid-value")]
    [InlineData("GET", "/grants?subject=%ff", 400, "invalid-value")]
    [InlineData("GET", "/grants?subject=" + Nobody, 200, null)]
    [InlineData("DELETE", "/grants", 400, "invalid-value")]
    [InlineData("DELETE", "/grants?subject=" + Nobody, 400, "invalid-value")]
    [InlineData("DELETE", "/grants?role=steward", 400, "invalid-value")]
    [InlineData("DELETE", "/grants?subject=" + Nobody + "&role=Steward", 400, "invalid-value")]
    [InlineData("DELETE", "/grants?subject=" + Nobody + "&role=9", 400, "invalid-value")]
    [InlineData("DELETE", "/grants?subject=" + Nobody + "&role=steward&scope=x", 400, "invalid-value")]
    [InlineData("DELETE", "/grants?subject=" + Nobody + "&role=steward", 204, null)]
    [InlineData("DELETE", "/keys/" + Nobody, 404, "not-found")]
    [InlineData("DELETE", "/keys/me", 404, "not-found")]
    [InlineData("DELETE", "/keys/%00", 400, null)]
    [InlineData("DELETE", "/keys", 405, "method-not-allowed")]
    [InlineData("PUT", "/keys", 405, "method-not-allowed")]
    [InlineData("PATCH", "/people/" + Nobody, 405, "method-not-allowed")]
    [InlineData("GET", "/people", 400, "invalid-value")]
    [InlineData("GET", "/people?phone=1&name=x", 400, "invalid-value")]
    [InlineData("GET", "/people?name=a&name=b", 400, "invalid-value")]
    [InlineData("GET", "/people?name=%00", 400, "invalid-value")]
    [InlineData("GET", "/people?name=%ED%A0%80", 200, null)]
    [InlineData("GET", "/people?name=%FF%FE", 200, null)]
    [InlineData("GET", "/people?email=a", 400, "unknown-member")]
    [InlineData("GET", "/people?phone=' or 1=1 --", 200, null)]
    [InlineData("GET", "/people/" + Nobody, 404, "not-found")]
    [InlineData("GET", "/people/me", 404, "not-found")]
    [InlineData("GET", "/people/0190c1a0-0000-7000-8000-00000000000", 404, "not-found")]
    [InlineData("GET", "/people/%7B0190c1a0-0000-7000-8000-000000000000%7D", 404, "not-found")]
    [InlineData("GET", "/me?x=y", 200, null)]
    [InlineData("GET", "/nothing", 404, "not-found")]
    public async Task a_wrong_question_is_refused(string method, string path, int status, string? code)
    {
        var before = await own.HeadAsync();
        var answer = await own.Client.SendAsync(new HttpMethod(method), path, null);
        answer.ShouldBe(status);
        (answer.Body.ValueKind == JsonValueKind.Object && status >= 400 ? answer.Text("code") : null).ShouldBe(code);
        (await own.HeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task what_no_client_could_read_is_not_sent()
    {
        foreach (var path in (string[])["/me", "/keys", "/grants", "/people?name=x", $"/people/{Nobody}"])
        {
            foreach (var accept in (string[])["text/html", "application/xml", "image/*", "application/json;q=0", "?"])
            {
                var answer = await own.Client.SendAsync(HttpMethod.Get, path, null, ("Accept", accept));
                answer.ShouldBeProblem(406, "not-acceptable");
            }
        }

        foreach (var accept in (string[])["application/json", "*/*", "application/*", "text/html, */*;q=0.1", ""])
        {
            (await own.Client.SendAsync(HttpMethod.Get, "/me", null, ("Accept", accept))).ShouldBe(200);
        }
    }

    [Fact]
    public async Task what_cannot_be_answered_is_not_done()
    {
        var before = await own.HeadAsync();
        var wanted = JsonSerializer.Serialize(new { name = "x", role = "resident" });
        var answer = await own.Client.SendAsync(HttpMethod.Post, "/keys", wanted, ("Accept", "text/csv"));
        answer.ShouldBeProblem(406, "not-acceptable");
        (await own.HeadAsync()).ShouldBe(before);
    }
}
