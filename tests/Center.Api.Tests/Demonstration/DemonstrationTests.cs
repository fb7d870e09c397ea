using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Center.Projections.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Demonstration;

public sealed class DemonstrationTests(ToldCentre told) : IClassFixture<ToldCentre>
{
    [Fact]
    public async Task every_kind_of_thing_that_happens_at_a_centre_is_told()
    {
        var names = await told.RowsAsync($"select distinct type from center.mt_events where seq_id > {told.Before}");

        string[] wanted =
        [
            "person.registered.v1",
            "key.issued.v1",
            "device.enrolled.v1",
            "booking.held.v1",
            "booking.requested.v1",
            "booking.confirmed.v1",
            "booking.lapsed.v1",
            "booking.cancelled.v1",
            "booking.checked-in.v1",
            "booking.checked-out.v1",
            "scan.recorded.v1",
            "visitors.counted.v1",
            "service.recorded.v1",
            "service.credited.v1",
        ];
        wanted.Except(names.Select(row => (string)row[0])).ShouldBeEmpty();
        (await told.NumberAsync("select count(distinct kind) from center.allocation")).ShouldBe(3);
    }

    [Fact]
    public async Task no_unit_is_held_twice()
    {
        (await told.NumberAsync("select count(*) from center.allocation")).ShouldBeGreaterThan(100);
        (
            await told.NumberAsync(
                """
                select count(*) from center.allocation a join center.allocation b
                on a.unit = b.unit and a.booking < b.booking and a.during && b.during
                """
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task the_log_is_in_the_order_of_time_and_never_ahead_of_it()
    {
        var backwards = await told.RowsAsync(
            $"""
            select type, timestamp, type_before, before from (
              select type, timestamp, lag(timestamp) over log before, lag(type) over log type_before
              from center.mt_events where seq_id > {told.Before} window log as (order by seq_id)) told
            where before > timestamp
            """
        );
        backwards.Select(row => string.Join(' ', row)).ShouldBeEmpty();
        (
            await told.NumberAsync(
                $"select count(*) from center.mt_events where seq_id > {told.Before} and timestamp > '2026-11-24T01:00:00Z'"
            )
        ).ShouldBe(0);
        (
            await told.NumberAsync(
                "select count(*) from center.mt_events where timestamp < '2026-11-20T00:00:00+08:00'::timestamptz"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task lapses_are_told_at_their_deadlines_and_nobody_is_reminded_of_them()
    {
        var lapses = await told.RowsAsync(
            "select (data ->> 'deadline')::timestamptz = timestamp from center.mt_events where type = 'booking.lapsed.v1'"
        );

        lapses.ShouldNotBeEmpty();
        lapses.ShouldAllBe(row => (bool)row[0]);
        (
            await told.NumberAsync(
                "select count(*) from center.wolverine_incoming_envelopes where message_type like '%BookingDeadline%'"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task all_views_replay_equal()
    {
        await CaughtUpAsync();

        var request = new ReplayRequest(Guid.CreateVersion7(), CenterUnderTest.Centre, Replay.AllViews, null);
        var report = await told
            .Center.Services.GetRequiredService<Replay>()
            .RunAsync(request, null, TestContext.Current.CancellationToken);

        report.Differences.ShouldBeEmpty();
        report.DifferenceCount.ShouldBe(0);
        report.Views.ShouldAllBe(view => view.Position >= told.Before + 1);
    }

    [Fact]
    public async Task no_name_phone_or_card_is_in_any_event()
    {
        var people = await told.RowsAsync(
            "select person from center.personal_index where field = 'phone' order by person"
        );
        var secrets = new List<string>();
        await using var connection = new NpgsqlConnection(told.Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var vault = new Vault(connection, CenterUnderTest.Centre, told.Center.Services.GetRequiredService<VaultKey>());
        foreach (var row in people)
        {
            var details = await vault.ReadAllAsync((string)row[0], TestContext.Current.CancellationToken);
            details["phone"].ShouldStartWith("1000000");
            secrets.AddRange([details["name"], details["phone"], details["card"]]);
        }

        secrets.Count.ShouldBeGreaterThan(600);
        var events = await told.RowsAsync(
            $"select data::text, headers::text from center.mt_events where seq_id > {told.Before}"
        );
        var text = string.Join('\n', events.SelectMany(row => row));
        secrets.Where(secret => text.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task every_printed_key_works_over_http()
    {
        var calls = told.PrintedCalls();

        calls
            .Select(call => call.Role)
            .ShouldBe(["resident", "steward", "coordinator", "manager", "auditor", "device"]);
        foreach (var (role, key, path) in calls)
        {
            var client = new CentreClient(told.Center.Http, key);
            (await client.GetAsync(path)).Status.ShouldBe(200, $"{role}: {path}");
        }
    }

    [Fact]
    public async Task a_second_story_is_refused_and_writes_nothing()
    {
        var before = await told.NumberAsync("select max(seq_id) from center.mt_events");

        (await told.DemoAsync("--days", "2", "--seed", "7")).Code.ShouldBe(1);

        (await told.NumberAsync("select max(seq_id) from center.mt_events")).ShouldBe(before);
    }

    [Theory]
    [InlineData("--days")]
    [InlineData("--days", "0")]
    [InlineData("--days", "731")]
    [InlineData("--seed", "seven")]
    [InlineData("--force", "yes")]
    [InlineData("--force", "--force")]
    [InlineData("--years", "1")]
    public async Task wrong_arguments_give_the_usage(params string[] args)
    {
        (await told.DemoAsync(args)).Code.ShouldBe(2);
    }

    private async Task CaughtUpAsync()
    {
        await using var connection = new NpgsqlConnection(told.Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var head = await ViewProgress.HeadAsync(connection, CenterUnderTest.Centre, default);
        foreach (var view in CenterStore.Views.Where(view => !view.Inline))
        {
            var waited = 0;
            while (await ViewProgress.ReadAsync(connection, view.Name, CenterUnderTest.Centre, default) < head)
            {
                waited++.ShouldBeLessThan(600, $"{view.Name} does not catch up");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
