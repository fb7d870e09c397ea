using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Attendance;
using Center.Projections.Attendance;
using Center.Projections.EventStore;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using static Center.Api.Tests.Attendance.AttendanceStory;

namespace Center.Api.Tests.Attendance;

public sealed class SiteDayTests(TestPostgres postgres)
{
    [Fact]
    public async Task who_is_in_the_house_now_is_told_and_counts_are_never_added_to_names()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), "station-07");
        var (stays, leaves) = (await story.RegisterAsync(), await story.RegisterAsync());
        var now = DateTimeOffset.UtcNow;
        await story.UploadAsync(
            story.Scan(stays, now),
            story.Scan(leaves, now),
            story.Scan(leaves, now.AddSeconds(60), "out")
        );
        var visit = new
        {
            Site = "station-07",
            Date = Text(Today()),
            Count = 1,
            Method = "manual",
        };
        (await story.Admin.PostAsync("/visits", visit)).ShouldBe(200).Number("manual").ShouldBe(1);

        var inNow = await AtHeadAsync(story, "/sites/station-07/now");
        var row = await RowAsync(story.Center, "station-07");

        inNow.Number("count").ShouldBe(1);
        inNow.Member("items")[0].GetProperty("person").GetGuid().ShouldBe(stays);
        row.InNow.ShouldBe(1);
        row.NamedVisitors.ShouldBe(2);
        row.CountedManual.ShouldBe(1);
        row.Visits.ShouldBe(new VisitFigure(2, VisitSource.Named));
    }

    [Fact]
    public async Task an_annulled_scan_leaves_the_day_as_if_it_had_not_been()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), "station-08");
        var scan = story.Scan(await story.RegisterAsync(), DateTimeOffset.UtcNow);
        await story.UploadAsync(scan);
        var annul = $"/scans/{story.Device}/{scan["scanId"]}/annul";
        (await story.Admin.PostAsync(annul, new { ReasonCode = "test" })).ShouldBe(200);

        (await AtHeadAsync(story, "/sites/station-08/now")).Number("count").ShouldBe(0);
        var row = await RowAsync(story.Center, "station-08");
        (row.InNow, row.NamedVisitors).ShouldBe((0, 0));
    }

    [Fact]
    public async Task a_counter_that_began_again_goes_on_counting()
    {
        var center = await postgres.SharedCenterAsync();
        var admin = new CentreClient(center.Http, center.AdminKey);
        foreach (var shown in (int[])[10, 25, 25, 4])
        {
            await admin.PostAsync(
                "/visits",
                new
                {
                    Site = "station-09",
                    Date = Text(Today()),
                    Count = shown,
                    Method = "counter",
                }
            );
        }

        var last = await admin.PostAsync(
            "/visits",
            new
            {
                Site = "station-09",
                Date = Text(Today()),
                Count = 6,
                Method = "counter",
            }
        );
        last.ShouldBe(200).Number("counter").ShouldBe(31);
    }

    [Fact]
    public async Task receipts_written_anew_from_events_are_the_same()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), "station-10");
        var person = await story.RegisterAsync();
        await story.UploadAsync(
            story.Scan(person, DateTimeOffset.UtcNow.AddHours(-1)),
            story.Scan(person, DateTimeOffset.UtcNow.AddMinutes(10), "out"),
            story.Scan(Guid.NewGuid(), DateTimeOffset.UtcNow),
            story.ScanAt("shift", "x", person, DateTimeOffset.UtcNow)
        );
        await using var connection = await story
            .Center.Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var before = await ReceiptsAsync(connection, story.Device);

        await ScanReceipts.RebuildAsync(connection, CenterUnderTest.Centre, TestContext.Current.CancellationToken);

        (await ReceiptsAsync(connection, story.Device)).ShouldBe(before);
        before.ShouldContain("unknown-person");
        before.ShouldContain("clock-skew");
    }

    [Theory]
    [InlineData(SiteDayView.ViewName)]
    [InlineData("devices")]
    public async Task the_views_replay_to_what_is_stored(string view)
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), "station-12");
        var person = await story.RegisterAsync();
        var wrong = story.Scan(person, DateTimeOffset.UtcNow.AddMinutes(-9));
        await story.UploadAsync(story.Scan(person, DateTimeOffset.UtcNow), wrong);
        await story.Admin.PostAsync($"/scans/{story.Device}/{wrong["scanId"]}/annul", new { ReasonCode = "test" });

        var asked = await story.Admin.PostAsync("/audit/replays", new { View = view });
        var where = asked.ShouldBe(202).Headers["Location"]["/api/v1".Length..];
        var replay = await story.Admin.GetAsync(where);
        while (replay.ShouldBe(200).Text("state") is "queued" or "running")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            replay = await story.Admin.GetAsync(where);
        }

        replay.Text("state").ShouldBe("done");
        replay.Member("differences").GetRawText().ShouldBe("[]");
    }

    private static async Task<string> ReceiptsAsync(NpgsqlConnection connection, Guid device)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "select coalesce(string_agg(r::text, E'\n' order by scan_id), '') from center.scan_receipt r where device = $1";
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = device });
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Asks once the view has seen everything that is committed.</summary>
    private static async Task<Answer> AtHeadAsync(AttendanceStory story, string path)
    {
        var source = story.Center.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await source.OpenConnectionAsync();
        var head = await ViewProgress.HeadAsync(connection, CenterUnderTest.Centre, default);
        var position = head.ToString(CultureInfo.InvariantCulture);
        var answer = await story.Admin.SendAsync(
            System.Net.Http.HttpMethod.Get,
            path,
            null,
            ("Center-Min-Position", position)
        );
        answer.ShouldBe(200).Headers.Keys.ShouldContain("Center-Position");
        return answer;
    }

    private static async Task<SiteDay> RowAsync(CenterUnderTest center, string site)
    {
        await using var session = center
            .Services.GetRequiredService<IDocumentStore>()
            .QuerySession(CenterUnderTest.Centre);
        return (await session.LoadAsync<SiteDay>(SiteDay.Key(site, Today())))!;
    }
}
