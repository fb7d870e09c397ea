using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Volunteering;

/// <summary>Whatever a client sends is answered with a code, and nothing is written.</summary>
public sealed class WrongServiceEntryTests(TestPostgres postgres)
{
    public static TheoryData<string, string?, int, string> Members =>
        new()
        {
            { "person", "\"0190c1a0-0000-7000-8000-000000000000\"", 400, "invalid-value" },
            { "person", "\"nobody\"", 400, "invalid-value" },
            { "person", "7", 400, "invalid-value" },
            { "person", null, 400, "invalid-body" },
            { "start", "\"2020-01-01\"", 400, "invalid-value" },
            { "start", "\"1950-01-01T09:00:00+08:00\"", 422, "policy-before-rules" },
            { "start", "\"2020-01-01T09:00:00+08:00\"", 422, "policy-too-long" },
            { "end", "\"1950-01-01T09:00:00+08:00\"", 400, "invalid-window" },
            { "end", "\"9000-01-01T09:00:00+08:00\"", 422, "policy-not-ended" },
            { "evidence", "\"hearsay\"", 400, "invalid-value" },
            { "evidence", "1", 400, "invalid-value" },
            { "serviceLine", "\"nothing\"", 400, "invalid-value" },
            { "organisation", "\"nothing\"", 400, "invalid-value" },
            { "recordingUnit", "\"a\\u0000b\"", 400, "invalid-value" },
            { "recordingUnit", "\"nothing\"", 400, "invalid-value" },
            { "breakMinutes", "-1", 400, "invalid-value" },
            { "breakMinutes", "2147483648", 400, "invalid-value" },
            { "breakMinutes", "2147483647", 422, "policy-too-short" },
            { "breakMinutes", "106", 422, "policy-too-short" },
            { "shift", "\"0190c1a0-0000-7000-8000-000000000000\"", 400, "invalid-value" },
            { "reasonCode", "\"\"", 400, "invalid-value" },
            { "colour", "\"red\"", 400, "unknown-member" },
        };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task a_wrong_member_is_named(string member, string? value, int status, string code)
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var body = JsonSerializer.SerializeToNode(story.Entry(9, 11), CenterJson.Options)!.AsObject();
        body.Remove(member);
        if (value is not null)
        {
            body[member] = JsonNode.Parse(value);
        }

        (await story.One.SendAsync(HttpMethod.Post, "/service-entries", body.ToJsonString())).ShouldBeProblem(
            status,
            code
        );
        (await story.StatementAsync()).Member("entries").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("adjust", """{"minutes": 0, "reasonCode": "break"}""", 400, "invalid-value")]
    [InlineData("adjust", """{"minutes": 1441, "reasonCode": "break"}""", 400, "invalid-value")]
    [InlineData("adjust", """{"minutes": 1.5, "reasonCode": "break"}""", 400, "invalid-value")]
    [InlineData("adjust", """{"minutes": 5}""", 400, "invalid-body")]
    [InlineData("adjust", """{"minutes": 5, "reasonCode": null}""", 400, "invalid-value")]
    [InlineData("reject", """{"reasonCode": ""}""", 400, "invalid-value")]
    [InlineData("revoke", """{"reasonCode": "break"}""", 409, "wrong-state")]
    [InlineData("credit", """{"by": "me"}""", 400, "unknown-member")]
    [InlineData("credit", """[]""", 400, "invalid-body")]
    [InlineData("corrections", """{"claim": " "}""", 400, "invalid-value")]
    public async Task a_wrong_action_is_refused(string action, string body, int status, string code)
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var entry = await story.RecordAsync(9, 11);
        var path = $"/service-entries/{entry}/{action}";
        (await story.Two.SendAsync(HttpMethod.Post, path, body)).ShouldBeProblem(status, code);
        var unknown = $"/service-entries/{Guid.NewGuid()}/credit";
        (await story.Two.SendAsync(HttpMethod.Post, unknown, "{}")).ShouldBeProblem(404, "not-found");
    }

    [Theory]
    [InlineData("/service-entries?state=lost", 400, "invalid-value")]
    [InlineData("/service-entries?limit=0", 400, "invalid-value")]
    [InlineData("/service-entries?cursor=%00", 400, "invalid-value")]
    [InlineData("/service-entries?colour=red", 400, "unknown-member")]
    [InlineData("/volunteers/0190c1a0-0000-7000-8000-000000000000/statement", 404, "not-found")]
    [InlineData("/volunteers/nobody/statement", 404, "not-found")]
    public async Task a_wrong_question_is_refused(string path, int status, string code)
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        (await story.One.GetAsync(path)).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("from=yesterday")]
    [InlineData("asOf=-1")]
    [InlineData("asOf=999999999")]
    [InlineData("asOf=2199-01-01T00:00:00Z")]
    [InlineData("asOf=2001-01-01T00:00:00Z")]
    [InlineData("asOf=99999999999999999999")]
    public async Task a_wrong_period_is_refused(string query)
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        (await story.StatementAsync($"?{query}")).ShouldBeProblem(400, "invalid-value");
    }

    [Fact]
    public async Task an_empty_period_is_an_empty_statement()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        (await story.StatementAsync("?from=9000-01-01")).Number("creditedMinutes").ShouldBe(0);
        (await story.StatementAsync("?from=2020-01-02&to=2020-01-01")).ShouldBeProblem(400, "invalid-window");
    }
}
