using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Whatever is sent to the rooms Access and People is answered with a code, and nothing is written.</summary>
/// <param name="own">A centre whose events nobody else writes.</param>
public sealed class WrongRequestTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    private const string Nobody = "0190c1a0-0000-7000-8000-000000000000";

    private static readonly string[] _commands =
    [
        "/keys",
        "/grants",
        "/people",
        $"/people/{Nobody}/merge",
        $"/people/{Nobody}/sign-in-link",
    ];

    [Fact]
    public async Task a_body_that_is_no_such_object_is_refused_everywhere()
    {
        var before = await own.HeadAsync();
        foreach (var path in _commands)
        {
            foreach (var (body, code) in WrongBodies.All)
            {
                var answer = await own.Client.SendAsync(HttpMethod.Post, path, body);
                answer.Status.ShouldBe(400, $"{path} {Short(body)}: {answer.Raw}");
                answer.Text("code").ShouldBe(code, $"{path} {Short(body)}: {answer.Raw}");
            }
        }

        (await own.HeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_body_in_another_coat_is_refused_everywhere()
    {
        var before = await own.HeadAsync();
        var large = Encoding.UTF8.GetBytes(WrongBodies.TooLarge);
        foreach (var path in _commands)
        {
            (await SendAsync(path, WrongBodies.BrokenUtf8, "application/json")).ShouldBe((400, "invalid-value"));
            (await SendAsync(path, "{}"u8.ToArray(), "text/plain")).ShouldBe((415, "unsupported-media-type"));
            (await SendAsync(path, "{}"u8.ToArray(), null)).ShouldBe((415, "unsupported-media-type"));
            (await SendAsync(path, "a=b"u8.ToArray(), "application/x-www-form-urlencoded")).Status.ShouldBe(415);
            (await SendAsync(path, "{}"u8.ToArray(), "text/plain", chunked: true)).Status.ShouldBe(415);
            (await SendAsync(path, large, "application/json")).ShouldBe((413, "too-large"));
            (await SendAsync(path, large, "application/json", chunked: true)).ShouldBe((413, "too-large"));
        }

        (await own.HeadAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("/keys", "{\"name\": \"x\"}", "invalid-body")]
    [InlineData("/keys", "{\"role\": \"resident\"}", "invalid-body")]
    [InlineData("/keys", "{\"name\": null, \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": 7, \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"\", \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \" \\u3000 \", \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"LONG\", \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\\u0000\", \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\\ud800\", \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"name\": \"b\", \"role\": \"resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"Name\": \"a\", \"role\": \"resident\"}", "unknown-member")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"king\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"Resident\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": 10}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"10\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident, admin\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": null}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": [\"resident\"]}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"scope\": \"site:nowhere\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"scope\": \"organisation:x\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"scope\": \"team:one\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"scope\": \"\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"scope\": 7}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"scope\": {}}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"person\": \"me\"}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"person\": 7}", "invalid-value")]
    [InlineData("/keys", "{\"name\": \"a\", \"role\": \"resident\", \"person\": \"" + Nobody + "\"}", "invalid-value")]
    [InlineData("/grants", "{\"person\": \"" + Nobody + "\"}", "invalid-body")]
    [InlineData("/grants", "{\"role\": \"steward\"}", "invalid-body")]
    [InlineData("/grants", "{\"role\": \"steward\", \"person\": \"" + Nobody + "\"}", "invalid-value")]
    [InlineData("/grants", "{\"role\": \"steward\", \"subject\": \"me\"}", "invalid-value")]
    [InlineData("/grants", "{\"role\": \"steward\", \"subject\": 7}", "invalid-value")]
    [InlineData("/grants", "{\"role\": \"king\", \"subject\": \"" + Nobody + "\"}", "invalid-value")]
    [InlineData(
        "/grants",
        "{\"role\": \"steward\", \"scope\": \"site:x\", \"subject\": \"" + Nobody + "\"}",
        "invalid-value"
    )]
    [InlineData("/people", "{}", "invalid-body")]
    [InlineData("/people", "{\"ageBand\": \"old\"}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"under10\"}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": 3}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": null}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"community\": \"nowhere\"}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"community\": 410105007001}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"guardians\": \"" + Nobody + "\"}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"guardians\": [\"" + Nobody + "\"]}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"guardians\": [null]}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"guardians\": [[]]}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"guardians\": {}}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"actsFor\": [\"" + Nobody + "\"]}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"actsFor\": [\"x\"]}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": []}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"name\": null}}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"name\": 7}}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"name\": \"\"}}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"name\": \"LONG\"}}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"name\": \"\\u0000\"}}", "invalid-value")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"name\": \"\\udfff\"}}", "invalid-value")]
    [InlineData(
        "/people",
        "{\"ageBand\": \"adult\", \"personal\": {\"name\": \"a\", \"name\": \"b\"}}",
        "invalid-value"
    )]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"note:1\": \"a\"}}", "unknown-member")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"\": \"a\"}}", "unknown-member")]
    [InlineData("/people", "{\"ageBand\": \"adult\", \"personal\": {\"姓名\": \"a\"}}", "unknown-member")]
    [InlineData("/people/" + Nobody + "/merge", "{}", "invalid-body")]
    [InlineData("/people/" + Nobody + "/merge", "{\"into\": null}", "invalid-value")]
    [InlineData("/people/" + Nobody + "/merge", "{\"into\": \"x\"}", "invalid-value")]
    [InlineData("/people/" + Nobody + "/sign-in-link", "{\"qr\": \"yes\"}", "invalid-value")]
    [InlineData("/people/" + Nobody + "/sign-in-link", "{\"qr\": null}", "invalid-value")]
    public async Task a_wrong_member_is_refused(string path, string body, string code)
    {
        var before = await own.HeadAsync();
        var sent = body.Replace("LONG", new string('字', 501), StringComparison.Ordinal);
        var repeat = ("Idempotency-Key", Guid.NewGuid().ToString());
        (await own.Client.SendAsync(HttpMethod.Post, path, sent, repeat)).ShouldBeProblem(400, code);
        (await own.HeadAsync()).ShouldBe(before);
        (await KeptAsync(repeat.Item2)).ShouldBe(0, "a refused request keeps no key");
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60];

    private Task<long> KeptAsync(string key) =>
        new AccessStory(own.Center).CountAsync($"select from center.idempotency where key = '{key}'");

    private async Task<(int Status, string Code)> SendAsync(
        string path,
        byte[] body,
        string? type,
        bool chunked = false
    )
    {
        var cancel = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", own.Center.AdminKey);
        request.Headers.TransferEncodingChunked = chunked;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        using var response = await own.Center.Http.SendAsync(request, cancel);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancel));
        return ((int)response.StatusCode, problem.GetProperty("code").GetString()!);
    }
}
