using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Idempotency keys and versions at the doors of Access and People.</summary>
/// <param name="own">A centre whose events nobody else writes.</param>
public sealed class RepeatedRequestTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    private AccessStory Story => new(own.Center);

    [Fact]
    public async Task the_same_key_and_body_is_answered_alike_and_done_once()
    {
        var person = await Story.PersonAsync();
        var into = await Story.PersonAsync();
        var requests = new Dictionary<string, object>
        {
            ["/keys"] = AccessStory.Wanted("resident"),
            ["/grants"] = new { role = "volunteer", person },
            ["/people"] = new { ageBand = "senior", personal = new { name = "陈静" } },
            [$"/people/{person}/sign-in-link"] = new { qr = true },
            [$"/people/{person}/details"] = new { phone = "13611119999" },
            [$"/people/{person}/merge"] = new { into },
        };
        foreach (var (path, body) in requests)
        {
            var repeat = Repeat();
            var first = await own.Client.PostAsync(path, body, repeat);
            first.Status.ShouldBeOneOf(200, 201);
            var after = await own.HeadAsync();
            var again = await own.Client.PostAsync(path, body, repeat);
            again.Status.ShouldBe(first.Status, path);
            again.Headers["Idempotent-Replayed"].ShouldBe("true", path);
            again.Headers.GetValueOrDefault("Location").ShouldBe(first.Headers.GetValueOrDefault("Location"), path);
            again.Headers.GetValueOrDefault("ETag").ShouldBe(first.Headers.GetValueOrDefault("ETag"), path);
            WithoutSecrets(again).ShouldBe(WithoutSecrets(first), path);
            again.Raw.ShouldNotContain("/sign-in/");
            (await own.HeadAsync()).ShouldBe(after, path);
        }
    }

    [Fact]
    public async Task the_same_key_with_another_body_is_refused()
    {
        var repeat = Repeat();
        (await own.Client.PostAsync("/people", new { ageBand = "adult" }, repeat)).ShouldBe(201);
        var before = await own.HeadAsync();
        (await own.Client.PostAsync("/people", new { ageBand = "senior" }, repeat)).ShouldBeProblem(
            422,
            "idempotency-key-reused"
        );
        (await own.HeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task the_key_of_one_credential_or_route_means_nothing_to_another()
    {
        var repeat = Repeat();
        var first = (await own.Client.PostAsync("/people", new { ageBand = "adult" }, repeat)).ShouldBe(201);
        var desk = Story.With((await Story.KeyAsync("steward")).Key);
        var second = (await desk.PostAsync("/people", new { ageBand = "adult" }, repeat)).ShouldBe(201);
        second.Text("id").ShouldNotBe(first.Text("id"));
        (await own.Client.PostAsync("/keys", AccessStory.Wanted("resident"), repeat)).ShouldBe(201);
    }

    [Fact]
    public async Task of_many_at_once_with_one_key_one_is_done()
    {
        var repeat = Repeat();
        var before = await own.HeadAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => own.Client.PostAsync("/people", new { ageBand = "adult" }, repeat))
        );
        answers.ShouldAllBe(answer => answer.Status == 201);
        answers.Select(answer => answer.Text("id")).Distinct().Count().ShouldBe(1);
        (await own.HeadAsync() - before).ShouldBe(1);
    }

    [Fact]
    public async Task a_key_has_1_to_255_characters()
    {
        var before = await own.HeadAsync();
        foreach (var key in (string[])[string.Empty, new('k', 256), new('k', 4000)])
        {
            (
                await own.Client.PostAsync("/people", new { ageBand = "adult" }, ("Idempotency-Key", key))
            ).ShouldBeProblem(400, "invalid-value");
        }

        (await own.HeadAsync()).ShouldBe(before);
        var longest = ("Idempotency-Key", new string('k', 255));
        (await own.Client.PostAsync("/people", new { ageBand = "adult" }, longest)).ShouldBe(201);
    }

    [Theory]
    [InlineData("garbage", 400, "invalid-value")]
    [InlineData("\"x\"", 400, "invalid-value")]
    [InlineData("W/\"1\"", 400, "invalid-value")]
    [InlineData("-1", 400, "invalid-value")]
    [InlineData("99999999999999999999", 400, "invalid-value")]
    [InlineData("\"7\"", 412, "stale-version")]
    public async Task a_version_that_is_none_or_an_old_one_is_refused(string ifMatch, int status, string code)
    {
        var person = await Story.PersonAsync();
        var into = await Story.PersonAsync();
        var before = await own.HeadAsync();
        var answer = await own.Client.PostAsync($"/people/{person}/merge", new { into }, ("If-Match", ifMatch));
        answer.ShouldBeProblem(status, code);
        (await own.HeadAsync()).ShouldBe(before);
        var body = JsonSerializer.Serialize(new { into });
        var right = ("If-Match", "\"1\"");
        (await own.Client.SendAsync(HttpMethod.Post, $"/people/{person}/merge", body, right)).ShouldBe(200);
    }

    private static (string, string) Repeat() => ("Idempotency-Key", Guid.NewGuid().ToString());

    private static string WithoutSecrets(Answer answer) =>
        string.Join(
            ' ',
            answer
                .Body.EnumerateObject()
                .Where(member => member.Name is not ("key" or "url" or "qr"))
                .Select(member => $"{member.Name}={member.Value.GetRawText()}")
        );
}
