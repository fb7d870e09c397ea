using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Who works on a replay, when nodes are stopped, die, or are only thought to be dead.</summary>
public sealed class ReplayQueueTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly Guid _id = Guid.CreateVersion7();

    private AuditDatabase _database = null!;
    private ReplayQueue _queue = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        _queue = new ReplayQueue(_database.Source);
        await using var work = await _database.BeginAsync();
        ReplayRuns.Add(work, new ReplayRun(_id, AuditDatabase.Centre, "people", null, "somebody", work.Now));
        await work.CommitAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task a_run_of_a_dead_node_waits_again_and_fails_when_three_nodes_have_died_of_it()
    {
        for (var taking = 1; taking < ReplayQueue.MostTakings; taking++)
        {
            (await TakeAsync()).State.ShouldBe(ReplayState.Running);
            await _queue.BuryAsync(Stopping);
            (await FindAsync()).State.ShouldBe(ReplayState.Running, "its beat is not a minute old");
            await DieAsync();
            (await FindAsync()).State.ShouldBe(ReplayState.Queued);
        }

        await TakeAsync();
        await DieAsync();

        var failed = await FindAsync();
        failed.State.ShouldBe(ReplayState.Failed);
        failed.Reason!.ShouldStartWith("3 times");
        failed.FinishedAt.ShouldNotBeNull();
        await ResumeAsync();
        var resumed = await TakeAsync();
        resumed.Reason.ShouldBeNull();
        resumed.FinishedAt.ShouldBeNull();
        await DieAsync();
        (await FindAsync()).State.ShouldBe(ReplayState.Queued, "whoever resumed it asked for it anew");
    }

    [Fact]
    public async Task a_node_that_was_given_up_for_dead_ends_nothing()
    {
        var first = await TakeAsync();
        (await _queue.BeatAsync(first, new ReplayProgress(2, 9), Stopping)).ShouldBeTrue();
        await DieAsync();
        var second = await TakeAsync();
        second.Progress.ShouldBe(new ReplayProgress(2, 9));

        (await _queue.BeatAsync(first, new ReplayProgress(8, 9), Stopping)).ShouldBeFalse();
        await _queue.FinishAsync(first, null, ReplayState.Failed, null, "too late", Stopping);
        await _queue.LeaveAsync(first, null, Stopping);

        var run = await FindAsync();
        run.State.ShouldBe(ReplayState.Running);
        run.Progress.ShouldBe(new ReplayProgress(2, 9));
        (await _queue.BeatAsync(second, new ReplayProgress(3, 9, 2), Stopping)).ShouldBeTrue();
        (await FindAsync()).Progress.ShouldBe(new ReplayProgress(3, 9, 2));
    }

    [Fact]
    public async Task a_stopped_node_gives_its_run_back_with_how_far_it_came()
    {
        await _queue.LeaveAsync(await TakeAsync(), new ReplayProgress(5, 9), Stopping);

        var run = await FindAsync();
        run.State.ShouldBe(ReplayState.Queued);
        run.Progress.ShouldBe(new ReplayProgress(5, 9));
    }

    [Fact]
    public async Task a_run_that_another_node_still_holds_is_not_taken_and_giving_it_back_does_not_count()
    {
        for (var taking = 0; taking <= ReplayQueue.MostTakings; taking++)
        {
            await _queue.ReturnAsync(await TakeAsync(), Stopping);
            (await FindAsync()).State.ShouldBe(ReplayState.Queued);
        }

        await using var other = await _database.Source.OpenConnectionAsync(Stopping);
        await using var hold = other.CreateCommand();
        hold.CommandText = $"select pg_advisory_lock({AdvisoryLocks.Replay}, hashtext('center_replay_{_id:N}'))";
        await hold.ExecuteNonQueryAsync(Stopping);
        (await _queue.TakeAsync(Stopping)).ShouldBeNull();
        hold.CommandText = "select pg_advisory_unlock_all()";
        await hold.ExecuteNonQueryAsync(Stopping);
        await TakeAsync();
    }

    [Fact]
    public async Task a_run_that_was_to_be_given_up_does_not_come_back_when_its_node_dies()
    {
        var run = await TakeAsync();
        await using (var work = await _database.BeginAsync())
        {
            ReplayRuns.Cancel(work, _id);
            await work.CommitAsync();
        }

        (await _queue.BeatAsync(run, null, Stopping)).ShouldBeFalse();
        await DieAsync();

        (await FindAsync()).State.ShouldBe(ReplayState.Cancelled);
    }

    private async Task<ReplayRun> TakeAsync()
    {
        var run = (await _queue.TakeAsync(Stopping)).ShouldNotBeNull();
        run.Id.ShouldBe(_id);
        return run;
    }

    private async Task DieAsync()
    {
        await _database.ExecuteAsync("update center.replay_run set alive_at = alive_at - interval '61 seconds'");
        await _queue.BuryAsync(Stopping);
    }

    private async Task ResumeAsync()
    {
        await using var work = await _database.BeginAsync();
        ReplayRuns.Resume(work, _id);
        await work.CommitAsync();
    }

    private async Task<ReplayRun> FindAsync() =>
        (await new ReplayRuns(_database.Source).FindAsync(AuditDatabase.Centre, _id, Stopping)).ShouldNotBeNull();
}
