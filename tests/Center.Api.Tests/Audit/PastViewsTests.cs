using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Statistics.Pages;
using Center.Api.Tests.Demonstration;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Rows of every view as they stood at moments of a told past.</summary>
public sealed class PastViewsTests(ToldCentre told) : IClassFixture<ToldCentre>
{
    private CentreClient Auditor => new(told.Center.Http, told.Center.AdminKey);

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task at_any_position_every_view_is_what_a_replay_of_the_whole_log_gives()
    {
        var head = await HeadAsync();
        var dice = new Random(20261124);
        long[] positions = [0, 1, .. Enumerable.Range(0, 4).Select(_ => dice.NextInt64(2, head)), head];
        foreach (var position in positions)
        {
            var replayed = await ReplayAsync(position);
            foreach (var view in Replay.Names)
            {
                var lines = await LinesAsync(view, position, 1000);
                Digest(lines).ShouldBe(replayed[view].Digest, $"{view} as of {position}");
                lines.Count.ShouldBe((int)replayed[view].Rows);
            }
        }
    }

    [Fact]
    public async Task pages_follow_each_other_without_gap_or_repetition()
    {
        var position = await HeadAsync() / 2;
        var whole = await LinesAsync("figures", position, 1000);

        var pages = await LinesAsync("figures", position, Math.Max(1, whole.Count / 3));

        pages.ShouldBe(whole);
    }

    [Fact]
    public async Task every_row_is_sent_in_its_canonical_form_and_names_its_position()
    {
        var answer = (await Auditor.GetAsync("/audit/views/site-days?limit=3")).ShouldBe(200);

        answer.Member("position").GetInt64().ShouldBe(await HeadAsync());
        answer.Headers["Center-Position"].ShouldBe($"{await HeadAsync()}");
        answer.Text("view").ShouldBe("site-days");
        foreach (var item in answer.Items())
        {
            item.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "row", "type"]);
            answer.Raw.ShouldContain(Encoding.UTF8.GetString(CanonicalJson.Of(item)));
        }
    }

    [Fact]
    public async Task the_views_are_listed_with_their_progress()
    {
        var answer = (await Auditor.GetAsync("/audit/views")).ShouldBe(200);

        var items = answer.Items();
        items.Select(item => item.GetProperty("view").GetString()).ShouldBe(Replay.Names);
        var kept = items.ToDictionary(
            item => item.GetProperty("view").GetString()!,
            item => item.GetProperty("kept").GetString()
        );
        (kept["figures"], kept["people"], kept["allocations"]).ShouldBe(("following", "with-events", "table"));
        items.ShouldAllBe(item => item.GetProperty("position").GetInt64() <= answer.Member("position").GetInt64());
    }

    [Theory]
    [InlineData("/audit/views/nonsense", 404, "not-found")]
    [InlineData("/audit/views/all", 404, "not-found")]
    [InlineData("/audit/views/figures?limit=0", 400, "invalid-value")]
    [InlineData("/audit/views/figures?limit=1001", 400, "invalid-value")]
    [InlineData("/audit/views/figures?after=FigureCell", 400, "invalid-value")]
    [InlineData("/audit/views/figures?after=PersonRow/x", 400, "invalid-value")]
    [InlineData("/audit/views/figures?after=x';drop/y", 400, "invalid-value")]
    [InlineData("/audit/views/figures?colour=red", 400, "unknown-member")]
    [InlineData("/audit/views?asOf=1", 400, "unknown-member")]
    public async Task a_wrong_question_is_refused(string path, int status, string code)
    {
        (await Auditor.GetAsync(path)).ShouldBeProblem(status, code);
    }

    [Fact]
    public async Task only_those_who_replay_see_rows()
    {
        foreach (var (role, status) in new[] { ("auditor", 200), ("manager", 403), ("steward", 403) })
        {
            var made = (await Auditor.PostAsync("/keys", new { Name = role, Role = role })).ShouldBe(201);
            var client = new CentreClient(told.Center.Http, made.Text("key"));
            (await client.GetAsync("/audit/views/people?asOf=3&limit=1")).Status.ShouldBe(status, role);
            (await client.GetAsync("/audit/views")).Status.ShouldBe(status, role);
        }
    }

    [Fact]
    public async Task the_board_of_the_last_moment_is_the_board_of_now()
    {
        var services = told.Center.Services;
        var (boards, past) = (services.GetRequiredService<DayBoards>(), services.GetRequiredService<PastReads>());
        var head = await HeadAsync();
        await Auditor.SendAsync(
            System.Net.Http.HttpMethod.Get,
            "/figures?measure=bookings",
            null,
            ("Center-Min-Position", $"{head}")
        );
        var now = await boards.ReadAsync(CenterUnderTest.Centre, Stopping);

        var moment = await past.MomentAsync(CenterUnderTest.Centre, now.Now, Stopping);
        var then = await boards.AsOfAsync(CenterUnderTest.Centre, moment, Stopping);

        then.Places.Sum(place => place.Rows.Sum(row => row.Blocks.Count)).ShouldBeGreaterThan(0);
        var figures = then.Figures.Select(figure => figure with { MadeOf = "" }).ToList();
        Json(then with { Figures = figures })
            .ShouldBe(
                Json(
                    now with
                    {
                        Position = then.Position,
                        Figures = [.. now.Figures.Select(f => f with { MadeOf = "" })],
                    }
                )
            );
    }

    [Fact]
    public async Task who_was_in_at_a_moment_is_told_for_the_day_of_the_moment()
    {
        var scan = (long)
            (await told.RowsAsync("select min(seq_id) from center.mt_events where type = 'scan.recorded.v1'"))[0][0];

        var none = (await Auditor.GetAsync($"/sites/main/now?asOf={scan - 1}")).ShouldBe(200);
        var events = await told.RowsAsync(
            $"select data->>'site', data->>'day', data->>'person' from center.mt_events where seq_id = {scan}"
        );
        var (site, day, person) = ((string)events[0][0], (string)events[0][1], (string)events[0][2]);
        var one = (await Auditor.GetAsync($"/sites/{site}/now?asOf={scan}")).ShouldBe(200);

        none.Number("count").ShouldBe(0);
        one.Member("position").GetInt64().ShouldBe(scan);
        one.Text("date").ShouldBe(day);
        one.Items().Select(item => item.GetProperty("person").GetString()).ShouldBe([person]);
    }

    [Fact]
    public async Task no_more_than_two_fold_at_a_time_and_nothing_is_left_behind()
    {
        var views = new PastViews(told.Center.Services.GetRequiredService<NpgsqlDataSource>());
        var first = await views.FoldAsync(Guid.NewGuid(), CenterUnderTest.Centre, 5, ["people"], Stopping);
        var second = await views.FoldAsync(Guid.NewGuid(), CenterUnderTest.Centre, 5, ["people"], Stopping);

        (await views.FoldAsync(Guid.NewGuid(), CenterUnderTest.Centre, 5, ["people"], Stopping)).ShouldBeNull();

        await first!.DisposeAsync();
        await using (var third = await views.FoldAsync(Guid.NewGuid(), CenterUnderTest.Centre, 5, ["people"], Stopping))
        {
            third.ShouldNotBeNull();
        }

        await second!.DisposeAsync();
        (
            await told.NumberAsync(
                $"select count(*) from pg_namespace where nspname in ('{first.Schema}', '{second.Schema}')"
            )
        ).ShouldBe(0);
    }

    private static string Json(DayBoard board) => JsonSerializer.Serialize(board, CenterJson.Options);

    private async Task<Dictionary<string, ReplayedView>> ReplayAsync(long position)
    {
        var replay = told.Center.Services.GetRequiredService<Replay>();
        var request = new ReplayRequest(Guid.NewGuid(), CenterUnderTest.Centre, Replay.AllViews, position);
        var report = await replay.RunAsync(request, null, Stopping);
        return report.Views.ToDictionary(view => view.View, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> LinesAsync(string view, long position, int limit)
    {
        var lines = new List<string>();
        var after = "";
        do
        {
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"/audit/views/{view}?asOf={position}&limit={limit}{after}"
            );
            var answer = (await Auditor.GetAsync(path)).ShouldBe(200);
            lines.AddRange(answer.Items().Select(item => Encoding.UTF8.GetString(CanonicalJson.Of(item))));
            after = answer.Body.TryGetProperty("next", out var next)
                ? $"&after={Uri.EscapeDataString(next.GetString()!)}"
                : "";
        } while (after.Length > 0);

        return lines;
    }

    private static string Digest(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")))));

    private Task<long> HeadAsync() => told.NumberAsync("select max(seq_id) from center.mt_events");
}
