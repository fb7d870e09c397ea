using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Ordinary leaves lie many in a row, and are the same leaves as if each had a row of its own.</summary>
public sealed class LogStretchTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Rows = "select leaf || '+' || cardinality(events) from center.log_stretch order by leaf";

    private LogRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await LogRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Theory]
    [InlineData(255, "0+255")]
    [InlineData(256, "0+256")]
    [InlineData(257, "0+256", "256+1")]
    public async Task a_row_ends_with_the_tile(int events, params string[] rows)
    {
        await _room.AppendAtOnceAsync(events);

        await IsWholeAsync(events);

        (await RowsAsync()).ShouldBe(rows);
    }

    [Theory]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(16385)]
    public async Task pages_follow_each_other_without_a_seam(int events)
    {
        await _room.AppendAtOnceAsync(events);

        await IsWholeAsync(events);

        (await RowsAsync()).Count.ShouldBe((events + 255) / 256);
    }

    [Fact]
    public async Task rows_end_where_turns_and_gaps_do_and_tiles_put_them_together()
    {
        await _room.AppendAtOnceAsync(100);
        await _room.PublishAsync();
        await _room.AppendAtOnceAsync(100);
        await _room.GiveUpPositionAsync();
        await _room.AppendAtOnceAsync(1000);
        await _room.GiveUpPositionAsync();
        await _room.AppendAtOnceAsync(1000);

        await IsWholeAsync(2202);

        var rows = await RowsAsync();
        rows.Take(5).ShouldBe(["0+100", "100+100", "200+56", "256+256", "512+256"]);
        rows.ShouldContain("1024+100"); // up to the leaf for the gaps among the first 1024 events
        var gaps = await _room.Leaves.AtAsync(LogRoom.Centre, 1124, Stopping);
        gaps!.Gaps.ShouldBe([new PositionGap(201, 201)]);
    }

    [Fact]
    public async Task a_page_that_somebody_else_overtook_is_not_written_and_is_made_anew()
    {
        await _room.AppendAsync(2);
        await _room.PublishAsync();
        var state = await _room.StateAsync();
        LogState[] others =
        [
            state with
            {
                Size = 1,
                Edge = new byte[TreeHash.Length],
            },
            state with
            {
                Position = state.Position - 1,
            },
            state with
            {
                Edge = new byte[state.Edge.Length],
            },
        ];
        await using var connection = await _room.Database.Source.OpenConnectionAsync(Stopping);
        using var added = new AddedLeaves();
        foreach (var other in others)
        {
            (await (await PageAsync(other)).TryWriteAsync(connection, added, Stopping)).ShouldBeFalse();
        }

        (await RowsAsync()).ShouldBe(["0+2"]);
        (await (await PageAsync(state)).TryWriteAsync(connection, added, Stopping)).ShouldBeTrue();
        (await RowsAsync()).ShouldBe(["0+2", "2+1"]);
    }

    [Fact]
    public async Task whoever_is_overtaken_goes_on_from_where_the_log_is_then()
    {
        await _room.AppendAsync(2);
        await _room.PublishAsync();
        await _room.AppendAsync(3);
        await using var other = await _room.Database.Source.OpenConnectionAsync(Stopping);
        await using var overtaking = await other.BeginTransactionAsync(Stopping);
        var state = (await LogState.ReadAsync(other, LogRoom.Centre, hold: true, Stopping))!;
        var turn = _room.TurnAsync();
        await WaitsAsync("%from center.log_state where centre = $1 for update%");
        await (await PageAsync(state)).WriteAsync(other, Stopping);
        await overtaking.CommitAsync(Stopping);

        (await turn).ShouldSatisfyAllConditions(
            done => done.Outcome.ShouldBe(SealingOutcome.Published),
            done => done.Leaves.ShouldBe(2)
        );
        (await RowsAsync()).ShouldBe(["0+2", "2+1", "3+2"]);
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
    }

    // The page of one event after a state; of any event, where there is none.
    private async Task<LogPage> PageAsync(LogState start)
    {
        using var events = new CommittedEvents(1);
        var columns = CommittedEvents.Columns.Replace("seq_id", "$1 + 1", StringComparison.Ordinal);
        await using var command = _room.Database.Source.CreateCommand(
            $"select {columns} from center.mt_events where seq_id in ($1, $1 + 1) order by seq_id desc limit 1"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = start.Position });
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        (await reader.ReadAsync(Stopping)).ShouldBeTrue();
        events.Add(reader);
        var page = new LogPage(LogRoom.Centre, start, 1);
        var leaves = new MadeLeaves(1);
        await LeafMaker.MakeAsync(LogRoom.Centre, events, leaves);
        page.Add(events, leaves);
        return page;
    }

    private async Task WaitsAsync(string statement)
    {
        var waiting = $"select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '{statement}'";
        while (await _room.Database.CountAsync(waiting) == 0)
        {
            await Task.Delay(10, Stopping);
        }
    }

    private async Task IsWholeAsync(int size)
    {
        var checkpoint = await _room.PublishAsync();
        checkpoint.Size.ShouldBe(size);
        var leaves = await _room.Leaves.PageAsync(LogRoom.Centre, 0, size + 1, Stopping);
        leaves.Select(leaf => leaf.Index).ShouldBe(Enumerable.Range(0, size).Select(index => (long)index));
        leaves.ShouldAllBe(leaf => leaf.Holds(LogRoom.Centre));
        RootOf([.. leaves.Select(leaf => TreeHash.OfLeaf(leaf.Leaf.Commitment.Span))]).ShouldBe(checkpoint.Root);
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
        foreach (var index in (long[])[0, size / 2, size - 1])
        {
            var shape = ProofShape.OfInclusion(index, size);
            var tiles = await _room.Tree.TilesAsync(LogRoom.Centre, shape, size, Stopping);
            var leaf = TreeHash.OfLeaf(leaves[(int)index].Leaf.Commitment.Span);
            ProofCheck.Includes(index, size, leaf, tiles.ProofOf(shape), checkpoint.Root).ShouldBeTrue();
        }
    }

    // RFC 6962, section 2.1, word for word.
    private static TreeHash RootOf(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var left = 1;
        while (left * 2 < leaves.Length)
        {
            left *= 2;
        }

        return TreeHash.OfNode(RootOf(leaves[..left]), RootOf(leaves[left..]));
    }

    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        await using var command = _room.Database.Source.CreateCommand(Rows);
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        var rows = new List<string>();
        while (await reader.ReadAsync(Stopping))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
