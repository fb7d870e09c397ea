using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.People;
using Center.Projections.Audit;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class ReplayScratchTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Schemas = "select from pg_namespace where nspname like 'center_replay_%'";

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        await _database.AppendAsync("person/ada", ReplayTests.Registered(AgeBand.Adult));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task nothing_is_left_behind_and_leftovers_of_dead_runs_go()
    {
        await _database.ExecuteAsync($"create schema center_replay_{Guid.Empty:N}");

        await _database.ReplayAsync();

        (await _database.CountAsync(Schemas)).ShouldBe(0);
    }

    [Theory]
    [InlineData("queued", null, true)]
    [InlineData("running", null, true)]
    [InlineData("cancelled", 23, true)]
    [InlineData("cancelled", 25, false)]
    [InlineData("failed", 23, true)]
    [InlineData("failed", 25, false)]
    [InlineData("done", 0, false)]
    public async Task what_a_run_of_the_queue_left_stays_while_it_may_go_on(string state, int? hoursAgo, bool stays)
    {
        var run = Guid.CreateVersion7();
        var finished = hoursAgo is null ? "null" : $"clock_timestamp() - interval '{hoursAgo} hours'";
        await _database.ExecuteAsync(
            $"""
            insert into center.replay_run (id, centre, view, requested_by, requested_at, state, alive_at, finished_at)
            values ('{run}', '{AuditDatabase.Centre}', 'all', 'x', clock_timestamp(), '{state}', clock_timestamp(), {finished});
            create schema center_replay_{run:N};
            """
        );

        await _database.ReplayAsync();
        await new Replay(_database.Source).DropLeftoversAsync(TestContext.Current.CancellationToken);

        (await _database.CountAsync(Schemas)).ShouldBe(stays ? 1 : 0);
    }

    [Fact]
    public async Task two_replays_at_once_leave_each_other_alone()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _database.ReplayAsync()));

        reports.ShouldAllBe(report => report.DifferenceCount == 0 && report.Events == 1);
        (await _database.CountAsync(Schemas)).ShouldBe(0);
    }

    [Fact]
    public async Task a_replay_while_writes_go_on_says_equal()
    {
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 3).Select(writer => WriteAsync(writer, enough.Token)));
        for (var i = 0; i < 5; i++)
        {
            var report = await _database.ReplayAsync("people");
            report.Differences.ShouldBeEmpty();
            report.Views[0].Rows.ShouldBeGreaterThan(0);
        }

        await enough.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task a_replay_that_is_given_up_leaves_nothing_behind()
    {
        using var giveUp = new CancellationTokenSource();
        var request = new ReplayRequest(Guid.CreateVersion7(), AuditDatabase.Centre, Replay.AllViews, null);

        var replay = new Replay(_database.Source).RunAsync(request, _ => giveUp.Cancel(), giveUp.Token);

        await Should.ThrowAsync<OperationCanceledException>(replay);
        (await _database.CountAsync(Schemas)).ShouldBe(0);
    }

    private async Task WriteAsync(int writer, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            await _database.AppendAsync($"person/{writer}-{i % 20}", ReplayTests.Registered(AgeBand.Senior));
        }
    }
}
