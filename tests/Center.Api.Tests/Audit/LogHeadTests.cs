using System.IO;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit.Sealing;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A log that is right in itself and yet not the one that was signed: the head beside the key shows it.</summary>
public sealed class LogHeadTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;

    public async ValueTask InitializeAsync()
    {
        _room = await LogRoom.CreateAsync(postgres);
        await _room.AppendAsync(5);
        await _room.PublishAsync();
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task the_newest_events_taken_out_with_all_that_was_sealed_of_them_are_missed_by_the_head()
    {
        await _room.Database.ExecuteAsync("create table center.kept as select * from center.log_state");
        await _room.AppendAsync(2);
        await _room.PublishAsync();
        await _room.Database.ExecuteAsync("delete from center.mt_events where seq_id > 5");
        await _room.Database.ExecuteAsync("delete from center.log_stretch where leaf >= 5");
        await _room.Database.ExecuteAsync("delete from center.log_checkpoint where size > 5");
        await _room.Database.ExecuteAsync(
            "update center.log_state s set size = k.size, position = k.position, frontier = k.frontier from center.kept k"
        );

        var report = await _room.CheckAsync();

        report.HasHead.ShouldBeTrue();
        report.Findings.ShouldBe([new LogFinding("behind-head", 7, null)]);
    }

    [Fact]
    public async Task a_log_that_was_taken_out_whole_is_missed_by_the_head()
    {
        foreach (var table in (string[])["mt_events", "log_state", "log_leaf", "log_stretch", "log_checkpoint"])
        {
            await _room.Database.ExecuteAsync($"delete from center.{table}");
        }

        (await _room.CheckAsync()).Findings.ShouldBe([new LogFinding("behind-head", 5, null)]);
    }

    [Fact]
    public async Task a_log_that_was_made_again_with_another_key_is_not_that_of_the_head()
    {
        using var home = new ScratchHome("other");
        using var other = LogRoom.KeyIn(home.Open().Folder);
        foreach (var table in (string[])["log_state", "log_leaf", "log_stretch", "log_checkpoint"])
        {
            await _room.Database.ExecuteAsync($"delete from center.{table}");
        }

        await _room.TurnAsync(other);

        (await _room.CheckAsync()).Findings.ShouldContain(new LogFinding("key-differs", 5, null));
    }

    [Fact]
    public async Task a_node_without_a_head_says_that_it_could_not_compare()
    {
        File.Delete(Path.Combine(_room.Folder, "log-head-test"));

        var report = await _room.CheckAsync();

        report.HasHead.ShouldBeFalse();
        report.Findings.ShouldBeEmpty();
    }
}
