using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit;
using Center.Projections.Audit.Sealing;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A database that is brought back from a backup lacks what was already published.</summary>
public sealed class LogRestoreTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;
    private LogRoom _restored = null!;
    private Checkpoint _lost = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _room = await LogRoom.CreateAsync(postgres);
        await _room.AppendAsync(4);
        await _room.PublishAsync();
        _restored = await _room.BackUpAsync(postgres);
        await _room.AppendAsync(3);
        _lost = await _room.PublishAsync();
        await _restored.AppendAsync(5);
    }

    public async ValueTask DisposeAsync()
    {
        await _restored.DisposeAsync();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task it_is_neither_sealed_nor_signed()
    {
        (await _restored.TurnAsync()).ShouldBe(new SealingTurn(SealingOutcome.Halted, LogHalt.Behind));

        (await _restored.StateAsync()).Size.ShouldBe(4);
        (await _restored.Database.CountAsync("select 1 from center.log_checkpoint")).ShouldBe(1);
    }

    [Fact]
    public async Task an_opened_epoch_is_an_event_and_a_leaf_and_has_a_name_of_its_own()
    {
        (await _restored.OpenEpochAsync(EpochReason.Restore)).Done.ShouldBeTrue();

        var checkpoint = await _restored.PublishAsync();

        checkpoint.Origin.ShouldBe("example.com/log/test/2");
        checkpoint.Size.ShouldBe(10);
        var events = new EventLog(_restored.Database.Source).ReadAsync(
            LogRoom.Centre,
            new EventFilter { Type = "log-epoch.opened" },
            10,
            Stopping
        );
        var opened = (await events.ToListAsync(Stopping)).ShouldHaveSingleItem();
        opened.Stream.ShouldBe("log/test");
        opened.Data.ShouldContain(_lost.Root.ToString());
        (await _restored.Leaves.OfEventAsync(LogRoom.Centre, opened.Id, Stopping)).ShouldNotBeNull();
        (await _restored.CheckAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task the_database_that_was_left_behind_is_not_signed_any_more()
    {
        await _restored.OpenEpochAsync(EpochReason.Restore);
        await _room.AppendAsync(1);

        (await _room.TurnAsync()).Halt.ShouldBe(LogHalt.Behind);
    }

    [Fact]
    public async Task a_node_with_a_home_of_its_own_takes_the_epoch_over()
    {
        using var home = new ScratchHome("second");
        System.IO.File.Copy($"{_room.Folder}/log-key", $"{home.Open().Folder}/log-key");
        System.IO.File.Copy($"{_room.Folder}/log-head-test", $"{home.Folder}/log-head-test");
        using var second = LogRoom.KeyIn(home.Folder);
        await _restored.OpenEpochAsync(EpochReason.Restore);
        (await _restored.TurnAsync(second)).Halt.ShouldBe(LogHalt.Epoch);

        (await _restored.OpenEpochAsync(EpochReason.Restore, second)).Done.ShouldBeTrue();

        (await _restored.TurnAsync(second)).Outcome.ShouldBe(SealingOutcome.Published);
        (await _restored.StateAsync()).Epoch.ShouldBe(2);
        (await _restored.TurnAsync()).Outcome.ShouldBe(SealingOutcome.Published);
    }

    [Fact]
    public async Task a_database_that_was_emptied_is_not_begun_again_under_the_same_name()
    {
        foreach (
            var table in (string[])["log_state", "log_leaf", "log_stretch", "log_gap", "log_hash", "log_checkpoint"]
        )
        {
            await _room.Database.ExecuteAsync($"delete from center.{table}");
        }

        (await _room.TurnAsync()).Halt.ShouldBe(LogHalt.Behind);
    }
}
