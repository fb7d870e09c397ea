using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A replay of several pages that is stopped in the middle, and what it finds when it goes on.</summary>
public sealed class ReplayResumeTests(TestPostgres postgres) : IAsyncLifetime
{
    private const int PageSize = 3;

    private const string Falsify =
        "update center.mt_doc_booking_sheet set data = jsonb_set(data, '{status}', '\"held\"') where id = 'one'";

    private readonly ReplayRequest _request = new(
        Guid.CreateVersion7(),
        AuditDatabase.Centre,
        Replay.AllViews,
        null,
        IsResumable: true
    );

    private readonly List<ReplayProgress> _seen = [];

    private AuditDatabase _database = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private string Schema => $"center_replay_{_request.Run:N}";

    private Replay Paged => new(_database.Source) { PageSize = PageSize };

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        await _database.AppendAsync("person/ada", ReplayTests.Registered(AgeBand.Adult));
        await _database.AppendAsync("person/bo", ReplayTests.Registered(AgeBand.Senior));
        await _database.AppendAsync("person/cy", ReplayTests.Registered(AgeBand.Senior));
        await _database.AppendAsync("booking/one", ReplayTests.Confirmed("studio"));
        await _database.AppendAsync("booking/two", ReplayTests.Confirmed("hall"));
        await _database.AppendAsync("person/di", ReplayTests.Registered(AgeBand.Adult));
        await _database.AppendAsync("booking/two", new BookingCancelled("ill", CancelledBy.Booker, 60));
        await _database.AppendAsync("booking/one", new BookingCancelled("ill", CancelledBy.Booker, 60));
        await _database.FollowAsync();
        await using var work = await _database.BeginAsync();
        ReplayRuns.Add(work, new ReplayRun(_request.Run, AuditDatabase.Centre, "all", null, "somebody", work.Now));
        await work.CommitAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task every_event_is_applied_once_wherever_it_was_stopped(long at)
    {
        var whole = await Paged.RunAsync(_request with { Run = Guid.CreateVersion7() }, null, Stopping);
        await StopAsync(at);
        (await PositionAsync()).ShouldBe(at);

        var report = await GoOnAsync();

        long[] pages = [3, 6, 8];
        _seen.Select(progress => progress.Position).ShouldBe([at, .. pages.Where(page => page > at)]);
        _seen.ShouldAllBe(progress => progress.To == 8 && progress.ResumedFrom == at);
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
        var whole = await _database.ReplayAsync(asOf: 7);
        var request = _request with { AsOf = 7 };
        await StopAsync(3, request);

        var report = await Paged.RunAsync(request, _seen.Add, Stopping);

        _seen[0].ShouldBe(new ReplayProgress(3, 7, 3));
        report.Views.Select(view => view.Digest).ShouldBe(whole.Views.Select(view => view.Digest));
    }

    [Fact]
    public async Task the_time_of_all_stretches_counts()
    {
        await StopAsync(3);
        await _database.ExecuteAsync(
            $$"""update {{Schema}}.replay_stand set stand = jsonb_set(stand, '{spent}', '"01:00:00"')"""
        );

        (await GoOnAsync()).Seconds.ShouldBeInRange(3600, 3700);
    }

    [Fact]
    public async Task a_falsified_row_is_named_with_its_events_after_a_stop()
    {
        await _database.ExecuteAsync(Falsify);
        await StopAsync(6);

        ShouldBeFalsified(await GoOnAsync());
    }

    [Fact]
    public async Task what_is_compared_is_the_copy_of_the_first_start()
    {
        await _database.ExecuteAsync(Falsify);
        await StopAsync(3);
        await _database.ExecuteAsync("delete from center.mt_doc_booking_sheet");
        await _database.AppendAsync("person/ed", ReplayTests.Registered(AgeBand.Adult));

        ShouldBeFalsified(await GoOnAsync());
        _seen[^1].To.ShouldBe(8);
    }

    [Fact]
    public async Task stopped_while_differences_are_explained_the_pass_is_done_again_on_the_same_copy()
    {
        await _database.ExecuteAsync(Falsify);
        await StopAsync(3);
        await _database.ExecuteAsync(
            $"""
            create function {Schema}.stop() returns trigger language plpgsql as $$ begin
              if (select (stand->>'isExplaining')::boolean from {Schema}.replay_stand) then raise 'a cable was cut'; end if;
              return new;
            end $$;
            create trigger stop before insert on {Schema}.mt_doc_booking_sheet
              for each row execute function {Schema}.stop();
            """
        );
        await Should.ThrowAsync<Exception>(GoOnAsync());
        await _database.ExecuteAsync($"drop function {Schema}.stop cascade");
        await _database.ExecuteAsync("delete from center.mt_doc_booking_sheet");
        _seen.Clear();

        ShouldBeFalsified(await GoOnAsync());
        _seen[0].ShouldBe(new ReplayProgress(0, 8, 0));
    }

    [Theory]
    [InlineData("delete from {0}.replay_stand")]
    [InlineData("update {0}.replay_stand set program = 'of the day before'")]
    [InlineData("update {0}.replay_stand set log = 1")]
    [InlineData("drop table {0}.replay_stand")]
    [InlineData("drop schema {0} cascade")]
    public async Task what_nobody_can_go_on_with_is_begun_anew(string harm)
    {
        await StopAsync(3);
        await _database.ExecuteAsync(harm.Replace("{0}", Schema, StringComparison.Ordinal));

        var report = await GoOnAsync();

        _seen[0].ShouldBe(new ReplayProgress(0, 8));
        report.Events.ShouldBe(8);
        report.DifferenceCount.ShouldBe(0);
    }

    [Fact]
    public async Task nobody_works_in_a_schema_that_another_node_holds()
    {
        await StopAsync(3);
        await using var other = await _database.Source.OpenConnectionAsync(Stopping);
        await using var hold = other.CreateCommand();
        hold.CommandText = $"select pg_advisory_lock({AdvisoryLocks.Replay}, hashtext('{Schema}'))";
        await hold.ExecuteNonQueryAsync(Stopping);

        await Should.ThrowAsync<ReplayHeldException>(GoOnAsync());

        (await PositionAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task a_node_that_lost_its_lock_writes_no_page_into_what_another_went_on_with()
    {
        using var reached = new SemaphoreSlim(0);
        using var letGo = new SemaphoreSlim(0);
        var first = Task.Run(() => Paged.RunAsync(_request, progress => Pause(progress, reached, letGo), Stopping));
        await reached.WaitAsync(Stopping);
        await EndHoldersAsync();
        await StopAsync(6);
        letGo.Release();

        await Should.ThrowAsync<ReplayHeldException>(first);

        (await PositionAsync()).ShouldBe(6);
        var report = await GoOnAsync();
        report.Events.ShouldBe(8);
        report.DifferenceCount.ShouldBe(0);
    }

    private static void Pause(ReplayProgress progress, SemaphoreSlim reached, SemaphoreSlim letGo)
    {
        if (progress.Position == 3)
        {
            reached.Release();
            letGo.Wait(Stopping);
        }
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

    private Task<ReplayReport> GoOnAsync() => Paged.RunAsync(_request, _seen.Add, Stopping);

    private async Task StopAsync(long at, ReplayRequest? request = null)
    {
        using var giveUp = new CancellationTokenSource();
        var replay = Paged.RunAsync(
            request ?? _request,
            progress => _ = progress.Position < at || giveUp.CancelAsync().IsCompleted,
            giveUp.Token
        );
        await Should.ThrowAsync<OperationCanceledException>(replay);
    }

    // As the server does when the machine of a node is gone.
    private async Task EndHoldersAsync()
    {
        var held = $"""
            from pg_locks where locktype = 'advisory' and classid = {AdvisoryLocks.Replay}
              and database = (select oid from pg_database where datname = current_database())
            """;
        await _database.ExecuteAsync($"select pg_terminate_backend(pid) {held}");
        while (await _database.CountAsync($"select {held}") > 0)
        {
            await Task.Delay(20, Stopping);
        }
    }

    private async Task<long> PositionAsync()
    {
        await using var command = _database.Source.CreateCommand(
            $"select (stand->>'position')::bigint from {Schema}.replay_stand"
        );
        return (long)(await command.ExecuteScalarAsync(Stopping))!;
    }

    private Task<long> SchemasAsync() =>
        _database.CountAsync("select from pg_namespace where nspname like 'center_replay_%'");
}
