using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Audit.Bundles;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// A log that was begun before there were stretches: its first leaves have a row each, and those after them lie many in a row.
/// </summary>
public sealed class LogOfTwoKindsTests(TestPostgres postgres) : IAsyncLifetime
{
    private const int Before = 303; // with the leaf for the gap
    private const int Size = 604;

    private BundleRoom _bundles = null!;
    private Checkpoint _before = null!;
    private Checkpoint _end = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private LogRoom Room => _bundles.Log;

    public async ValueTask InitializeAsync()
    {
        _bundles = await BundleRoom.CreateAsync(postgres);
        await Room.AppendAtOnceAsync(300);
        await Room.GiveUpPositionAsync();
        await Room.AppendAsync(2);
        _before = await Room.PublishAsync();
        await Room.StoreAsBeforeAsync();
        await Room.AppendAtOnceAsync(300);
        await Room.AppendAsync(1);
        _end = await Room.PublishAsync();
    }

    public ValueTask DisposeAsync() => _bundles.DisposeAsync();

    [Fact]
    public async Task it_goes_on_as_one_log()
    {
        (_before.Size, _end.Size).ShouldBe((Before, Size));
        (await Room.CheckAsync()).ShouldSatisfyAllConditions(
            report => report.Findings.ShouldBeEmpty(),
            report => report.Root.ShouldBe(_end.Root),
            report => report.Leaves.ShouldBe(Size)
        );
        var shape = ProofShape.OfConsistency(Before, Size);
        var tiles = await Room.Tree.TilesAsync(LogRoom.Centre, shape, Size, Stopping);
        ProofCheck.Extends(Before, Size, _before.Root, _end.Root, tiles.ProofOf(shape)).ShouldBeTrue();
    }

    [Fact]
    public async Task every_leaf_is_found_by_index_and_event_and_proved()
    {
        foreach (var leaf in await Room.Leaves.PageAsync(LogRoom.Centre, 0, Size, Stopping))
        {
            leaf.Holds(LogRoom.Centre).ShouldBeTrue($"{leaf.Index}");
            (await Room.Leaves.AtAsync(LogRoom.Centre, leaf.Index, Stopping))!.Index.ShouldBe(leaf.Index);
            if (leaf.Event is { } e)
            {
                (await Room.Leaves.OfEventAsync(LogRoom.Centre, e.Id, Stopping))!.Index.ShouldBe(leaf.Index);
            }

            var shape = ProofShape.OfInclusion(leaf.Index, Size);
            var tiles = await Room.Tree.TilesAsync(LogRoom.Centre, shape, Size, Stopping);
            var hash = TreeHash.OfLeaf(leaf.Leaf.Commitment.Span);
            ProofCheck.Includes(leaf.Index, Size, hash, tiles.ProofOf(shape), _end.Root).ShouldBeTrue($"{leaf.Index}");
        }
    }

    [Fact]
    public async Task commitments_are_cut_out_of_rows_wherever_they_are_asked_for()
    {
        var all = await Room.Leaves.PageAsync(LogRoom.Centre, 0, Size, Stopping);
        await using var connection = await Room.Database.Source.OpenConnectionAsync(Stopping);
        foreach (
            var (from, to) in ((int, int)[])[(0, Size), (300, 306), (304, 305), (310, 520), (511, 513), (603, 604)]
        )
        {
            var bytes = new List<byte>();
            await foreach (var piece in LogEntries.CommitmentsAsync(connection, LogRoom.Centre, from, to, Stopping))
            {
                bytes.AddRange(piece.Span);
            }

            bytes.ShouldBe(all.Take(from..to).SelectMany(leaf => leaf.Leaf.Commitment.ToArray()), $"{from} to {to}");
        }
    }

    [Theory]
    [InlineData(1, 604)]
    [InlineData(290, 310)]
    [InlineData(301, 301)]
    [InlineData(303, 304)]
    [InlineData(304, 304)]
    [InlineData(560, 604)]
    public async Task bundles_reach_over_the_border(long from, long to)
    {
        var report = await _bundles.CheckAsync(await _bundles.ExportAsync(from, to));

        report.Faults.ShouldBeEmpty();
        (report.Events + report.GivenUp).ShouldBe(to - from + 1);
    }

    [Theory]
    [InlineData("update center.mt_events set user_name = 'nobody' where seq_id = 10", "event-changed")]
    [InlineData("update center.mt_events set user_name = 'nobody' where seq_id = 400", "event-changed")]
    [InlineData("delete from center.mt_events where seq_id in (10, 400)", "event-gone")]
    [InlineData("update center.mt_events set is_archived = true where seq_id in (10, 400)", "event-archived")]
    [InlineData("delete from center.log_leaf where leaf = 301", "leaf-gone", "event-unsealed")]
    [InlineData("delete from center.log_stretch where leaf = 303", "leaf-gone", "event-unsealed")]
    [InlineData(
        "update center.log_leaf set commitment = sha256('x') where leaf = 20",
        "event-changed",
        "hash-differs",
        "checkpoint-differs"
    )]
    [InlineData(
        "update center.log_stretch set commitments = overlay(commitments placing sha256('x') from 1) where leaf = 303",
        "event-changed",
        "hash-differs",
        "checkpoint-differs"
    )]
    public async Task changes_in_both_are_found(string sql, params string[] findings)
    {
        await Room.Database.ExecuteAsync(sql);

        (await Room.CheckAsync()).Findings.Select(found => found.What).Distinct().Order().ShouldBe(findings.Order());
    }

    // The second row has the leaves 303 to 511, the third those from 512 on.
    [Theory]
    [InlineData("update center.log_stretch set commitments = substring(commitments from 2)", "leaf-gone")]
    [InlineData("update center.log_stretch set commitments = commitments || '\\x00'", "leaf-gone")]
    [InlineData("update center.log_stretch set commitments = ''", "leaf-gone")]
    [InlineData("update center.log_stretch set commitments = commitments || sha256('x') where leaf = 303", "leaf-gone")]
    [InlineData(
        "update center.log_stretch set commitments = substring(commitments for 64) where leaf = 303",
        "leaf-gone"
    )]
    [InlineData("update center.log_stretch set leaf = leaf + 1 where leaf = 303", "leaf-gone")]
    [InlineData("update center.log_stretch set leaf = leaf - 1 where leaf = 303", "leaf-twice")]
    [InlineData(
        "insert into center.log_stretch select centre, 310, 9000, events[1:1], substring(commitments for 32) from center.log_stretch where leaf = 303",
        "leaf-twice"
    )]
    [InlineData(
        "insert into center.log_leaf (centre, leaf, kind, commitment) values ('test', 310, 'event', sha256('x'))",
        "leaf-twice"
    )]
    [InlineData(
        "insert into center.log_leaf (centre, leaf, kind, commitment) values ('test', 400, 'event', sha256('x')); update center.log_stretch set events = events[1:97], commitments = substring(commitments for 32 * 97) where leaf = 303",
        "event-gone"
    )]
    public async Task rows_that_are_not_whole_are_named_and_read_by_nobody(string sql, string finding)
    {
        await Room.Database.ExecuteAsync(sql);

        (await Room.CheckAsync()).Findings.Select(found => found.What).ShouldContain(finding);
        await Should.ThrowAsync<LogDamagedException>(() =>
            Room.Tree.TileAsync(LogRoom.Centre, TileAddress.Of(0, 1, Size), Stopping)
        );
        await Should.ThrowAsync<LogDamagedException>(() => _bundles.ExportAsync());
    }

    [Theory]
    [InlineData("events[1:10] || null::uuid || events[12:]")]
    [InlineData("array[events]")]
    [InlineData("events[2:]")]
    [InlineData("'{}'")]
    [InlineData("('[0:208]=' || events::text)::uuid[]")]
    public async Task ids_that_are_not_one_for_each_leaf_are_found(string events)
    {
        await Room.Database.ExecuteAsync($"update center.log_stretch set events = {events} where leaf = 303");

        (await Room.CheckAsync()).Findings.ShouldContain(new LogFinding("leaf-gone", 303, null));
        await Should.ThrowAsync<LogDamagedException>(() => _bundles.ExportAsync());
        (await Room.Leaves.AtAsync(LogRoom.Centre, 303, Stopping)).ShouldBeNull();
    }

    [Fact]
    public async Task an_event_that_is_sealed_twice_is_found()
    {
        await Room.Database.ExecuteAsync(
            "update center.log_stretch set position = position - 1 where leaf = 512 or leaf = 303"
        );

        (await Room.CheckAsync()).Findings.ShouldContain(new LogFinding("leaf-twice", 303, 303));
    }

    [Theory]
    [InlineData("delete from center.mt_events where seq_id = {0}")]
    [InlineData("update center.mt_events set id = gen_random_uuid() where seq_id = {0}")]
    [InlineData("update center.mt_events set seq_id = 9000 where seq_id = {0}")]
    public async Task the_leaf_of_an_event_is_found_when_the_event_is_not(string sql)
    {
        foreach (var index in (long[])[20, 303, 450, 603])
        {
            var leaf = (await Room.Leaves.AtAsync(LogRoom.Centre, index, Stopping)).ShouldNotBeNull();
            await Room.Database.ExecuteAsync(sql.Replace("{0}", $"{leaf.Leaf.Position}", StringComparison.Ordinal));

            var found = await Room.Leaves.OfEventAsync(LogRoom.Centre, leaf.Leaf.Event!.Value, Stopping);

            found.ShouldNotBeNull().Index.ShouldBe(index);
            found.Holds(LogRoom.Centre).ShouldBeFalse();
            await Room.Database.ExecuteAsync("delete from center.mt_events where seq_id = 9000");
        }

        (await Room.Leaves.OfEventAsync(LogRoom.Centre, Guid.NewGuid(), Stopping)).ShouldBeNull();
    }
}
