using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Plumbing;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>The log of whole running services.</summary>
public sealed class LogNodesTests(TestPostgres postgres)
{
    [Fact]
    public async Task two_nodes_with_one_key_keep_one_log_and_a_node_with_another_says_so()
    {
        using var keys = new ScratchHome("keys");
        var shared = new Dictionary<string, string?>
        {
            ["Center:SingleNode"] = "false",
            ["Center:LogKey"] = Path.Combine(keys.Open().Folder, "log-key"),
            ["Center:LogOrigin"] = "centre.example/log",
            ["Center:LogPaceMilliseconds"] = "50",
        };
        await using var one = await CenterUnderTest.StartAsync(postgres, configuration: shared);
        await using var two = await CenterUnderTest.StartAsync(
            postgres,
            connectionString: one.ConnectionString,
            configuration: shared
        );
        await using var stranger = await CenterUnderTest.StartAsync(
            postgres,
            connectionString: one.ConnectionString,
            configuration: new Dictionary<string, string?> { ["Center:SingleNode"] = "false" }
        );
        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => new BookingGuests(i % 2 == 0 ? one : two).ResidentAsync())
        );
        var end = await HeadAsync(one);

        foreach (var node in (CenterUnderTest[])[one, two])
        {
            var status = await Admin(node).PollAsync("/audit/log/status", answer => Published(answer) >= end);
            status.Text("origin").ShouldBe($"centre.example/log/{CenterUnderTest.Centre}");
            status.Body.TryGetProperty("halted", out _).ShouldBeFalse();
        }

        (await Admin(stranger).PollAsync("/audit/log/status", answer => answer.Body.TryGetProperty("halted", out _)))
            .Text("halted")
            .ShouldBe("key");
        var check = one.Services.GetRequiredService<LogCheck>();
        var verify = one.Services.GetRequiredService<ILogKeySide>();
        var report = await check.RunAsync(CenterUnderTest.Centre, verify.Verify, TestContext.Current.CancellationToken);
        report.Findings.ShouldBeEmpty();
        report.Checkpoints.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task a_falsified_event_gets_no_proof_and_is_found_by_the_command()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var admin = Admin(center);
        var end = await HeadAsync(center);
        await admin.PollAsync("/audit/log/status", answer => Published(answer) >= end);
        using var events = await center.CallAsync(HttpMethod.Get, "/audit/events?after=2&limit=1");
        var e = (await events.LinesAsync()).Single();
        (await RunAsync(center)).ShouldStartWith($"0: {end} leaves");
        await ExecuteAsync(center, "update center.mt_events set user_name = 'nobody' where seq_id = 3");

        var proof = await admin.GetAsync($"/audit/proofs/events/{e.GetProperty("id").GetString()}");

        proof.ShouldBeProblem(409, "event-altered");
        proof.Number("position").ShouldBe(3);
        (await RunAsync(center)).ShouldEndWith("event-changed: position 3, leaf 2\n");
    }

    [Fact]
    public async Task missing_rows_of_the_log_are_said_to_be_missing()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var end = await HeadAsync(center);
        await Admin(center).PollAsync("/audit/log/status", answer => Published(answer) >= end);
        await ExecuteAsync(center, LogRoom.WithoutLeaf(1));
        var stranger = new CentreClient(center.Http, null);

        (await stranger.GetAsync("/audit/log/tile/0/000.p/3")).ShouldBeProblem(503, "log-damaged");
        (await stranger.GetAsync("/audit/log/tile/entries/000.p/3")).ShouldBeProblem(503, "log-damaged");
        (await Admin(center).GetAsync("/audit/proofs/leaves/0")).ShouldBeProblem(503, "log-damaged");
    }

    [Fact]
    public async Task the_three_states_are_metrics()
    {
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == LogWatch.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var end = await HeadAsync(center);
        await Admin(center).PollAsync("/audit/log/status", answer => Published(answer) >= end);

        await Admin(center).PollAsync("/audit/log/status", _ => Arrived());

        bool Arrived()
        {
            listener.RecordObservableInstruments();
            return seen.GetValueOrDefault("center.log.published") > 0;
        }

        seen.Keys.ShouldBe(
            [
                "center.log.leaves",
                "center.log.committed",
                "center.log.sealed",
                "center.log.published",
                "center.log.waiting",
                "center.log.unsealed",
                "center.log.unsigned",
                "center.log.signing",
                "center.log.late",
            ],
            ignoreOrder: true
        );
    }

    private static CentreClient Admin(CenterUnderTest center) => new(center.Http, center.AdminKey);

    private static long Published(Answer status) => status.Member("published").GetProperty("position").GetInt64();

    private static async Task<string> RunAsync(CenterUnderTest center)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await ConsoleCommands.Find(["audit", "check-log"])!.RunAsync(center.Services, [], output);
        return $"{code}: {output}";
    }

    private static async Task<long> HeadAsync(CenterUnderTest center)
    {
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand("select max(seq_id) from center.mt_events");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task ExecuteAsync(CenterUnderTest center, string sql)
    {
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
