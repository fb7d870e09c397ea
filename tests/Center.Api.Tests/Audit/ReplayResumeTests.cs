using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.People;
using Center.Projections.Audit;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What a replay finds that was stopped in the middle and went on.</summary>
public sealed class ReplayResumeTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Falsify =
        "update center.mt_doc_booking_sheet set data = jsonb_set(data, '{status}', '\"held\"') where id = 'one'";

    private StoppedReplay _replay = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _replay = await StoppedReplay.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _replay.DisposeAsync();

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task every_event_is_applied_once_wherever_it_was_stopped(long at)
    {
        var whole = await _replay.Database.ReplayAsync();
        await _replay.StopAsync(at);
        (await _replay.PositionAsync()).ShouldBe(at);

        var report = await _replay.GoOnAsync();

        long[] pages = [3, 6, 8];
        _replay.Seen.Select(progress => progress.Position).ShouldBe([at, .. pages.Where(page => page > at)]);
        _replay.Seen.ShouldAllBe(progress => progress.To == 8 && progress.ResumedFrom == at);
        report.DifferenceCount.ShouldBe(0);
        report.Events.ShouldBe(8);
        report.Positions.ShouldBe(new PositionRange(1, 8));
        report
            .Views.Select(view => view with { Seconds = 0 })
            .ShouldBe(whole.Views.Select(view => view with { Seconds = 0 }));
        (await SchemasAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task up_to_a_position_the_digest_is_that_of_a_replay_at_one_go()
    {
        var whole = await _replay.Database.ReplayAsync(asOf: 7);
        var request = _replay.Request with { AsOf = 7 };
        await _replay.StopAsync(3, request);

        var report = await _replay.Replay.RunAsync(request, _replay.Seen.Add, Stopping);

        _replay.Seen[0].ShouldBe(new ReplayProgress(3, 7, 3));
        report.Views.Select(view => view.Digest).ShouldBe(whole.Views.Select(view => view.Digest));
    }

    [Fact]
    public async Task the_time_of_all_stretches_counts()
    {
        await _replay.StopAsync(3);
        await _replay.ExecuteAsync("update {0}.replay_stand set stand = jsonb_set(stand, '{spent}', '\"01:00:00\"')");

        (await _replay.GoOnAsync()).Seconds.ShouldBeInRange(3600, 3700);
    }

    [Fact]
    public async Task a_falsified_row_is_named_with_its_events()
    {
        await _replay.Database.ExecuteAsync(Falsify);
        await _replay.StopAsync(6);

        ShouldBeFalsified(await _replay.GoOnAsync());
    }

    [Fact]
    public async Task what_is_compared_is_the_copy_of_the_first_start()
    {
        await _replay.Database.ExecuteAsync(Falsify);
        await _replay.StopAsync(3);
        await _replay.Database.ExecuteAsync("delete from center.mt_doc_booking_sheet");
        await _replay.Database.AppendAsync("person/ed", ReplayTests.Registered(AgeBand.Adult));

        ShouldBeFalsified(await _replay.GoOnAsync());
        _replay.Seen[^1].To.ShouldBe(8);
    }

    [Fact]
    public async Task stopped_while_differences_are_explained_the_pass_is_done_again_on_the_same_copy()
    {
        await _replay.Database.ExecuteAsync(Falsify);
        await _replay.StopAsync(3);
        await _replay.FailAtAsync(
            "insert on {0}.mt_doc_booking_sheet",
            "(select (stand->>'isExplaining')::boolean from {0}.replay_stand)"
        );
        await _replay.Database.ExecuteAsync("delete from center.mt_doc_booking_sheet");

        ShouldBeFalsified(await _replay.GoOnAsync());
        _replay.Seen[0].ShouldBe(new ReplayProgress(0, 8, 0));
    }

    [Fact]
    public async Task a_page_whose_progress_cannot_be_written_is_not_written_either()
    {
        await _replay.StopAsync(3);
        await _replay.FailAtAsync("update on {0}.replay_stand", "(new.stand->>'position')::bigint = 6");

        var report = await _replay.GoOnAsync();

        _replay.Seen[0].ShouldBe(new ReplayProgress(3, 8, 3));
        report.DifferenceCount.ShouldBe(0, "bookings of that page are summed up by figures");
        report.Events.ShouldBe(8);
    }

    [Theory]
    [InlineData("update {0}.replay_stand set stand = null")]
    [InlineData("delete from {0}.replay_stand")]
    [InlineData("update {0}.replay_stand set program = 'of the day before'")]
    [InlineData("update {0}.replay_stand set log = 1")]
    [InlineData("drop table {0}.replay_stand")]
    [InlineData("drop schema {0} cascade")]
    public async Task what_nobody_can_go_on_with_is_begun_anew(string harm)
    {
        await _replay.StopAsync(3);
        await _replay.ExecuteAsync(harm);

        var report = await _replay.GoOnAsync();

        _replay.Seen[0].ShouldBe(new ReplayProgress(0, 8));
        report.Events.ShouldBe(8);
        report.DifferenceCount.ShouldBe(0);
        (await SchemasAsync()).ShouldBe(0);
    }

    private static void ShouldBeFalsified(ReplayReport report)
    {
        var found = report.Differences.ShouldHaveSingleItem();
        found.Key.ShouldBe("BookingSheet/one");
        found.Stored.GetString().ShouldBe("held");
        found.Replayed.GetString().ShouldBe("cancelled");
        found.Events.ShouldBe([4, 8]);
        report.Events.ShouldBe(8);
        report.Views.Single(view => view.View == "bookings").Events.ShouldBe(8);
    }

    private Task<long> SchemasAsync() =>
        _replay.Database.CountAsync("select from pg_namespace where nspname like 'center_replay_%'");
}
