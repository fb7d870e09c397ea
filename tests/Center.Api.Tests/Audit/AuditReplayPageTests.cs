using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Replays on the auditor's page.</summary>
public sealed class AuditReplayPageTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    private const string Path = "/audit/replays";

    [Fact]
    public async Task a_replay_is_started_by_one_form_once_and_its_result_stands_on_the_page()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var form = await visitor.FormAsync(("view", "people"), ("as-of", ""));
        (await visitor.PostAsync(Path, form)).Location.ShouldBe("/audit?did=start#replays");
        (await visitor.PostAsync(Path, form)).Location.ShouldBe("/audit?did=start#replays", "sent twice");
        var done = await centre.Client.PollAsync(
            $"{Path}?limit=200",
            list => RunsOf(list, "people").All(run => run.GetProperty("state").GetString() == "done")
        );
        RunsOf(done, "people").Length.ShouldBe(1, "sent twice, carried out once");
        var seen = await visitor.GetAsync("/audit?did=start");
        seen.Text.ShouldContain("The replay is queued");
        seen.Text.ShouldContain($"id=\"run-{RunsOf(done, "people")[0].GetProperty("id").GetString()}\"");
        seen.Text.ShouldContain("No differences");
    }

    [Fact]
    public async Task a_replay_up_to_a_position_is_digested_and_says_nothing_of_differences()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        await visitor.PostAsync(Path, await visitor.FormAsync(("view", "access"), ("as-of", "3")));
        await centre.Client.PollAsync(
            $"{Path}?limit=200",
            list => RunsOf(list, "access") is [var run] && run.GetProperty("state").GetString() == "done"
        );
        (await visitor.GetAsync("/audit")).Text.ShouldContain("Up to position 3");
    }

    [Theory]
    [InlineData("nonsense", "")]
    [InlineData("", "")]
    [InlineData("all", "soon")]
    [InlineData("all", "900000000000")]
    public async Task a_wrong_demand_is_told_on_a_page_and_queues_nothing(string view, string asOf)
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var before = (await centre.Client.GetAsync($"{Path}?limit=200")).Items().Length;
        var refused = await visitor.PostAsync(Path, await visitor.FormAsync(("view", view), ("as-of", asOf)));
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("Something that was typed does not fit");
        (await centre.Client.GetAsync($"{Path}?limit=200")).Items().Length.ShouldBe(before);
    }

    [Fact]
    public async Task what_is_over_cannot_be_stopped_and_what_never_was_is_not_found()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        await visitor.PostAsync(Path, await visitor.FormAsync(("view", "devices")));
        var done = await centre.Client.PollAsync(
            $"{Path}?limit=200",
            list => RunsOf(list, "devices") is [var run] && run.GetProperty("state").GetString() == "done"
        );
        var id = RunsOf(done, "devices")[0].GetProperty("id").GetString();
        var late = await visitor.PostAsync($"{Path}/{id}/cancel", await visitor.FormAsync());
        late.Status.ShouldBe(409);
        late.Text.ShouldContain("The replay is over already");
        var never = await visitor.PostAsync($"{Path}/{Guid.NewGuid()}/cancel", await visitor.FormAsync());
        never.Status.ShouldBe(404);
    }

    [Fact]
    public async Task what_was_stopped_goes_on_by_a_button()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var id = await PutAsync("presences", "cancelled");
        var seen = await visitor.GetAsync("/audit");
        seen.Text.ShouldContain("At position 2 of 5");
        seen.Text.ShouldContain($"action=\"{Path}/{id}/resume\"");
        var form = await visitor.FormAsync();
        (await visitor.PostAsync($"{Path}/{id}/resume", form)).Location.ShouldBe("/audit?did=resume#replays");
        (await visitor.GetAsync("/audit?did=resume")).Text.ShouldContain("goes on where it stopped");
        await centre.Client.PollAsync($"{Path}/{id}", run => run.Text("state") == "done");
        (await visitor.GetAsync("/audit")).Text.ShouldNotContain($"{Path}/{id}/resume");
        var late = await visitor.PostAsync($"{Path}/{id}/resume", await visitor.FormAsync());
        late.Status.ShouldBe(409);
        late.Text.ShouldContain("The replay is over already");
    }

    [Fact]
    public async Task what_runs_is_not_resumed_and_the_page_says_why()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var id = await PutAsync("site-days", "running");
        (await visitor.GetAsync("/audit")).Text.ShouldNotContain($"{Path}/{id}/resume");
        var refused = await visitor.PostAsync($"{Path}/{id}/resume", await visitor.FormAsync());
        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain("The replay is going on already");
        (await visitor.PostAsync($"{Path}/{Guid.NewGuid()}/resume", await visitor.FormAsync())).Status.ShouldBe(404);
    }

    // A run as some other node has left it, or is at it.
    private async Task<Guid> PutAsync(string view, string state)
    {
        var id = Guid.CreateVersion7();
        await using var source = NpgsqlDataSource.Create(centre.Center.ConnectionString);
        await using var command = source.CreateCommand(
            $"""
            insert into center.replay_run
              (id, centre, view, requested_by, requested_at, state, alive_at, finished_at, position, until)
            values ('{id}', '{CenterUnderTest.Centre}', '{view}', 'x', clock_timestamp(), '{state}', clock_timestamp(),
              clock_timestamp(), 2, 5)
            """
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return id;
    }

    private static System.Text.Json.JsonElement[] RunsOf(Answer list, string view) =>
        [.. list.Items().Where(run => run.GetProperty("view").GetString() == view)];
}
