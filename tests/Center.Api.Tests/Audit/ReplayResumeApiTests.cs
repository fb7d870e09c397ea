using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Replays that go on: because somebody asks for it, or because their node was stopped or died.</summary>
public sealed class ReplayResumeApiTests(TestPostgres postgres)
{
    private const string Path = "/audit/replays";

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_cancelled_replay_goes_on_after_the_page_where_it_stopped()
    {
        await using var center = await StartAsync();
        await using var gate = await ReplayGate.CloseAsync(center.ConnectionString);
        var run = await BegunAsync(center);
        var at = await gate.LetOnePageThroughAsync(run);
        await ShouldBeRefusedAsync(center, run, HttpStatusCode.Conflict, "running");
        using var queued = await center.CallAsync(HttpMethod.Post, Path, """{"view": "people"}""");
        var second = (await queued.BodyAsync()).GetProperty("id").GetString()!;
        await ShouldBeRefusedAsync(center, second, HttpStatusCode.Conflict, "queued");
        using var cancelled = await center.CallAsync(HttpMethod.Post, $"{Path}/{run}/cancel", "{}");
        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stopped = await WaitAsync(center, run, "running");
        stopped.GetProperty("state").GetString().ShouldBe("cancelled");
        stopped.GetProperty("progress").GetProperty("position").GetInt64().ShouldBe(at);
        await gate.OpenAsync();

        using var resumed = await center.CallAsync(HttpMethod.Post, $"{Path}/{run}/resume", "{}");

        resumed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await resumed.BodyAsync()).GetProperty("id").GetString().ShouldBe(run);
        await ShouldEndEqualAsync(center, run, at);
        await ShouldBeRefusedAsync(center, run, HttpStatusCode.Conflict, "done");
        (await WaitAsync(center, second, "queued", "running"))
            .GetProperty("progress")
            .TryGetProperty("resumedFrom", out _)
            .ShouldBeFalse();
        (await gate.AskAsync("select count(*) from pg_namespace where nspname like 'center_replay_%'")).ShouldBe(0L);
    }

    [Fact]
    public async Task what_never_was_is_not_resumed_and_a_wrong_body_is_refused()
    {
        var center = await postgres.SharedCenterAsync();
        await ShouldBeRefusedAsync(center, Guid.NewGuid().ToString(), HttpStatusCode.NotFound, null);
        using var wrong = await center.CallAsync(HttpMethod.Post, $"{Path}/{Guid.NewGuid()}/resume", """{"at": 3}""");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task when_its_node_is_stopped_the_next_goes_on_by_itself()
    {
        await using var one = await StartAsync();
        await using var gate = await ReplayGate.CloseAsync(one.ConnectionString);
        var run = await BegunAsync(one);
        var at = await gate.LetOnePageThroughAsync(run);

        await one.StopAsync();

        (await gate.AskAsync("select state from center.replay_run")).ShouldBe("queued");
        await gate.OpenAsync();
        await using var two = await CenterUnderTest.StartAsync(postgres, connectionString: one.ConnectionString);
        await ShouldEndEqualAsync(two, run, at);
    }

    [Fact]
    public async Task when_its_node_dies_the_next_goes_on_after_a_minute()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var key = await FillAsync(connectionString, 2500);
        using var home = new ScratchHome("dying");
        using var service = ServiceProcess.Start(home.Open().Folder, settings: SettingsOf(connectionString));
        using var http = new HttpClient { BaseAddress = await service.ListensAsync(Stopping) };
        await using var gate = await ReplayGate.CloseAsync(connectionString);
        var asked = await new CentreClient(http, key).PostAsync(Path, new { view = "all" });
        var run = asked.ShouldBe(202).Text("id");
        var at = await gate.LetOnePageThroughAsync(run);

        await service.KillAsync();

        // The minute itself is waited for in ReplayQueueTests, on paper.
        await gate.AskAsync("update center.replay_run set alive_at = alive_at - interval '1 minute'");
        await gate.OpenAsync();
        await using var next = await CenterUnderTest.StartAsync(postgres, connectionString: connectionString);
        await ShouldEndEqualAsync(next, run, at);
    }

    // Pages of few events, so that the definition alone fills several.
    private async Task<CenterUnderTest> StartAsync()
    {
        var center = await CenterUnderTest.StartAsync(postgres);
        var replay = center.Services.GetRequiredService<Replay>();
        (replay.PageSize, replay.RowsOfUnit) = (20, 0);
        return center;
    }

    private async Task<string> FillAsync(string connectionString, int people)
    {
        await using var center = await CenterUnderTest.StartAsync(postgres, connectionString: connectionString);
        var works = center.Services.GetRequiredService<WorkFactory>();
        var context = EventContext.System("test", "request");
        await using var work = await works.BeginAsync(CenterUnderTest.Centre, context, Stopping);
        for (var i = 0; i < people; i++)
        {
            work.Append($"person/{Guid.CreateVersion7()}", 0, [ReplayTests.Registered(AgeBand.Adult)]);
        }

        await work.CommitAsync();
        return center.AdminKey;
    }

    private static Dictionary<string, string?> SettingsOf(string connectionString) =>
        new()
        {
            ["ConnectionStrings:Center"] = connectionString,
            ["Center:VaultKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("thirty-two bytes for the tests!!")),
        };

    private static async Task<string> BegunAsync(CenterUnderTest center)
    {
        using var asked = await center.CallAsync(HttpMethod.Post, Path, "{}");
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await asked.BodyAsync()).GetProperty("id").GetString()!;
    }

    private static Task<JsonElement> WaitAsync(CenterUnderTest center, string run, params string[] passing) =>
        center.WaitAsync(new Uri($"/api/v1{Path}/{run}", UriKind.Relative), passing);

    private static async Task ShouldEndEqualAsync(CenterUnderTest center, string id, long resumedFrom)
    {
        var run = await WaitAsync(center, id, "queued", "running");
        run.GetProperty("state").GetString().ShouldBe("done", run.ToString());
        run.GetProperty("progress").GetProperty("resumedFrom").GetInt64().ShouldBe(resumedFrom);
        run.GetProperty("differenceCount").GetInt64().ShouldBe(0, run.ToString());
        var to = run.GetProperty("positions").GetProperty("to").GetInt64();
        to.ShouldBeGreaterThan(resumedFrom);
        run.GetProperty("events").GetInt64().ShouldBe(to, "positions have no gaps here");
    }

    private static async Task ShouldBeRefusedAsync(
        CenterUnderTest center,
        string run,
        HttpStatusCode code,
        string? where
    )
    {
        using var refused = await center.CallAsync(HttpMethod.Post, $"{Path}/{run}/resume", "{}");
        refused.StatusCode.ShouldBe(code);
        var problem = await refused.BodyAsync();
        if (where is not null)
        {
            problem.GetProperty("code").GetString().ShouldBe("wrong-state");
            problem.GetProperty("state").GetString().ShouldBe(where);
        }
    }
}
