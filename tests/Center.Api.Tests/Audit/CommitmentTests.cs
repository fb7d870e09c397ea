using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What an event committed to when it was appended is its leaf, whatever is done to its row before it is sealed.</summary>
public sealed class CommitmentTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await LogRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Theory]
    [InlineData("user_name = 'somebody-else'")]
    [InlineData("timestamp = timestamp + interval '1 microsecond'")]
    [InlineData("timestamp = 'infinity'")]
    [InlineData("type = 'person.registered.v2'")]
    [InlineData("version = 7")]
    [InlineData("id = gen_random_uuid()")]
    [InlineData("data = data || '{\"ageBand\": \"minor\"}'")]
    [InlineData("data = '{\"a\": 1.5}'")]
    [InlineData("headers = headers || '{\"role\": \"administrator\"}'")]
    [InlineData("headers = headers || '{\"role\": 7}'")]
    [InlineData("headers = headers || '{\"salt\": \"00\"}'")]
    [InlineData("headers = headers - 'salt'")]
    public async Task what_is_changed_between_append_and_sealing_is_sealed_as_it_was_and_named(string change)
    {
        await _room.AppendAsync(5);
        var appended = await CommitmentsAsync();
        await ChangeAsync(change, "seq_id = 3");

        await _room.PublishAsync();

        (await LeavesAsync()).ShouldBe(appended);
        (await _room.CheckAsync()).Findings.ShouldBe([new LogFinding("event-changed", 2, 3)]);
    }

    [Fact]
    public async Task an_event_that_says_it_committed_to_something_else_is_named_whenever_it_was_changed()
    {
        const string Other = "headers = headers || jsonb_build_object('commitment', encode(sha256('x'), 'hex'))";
        await _room.AppendAsync(3);
        await ChangeAsync(Other, "seq_id = 1");

        await _room.PublishAsync();
        await ChangeAsync(Other, "seq_id = 3");

        (await _room.CheckAsync()).Findings.ShouldBe([
            new LogFinding("event-changed", 0, 1),
            new LogFinding("event-changed", 2, 3),
        ]);
    }

    [Theory]
    [InlineData("headers = headers - 'commitment'")]
    [InlineData("headers = headers || '{\"commitment\": 7}'")]
    [InlineData("headers = headers || '{\"commitment\": \"\"}'")]
    [InlineData("headers = headers || jsonb_build_object('commitment', repeat('0', 63))")]
    [InlineData("headers = headers || jsonb_build_object('commitment', repeat('0', 66))")]
    [InlineData("headers = headers || jsonb_build_object('commitment', repeat('x', 64))")]
    public async Task events_that_commit_to_nothing_are_sealed_as_they_lie_there_among_the_others(string change)
    {
        await _room.AppendAtOnceAsync(600);
        await ChangeAsync(change, "seq_id % 3 = 0 or seq_id > 500");
        var events = await _room.Database.StoredAsync();

        var checkpoint = await _room.PublishAsync();

        checkpoint.Size.ShouldBe(600);
        (await LeavesAsync()).ShouldBe(events.Select(e => Convert.ToHexString(EventLeaf.Of(LogRoom.Centre, e))));
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_event_that_appears_late_is_sealed_as_what_it_committed_to()
    {
        await _room.AppendAsync(3);
        var appended = await CommitmentsAsync();
        await _room.Database.ExecuteAsync(
            "create table kept as select * from center.mt_events where seq_id = 2; delete from center.mt_events where seq_id = 2"
        );
        await _room.PublishAsync();
        await _room.Database.ExecuteAsync(
            "update kept set user_name = 'x'; insert into center.mt_events select * from kept"
        );

        (await _room.PublishAsync()).Size.ShouldBe(4);

        var late = (await _room.Leaves.AtAsync(LogRoom.Centre, 3, Stopping)).ShouldNotBeNull();
        (late.Leaf.Late, Convert.ToHexString(late.Leaf.Commitment.Span)).ShouldBe((true, appended[1]));
        (await _room.CheckAsync()).Findings.ShouldBe([new LogFinding("event-changed", 3, 2)]);
    }

    private Task ChangeAsync(string change, string where) =>
        _room.Database.ExecuteAsync($"update center.mt_events set {change} where {where}");

    private async Task<IReadOnlyList<string>> CommitmentsAsync() =>
        [.. (await _room.Database.StoredAsync()).Select(e => Convert.ToHexString(e.Commitment.ShouldNotBeNull()))];

    private async Task<IReadOnlyList<string>> LeavesAsync() =>
        [
            .. (await _room.Leaves.PageAsync(LogRoom.Centre, 0, 1000, Stopping)).Select(leaf =>
                Convert.ToHexString(leaf.Leaf.Commitment.Span)
            ),
        ];
}
