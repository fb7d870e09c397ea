using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class SealingTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await LogRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task a_log_without_events_has_no_checkpoint()
    {
        (await _room.TurnAsync()).Outcome.ShouldBe(SealingOutcome.Published);

        (await _room.Tree.NewestAsync(LogRoom.Centre, Stopping)).ShouldBeNull();
    }

    [Fact]
    public async Task events_become_leaves_in_the_order_of_positions_and_are_signed()
    {
        await _room.AppendAtOnceAsync(2500);
        await _room.AppendAsync(3);

        var checkpoint = await _room.PublishAsync();

        checkpoint.Origin.ShouldBe("example.com/log/test");
        checkpoint.Size.ShouldBe(2503);
        var leaves = await _room.Leaves.PageAsync(LogRoom.Centre, 0, 5000, Stopping);
        leaves.Select(leaf => leaf.Index).ShouldBe(Enumerable.Range(0, 2503).Select(i => (long)i));
        leaves.Select(leaf => leaf.Event!.Position).ShouldBeInOrder();
        leaves.ShouldAllBe(leaf => leaf.Leaf.Kind == LeafKind.Event && leaf.Holds(LogRoom.Centre));
        Root(leaves).ShouldBe(checkpoint.Root);
        (await _room.CheckAsync()).ShouldSatisfyAllConditions(
            report => report.Findings.ShouldBeEmpty(),
            report => report.Root.ShouldBe(checkpoint.Root),
            report => report.Checkpoints.ShouldBe(1)
        );
    }

    [Fact]
    public async Task a_turn_with_nothing_new_signs_nothing_new()
    {
        await _room.AppendAsync(1);
        await _room.PublishAsync();

        (await _room.TurnAsync()).Leaves.ShouldBe(0);

        (await _room.Database.CountAsync("select 1 from center.log_checkpoint")).ShouldBe(1);
    }

    [Fact]
    public async Task positions_that_were_given_up_are_listed_in_a_leaf()
    {
        await _room.GiveUpPositionAsync();
        await _room.AppendAsync(1);
        await _room.GiveUpPositionAsync();
        await _room.GiveUpPositionAsync();
        await _room.AppendAsync(1);
        await _room.GiveUpPositionAsync();

        var checkpoint = await _room.PublishAsync();

        checkpoint.Size.ShouldBe(3);
        var gap = (await _room.Leaves.AtAsync(LogRoom.Centre, 2, Stopping)).ShouldNotBeNull();
        gap.Leaf.Kind.ShouldBe(LeafKind.Gap);
        gap.Gaps.ShouldBe([new PositionGap(1, 1), new PositionGap(3, 4)]);
        Encoding.UTF8.GetString(gap.Canonical(LogRoom.Centre)!).ShouldBe("""{"centre":"test","gaps":[[1,1],[3,4]]}""");
        gap.Holds(LogRoom.Centre).ShouldBeTrue();
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_append_under_way_is_waited_for_and_not_taken_for_a_gap()
    {
        await _room.AppendAsync(1);
        await using var append = await _room.Database.Source.OpenConnectionAsync(Stopping);
        await using (var transaction = await append.BeginTransactionAsync(Stopping))
        {
            await using var draw = append.CreateCommand();
            draw.CommandText =
                $"select pg_advisory_xact_lock_shared({AdvisoryLocks.Log}, hashtext('test')), nextval('{LogRoom.Sequence}')";
            await draw.ExecuteNonQueryAsync(Stopping);
            await _room.AppendAsync(1);

            (await _room.TurnAsync()).Outcome.ShouldBe(SealingOutcome.Busy);

            (await _room.StateAsync()).Size.ShouldBe(0);
        }

        (await _room.PublishAsync()).Size.ShouldBe(3);
        (await _room.StateAsync()).Position.ShouldBe(3);
    }

    [Fact]
    public async Task a_position_that_is_committed_late_is_sealed_in_its_place()
    {
        await _room.AppendAsync(1);
        await using var late = await LateAppend.BeginAsync(_room.Database.Source, LogRoom.Centre);
        await _room.AppendAsync(1);
        (await _room.TurnAsync()).Outcome.ShouldBe(SealingOutcome.Busy);
        (await _room.StateAsync()).Size.ShouldBe(0);

        await late.CommitAsync();

        (await _room.PublishAsync()).Size.ShouldBe(3);
        var leaves = await _room.Leaves.PageAsync(LogRoom.Centre, 0, 10, Stopping);
        leaves.Select(leaf => leaf.Leaf.Position).ShouldBe([1L, late.Position, 3]);
        leaves.ShouldAllBe(leaf => leaf.Leaf.Kind == LeafKind.Event && !leaf.Leaf.Late);
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_event_that_appears_in_a_gap_is_added_at_the_end_and_marked()
    {
        await _room.GiveUpPositionAsync();
        await _room.AppendAsync(1);
        await _room.PublishAsync();
        await _room.ForgeAsync(position: 1);

        await _room.PublishAsync();

        var late = (await _room.Leaves.AtAsync(LogRoom.Centre, 2, Stopping)).ShouldNotBeNull();
        (late.Leaf.Late, late.Leaf.Position).ShouldBe((true, 1L));
        (await _room.StateAsync()).Position.ShouldBe(2);
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
    )]
    public async Task an_event_that_nobody_of_ours_wrote_is_sealed_by_a_digest_and_stops_nothing(string headers)
    {
        await _room.AppendAsync(3);
        await _room.Database.ExecuteAsync(
            """update center.mt_events set data = '{"a": 1.5}', headers = headers - 'commitment' where seq_id = 1"""
        );
        await _room.Database.ExecuteAsync($"update center.mt_events set headers = '{headers}' where seq_id = 2");

        (await _room.PublishAsync()).Size.ShouldBe(3);

        var leaves = await _room.Leaves.PageAsync(LogRoom.Centre, 0, 10, Stopping);
        leaves.Select(leaf => leaf.Leaf.Kind).ShouldBe([LeafKind.Unreadable, LeafKind.Unreadable, LeafKind.Event]);
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
        await _room.Database.ExecuteAsync("""update center.mt_events set data = '{"a": 2.5}' where seq_id = 1""");
        (await _room.CheckAsync()).Findings.ShouldBe([new LogFinding("event-changed", 0, 1)]);
    }

    private static TreeHash Root(IEnumerable<SealedLeaf> leaves)
    {
        var tree = new Frontier();
        foreach (var leaf in leaves)
        {
            tree.Append(TreeHash.OfLeaf(leaf.Leaf.Commitment.Span));
        }

        return tree.Root;
    }
}
