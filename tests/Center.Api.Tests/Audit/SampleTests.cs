using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A sample is drawn by a seed and by nothing else; findings are kept as codes, their texts in the vault.</summary>
public sealed class SampleTests(TestPostgres postgres) : IAsyncLifetime
{
    private AccessStory _story = null!;
    private CentreClient _auditor = null!;

    public async ValueTask InitializeAsync()
    {
        _story = new AccessStory(await postgres.SharedCenterAsync());
        _auditor = _story.With((await _story.KeyAsync("auditor")).Key);
        for (var i = 0; i < 5; i++)
        {
            await _story.PersonAsync();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task anybody_who_has_the_events_draws_the_same_sample_again()
    {
        var wanted = new
        {
            seed = "2026-q4",
            size = 4,
            criteria = new { type = "person.registered", stream = "person/" },
        };

        var drawn = (await _auditor.PostAsync("/audit/samples", wanted)).ShouldBe(201);

        var to = drawn.Member("criteria").GetProperty("to").GetInt64();
        var all = (await EventsAsync("person.registered")).Where(e => e.Position <= to).ToList();
        drawn.Member("matching").GetInt64().ShouldBe(all.Count);
        var expected = all.OrderBy(e => Lot("2026-q4", e.Id), StringComparer.Ordinal).Take(4).Select(e => e.Id);
        drawn.Items().Select(item => item.GetProperty("event").GetString()).ShouldBe(expected);
        var again = (await _auditor.GetAsync($"/audit/samples/{drawn.Text("id")}")).ShouldBe(200);
        again.Raw.ShouldBe(drawn.Raw);
    }

    [Fact]
    public async Task the_draw_is_an_event_with_all_that_it_takes_to_check_it()
    {
        var wanted = new
        {
            seed = "s1",
            size = 2,
            criteria = new { from = 1, to = 5 },
        };
        var drawn = (await _auditor.PostAsync("/audit/samples", wanted)).ShouldBe(201);

        var line = (await _auditor.GetAsync($"/audit/events?stream=sample/{drawn.Text("id")}")).ShouldBe(200).Raw;

        var data = JsonDocument.Parse(line).RootElement.GetProperty("data");
        data.GetProperty("seed").GetString().ShouldBe("s1");
        data.GetProperty("criteria").GetProperty("to").GetInt64().ShouldBe(5);
        data.GetProperty("drawn")
            .EnumerateArray()
            .Select(position => position.GetInt64())
            .ShouldBe(drawn.Items().Select(item => item.GetProperty("position").GetInt64()));
    }

    [Theory]
    [InlineData("""{"seed": "", "size": 2}""")]
    [InlineData("""{"seed": "王梅", "size": 2}""")]
    [InlineData("""{"seed": "s", "size": 0}""")]
    [InlineData("""{"seed": "s", "size": 501}""")]
    [InlineData("""{"seed": "s", "size": 2, "criteria": {"from": 5, "to": 4}}""")]
    [InlineData("""{"seed": "s", "size": 2, "criteria": {"to": 9000000000}}""")]
    [InlineData("""{"seed": "s", "size": 2, "criteria": {"type": "Wang Mei"}}""")]
    public async Task a_wrong_sample_is_refused(string body) =>
        (await _auditor.SendAsync(HttpMethod.Post, "/audit/samples", body)).ShouldBeProblem(400, "invalid-value");

    [Fact]
    public async Task a_finding_is_listed_with_its_text_for_those_who_write_such()
    {
        const string text = "王梅的记录晚了三天";
        var sample = (await _auditor.PostAsync("/audit/samples", new { seed = "s2", size = 1 })).ShouldBe(201);
        var about = new { sample = sample.Text("id") };
        var finding = new
        {
            code = "late-record",
            severity = "minor",
            about,
            text,
        };
        var id = (await _auditor.PostAsync("/audit/findings", finding)).ShouldBe(201).Text("id");
        var manager = _story.With((await _story.KeyAsync("manager")).Key);

        var mine = await FoundAsync(_auditor, id);
        var theirs = await FoundAsync(manager, id);

        mine.GetProperty("text").GetString().ShouldBe(text);
        mine.GetProperty("about").GetProperty("sample").GetString().ShouldBe(sample.Text("id"));
        theirs.TryGetProperty("text", out _).ShouldBeFalse();
        var line = (await _auditor.GetAsync($"/audit/events?stream=finding/{id}")).ShouldBe(200).Raw;
        line.ShouldContain("late-record");
        line.ShouldNotContain("王梅");
    }

    [Theory]
    [InlineData("""{"code": "bad", "severity": "minor", "about": {"position": 1}}""")]
    [InlineData("""{"code": "other", "severity": "minor", "about": {}}""")]
    [InlineData("""{"code": "other", "severity": "minor", "about": {"position": 1, "stream": "person/x"}}""")]
    [InlineData("""{"code": "other", "severity": "minor", "about": {"position": 9000000000}}""")]
    [InlineData("""{"code": "other", "severity": "minor", "about": {"stream": "person/nobody"}}""")]
    public async Task a_wrong_finding_is_refused(string body) =>
        (await _auditor.SendAsync(HttpMethod.Post, "/audit/findings", body)).ShouldBeProblem(400, "invalid-value");

    [Fact]
    public async Task only_auditors_and_administrators_draw_and_find()
    {
        var manager = _story.With((await _story.KeyAsync("manager")).Key);

        (await manager.PostAsync("/audit/samples", new { seed = "s", size = 1 })).ShouldBeProblem(403, "forbidden");
        (await manager.PostAsync("/audit/findings", new { })).ShouldBeProblem(403, "forbidden");
        (await manager.GetAsync("/audit/findings")).ShouldBe(200);
    }

    private static string Lot(string seed, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{id}")));

    private static async Task<JsonElement> FoundAsync(CentreClient client, string id) =>
        (await client.GetAsync("/audit/findings?limit=200"))
            .ShouldBe(200)
            .Items()
            .Single(one => one.GetProperty("id").GetString() == id);

    private async Task<List<(long Position, string Id)>> EventsAsync(string type)
    {
        var found = new List<(long, string)>();
        var center = await postgres.SharedCenterAsync();
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand(
            $"select seq_id, id::text from center.mt_events where tenant_id = '{CenterUnderTest.Centre}' and type like '{type}.v%' and stream_id like 'person/%'"
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            found.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return found;
    }
}
