using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What somebody with the database in hand can do, and how it is found.</summary>
public sealed class LogTamperingTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _room = await LogRoom.CreateAsync(postgres);
        await _room.AppendAsync(5);
        await _room.PublishAsync();
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task a_changed_event_is_found_by_its_leaf_and_is_not_sealed_again()
    {
        var before = await LeafAsync(2);
        await _room.Database.ExecuteAsync("update center.mt_events set user_name = 'somebody-else' where seq_id = 3");

        await _room.AppendAsync(1);
        await _room.PublishAsync();

        (await _room.CheckAsync()).Findings.ShouldBe([new LogFinding("event-changed", 2, 3)]);
        var after = await LeafAsync(2);
        after.Holds(LogRoom.Centre).ShouldBeFalse();
        after.Leaf.Commitment.ToArray().ShouldBe(before.Leaf.Commitment.ToArray());
    }

    [Theory]
    [InlineData("delete from center.mt_events where seq_id = 3", "event-gone")]
    [InlineData("update center.mt_events set seq_id = 70 where seq_id = 3", "event-gone")]
    [InlineData(
        """update center.mt_events set headers = headers || '{"salt": "00"}' where seq_id = 3""",
        "event-changed"
    )]
    [InlineData(
        "update center.mt_events set timestamp = timestamp + interval '1 microsecond' where seq_id = 3",
        "event-changed"
    )]
    [InlineData("update center.mt_events set is_archived = true where seq_id = 3", "event-archived")]
    [InlineData("delete from center.log_stretch where leaf = 0", "leaf-gone", "event-unsealed")]
    [InlineData(
        "update center.log_stretch set events = events[1 : 4], commitments = substring(commitments for 128)",
        "leaf-gone",
        "event-unsealed"
    )]
    [InlineData(
        "update center.log_stretch set commitments = overlay(commitments placing sha256('x') from 65)",
        "event-changed",
        "checkpoint-differs"
    )]
    [InlineData("update center.log_checkpoint set root = sha256('x')", "checkpoint-differs")]
    [InlineData("update center.log_checkpoint set note = replace(note, 'example', 'sample')", "signature-wrong")]
    public async Task each_change_is_found(string sql, params string[] findings)
    {
        await _room.Database.ExecuteAsync(sql);

        (await _room.CheckAsync())
            .Findings.Select(found => found.What)
            .Distinct()
            .ShouldBe(findings, ignoreOrder: true);
    }

    [Fact]
    public async Task a_changed_hash_of_a_full_tile_is_found()
    {
        await _room.AppendAtOnceAsync(600);
        await _room.PublishAsync();
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
        await _room.Database.ExecuteAsync("update center.log_hash set hash = sha256('x') where place = 0");
        await _room.Database.ExecuteAsync("delete from center.log_hash where place = 1");

        (await _room.CheckAsync()).Findings.ShouldBe([
            new LogFinding("hash-differs", 256, null),
            new LogFinding("hash-differs", 512, null),
        ]);
    }

    [Fact]
    public async Task a_tree_that_does_not_continue_the_signed_one_is_not_signed()
    {
        await _room.Database.ExecuteAsync(
            "update center.log_state set frontier = overlay(frontier placing sha256('x') from 1)"
        );
        await _room.AppendAsync(1);

        await HaltsAsync(LogHalt.Tree);
    }

    [Fact]
    public async Task leaves_changed_between_sealing_and_signing_are_not_signed()
    {
        await _room.AppendAsync(3);
        await SealWithoutSigningAsync();
        await _room.Database.ExecuteAsync(
            "update center.log_stretch set commitments = overlay(commitments placing sha256('x') from 33) where leaf = 5"
        );

        await HaltsAsync(LogHalt.Tree);
    }

    [Fact]
    public async Task a_size_that_is_claimed_with_another_root_is_not_signed()
    {
        await _room.AppendAsync(1);
        await _room.Database.ExecuteAsync(
            "insert into center.log_checkpoint (centre, size, epoch, position, root) values ('test', 6, 1, 6, sha256('x'))"
        );

        await HaltsAsync(LogHalt.Tree);
    }

    [Fact]
    public async Task a_turn_that_died_before_it_signed_is_finished_by_the_next()
    {
        await _room.AppendAsync(1);
        var checkpoint = await _room.PublishAsync();
        await _room.Database.ExecuteAsync("update center.log_checkpoint set note = null where size = 6");

        (await _room.PublishAsync()).ShouldBe(checkpoint);
    }

    [Fact]
    public async Task another_key_neither_seals_nor_signs_until_an_epoch_is_opened()
    {
        using var home = new ScratchHome("other");
        using var other = LogRoom.KeyIn(home.Open().Folder);
        await _room.AppendAsync(1);
        (await _room.TurnAsync(other)).ShouldBe(new SealingTurn(SealingOutcome.Halted, LogHalt.Key));
        (await _room.StateAsync()).Size.ShouldBe(5);

        (await _room.OpenEpochAsync(EpochReason.Key, other)).Done.ShouldBeTrue();

        (await _room.TurnAsync(other)).Outcome.ShouldBe(SealingOutcome.Published);
        (await _room.StateAsync()).ShouldSatisfyAllConditions(
            state => state.Origin.ShouldBe("example.com/log/test/2"),
            state => state.PublicKey.ToArray().ShouldBe(other.PublicKey.ToArray()),
            state => state.Size.ShouldBe(7)
        );
        (await _room.TurnAsync()).Halt.ShouldBe(LogHalt.Key);
    }

    [Fact]
    public async Task a_damaged_head_stops_the_log_and_half_a_slot_does_not()
    {
        var file = Path.Combine(_room.Folder, "log-head-test");
        var bytes = await File.ReadAllBytesAsync(file, Stopping);
        await _room.AppendAsync(1);
        await _room.PublishAsync();
        var whole = await File.ReadAllBytesAsync(file, Stopping);
        whole.ShouldNotBe(bytes);
        whole[4096 + 20] ^= 1;
        await File.WriteAllBytesAsync(file, whole, Stopping);
        await _room.AppendAsync(1);
        (await _room.PublishAsync()).Size.ShouldBe(7);
        await File.WriteAllTextAsync(file, "nothing", Stopping);

        await HaltsAsync(LogHalt.Head);
    }

    [Fact]
    public async Task a_log_that_is_not_halted_gets_no_new_epoch()
    {
        (await _room.OpenEpochAsync(EpochReason.Restore)).Done.ShouldBeFalse();

        (await _room.StateAsync()).Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task a_file_that_holds_no_key_is_said_at_the_start()
    {
        using var home = new ScratchHome("broken");
        await File.WriteAllTextAsync(Path.Combine(home.Open().Folder, "log-key"), "no key", Stopping);

        Should.Throw<StartupFailure>(() => LogRoom.KeyIn(home.Folder)).Message.ShouldContain("log-key");
    }

    [Fact]
    public void the_key_is_readable_by_its_owner_alone()
    {
        if (!System.OperatingSystem.IsWindows())
        {
            var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.GetUnixFileMode(Path.Combine(_room.Folder, "log-key")).ShouldBe(owner);
            File.GetUnixFileMode(Path.Combine(_room.Folder, "log-head-test")).ShouldBe(owner);
        }
    }

    private async Task HaltsAsync(LogHalt halt)
    {
        var signed = await _room.Database.CountAsync("select 1 from center.log_checkpoint where note is not null");

        (await _room.TurnAsync()).ShouldSatisfyAllConditions(
            turn => turn.Outcome.ShouldBe(SealingOutcome.Halted),
            turn => turn.Halt.ShouldBe(halt)
        );

        (await _room.Database.CountAsync("select 1 from center.log_checkpoint where note is not null")).ShouldBe(
            signed
        );
    }

    // As a node that dies between the two transactions.
    private async Task SealWithoutSigningAsync()
    {
        await _room.PublishAsync();
        await _room.Database.ExecuteAsync("delete from center.log_checkpoint where size = 8");
        await CopyHeadBackAsync();
    }

    private async Task CopyHeadBackAsync()
    {
        var state = await _room.StateAsync();
        var tree = new Frontier();
        foreach (var leaf in await _room.Leaves.PageAsync(LogRoom.Centre, 0, 5, Stopping))
        {
            tree.Append(TreeHash.OfLeaf(leaf.Leaf.Commitment.Span));
        }

        _room.Key.KeepHead(LogRoom.Centre, SignedHead.Of(state.Epoch, state.Origin, tree));
    }

    private async Task<SealedLeaf> LeafAsync(long index) =>
        (await _room.Leaves.AtAsync(LogRoom.Centre, index, Stopping)).ShouldNotBeNull();
}
