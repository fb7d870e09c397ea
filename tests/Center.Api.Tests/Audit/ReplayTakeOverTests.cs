using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Two nodes that would work in one scratch schema: one does.</summary>
public sealed class ReplayTakeOverTests(TestPostgres postgres) : IAsyncLifetime
{
    private StoppedReplay _replay = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _replay = await StoppedReplay.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _replay.DisposeAsync();

    [Fact]
    public async Task nobody_works_in_a_schema_that_another_node_holds()
    {
        await _replay.StopAsync(3);
        await using var other = await _replay.Database.Source.OpenConnectionAsync(Stopping);
        await using var hold = other.CreateCommand();
        hold.CommandText = $"select pg_advisory_lock({AdvisoryLocks.Replay}, hashtext('{_replay.Schema}'))";
        await hold.ExecuteNonQueryAsync(Stopping);

        await Should.ThrowAsync<ReplayHeldException>(_replay.GoOnAsync());

        (await _replay.PositionAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task a_node_that_lost_its_lock_writes_no_page_into_what_another_went_on_with()
    {
        using var reached = new SemaphoreSlim(0);
        using var letGo = new SemaphoreSlim(0);
        var first = Task.Run(
            () => _replay.Replay.RunAsync(_replay.Request, progress => Pause(progress, reached, letGo), Stopping),
            Stopping
        );
        await reached.WaitAsync(Stopping);
        await EndHoldersAsync();
        await _replay.StopAsync(6);
        letGo.Release();

        await Should.ThrowAsync<ReplayHeldException>(first);

        (await _replay.PositionAsync()).ShouldBe(6);
        var report = await _replay.GoOnAsync();
        report.Events.ShouldBe(8);
        report.DifferenceCount.ShouldBe(0);
    }

    [Fact]
    public async Task a_node_that_lost_its_lock_ends_its_replay_when_nobody_else_went_on()
    {
        using var reached = new SemaphoreSlim(0);
        using var letGo = new SemaphoreSlim(0);
        var first = Task.Run(
            () => _replay.Replay.RunAsync(_replay.Request, progress => Pause(progress, reached, letGo), Stopping),
            Stopping
        );
        await reached.WaitAsync(Stopping);
        await EndHoldersAsync();
        letGo.Release();

        (await first).DifferenceCount.ShouldBe(0);
    }

    [Fact]
    public async Task a_replay_whose_schema_was_emptied_meanwhile_fails_and_begins_anew()
    {
        var emptied = Task.Run(() => _replay.Replay.RunAsync(_replay.Request, Empty, Stopping), Stopping);

        await Should.ThrowAsync<ReplayFailedException>(emptied);

        (await _replay.GoOnAsync()).DifferenceCount.ShouldBe(0);
        _replay.Seen[0].ShouldBe(new ReplayProgress(0, 8));
    }

    private void Empty(ReplayProgress progress)
    {
        if (progress.Position == 3)
        {
            _replay.ExecuteAsync("delete from {0}.replay_stand").Wait(Stopping);
        }
    }

    private static void Pause(ReplayProgress progress, SemaphoreSlim reached, SemaphoreSlim letGo)
    {
        if (progress.Position == 3)
        {
            reached.Release();
            letGo.Wait(Stopping);
        }
    }

    // As the server does when the machine of a node is gone.
    private async Task EndHoldersAsync()
    {
        var held = $"""
            from pg_locks where locktype = 'advisory' and classid = {AdvisoryLocks.Replay}
              and database = (select oid from pg_database where datname = current_database())
            """;
        await _replay.Database.ExecuteAsync($"select pg_terminate_backend(pid) {held}");
        while (await _replay.Database.CountAsync($"select {held}") > 0)
        {
            await Task.Delay(20, Stopping);
        }
    }
}
