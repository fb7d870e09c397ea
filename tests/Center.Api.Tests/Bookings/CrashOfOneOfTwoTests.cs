using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>
/// One of two nodes, then the database of both, dies of kill −9 while many book: everybody is answered in the end, every
/// answer is true, nothing is booked twice.
/// </summary>
public sealed class CrashOfOneOfTwoTests(TestPostgres postgres)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task one_node_dies_the_other_takes_everything_over_and_the_first_comes_back()
    {
        await using var nodes = await TwoProcesses.StartAsync(await postgres.CreateDatabaseAsync());
        var guests = new StubbornGuests(nodes);
        await guests.RegisterAsync(80);
        guests.Begin();
        await guests.AnsweredAsync(150);

        await nodes.KillAsync(0);

        await guests.AnsweredAsync(150);
        await guests.EndAsync();
        guests.Repeated.ShouldBeGreaterThan(0, "the node died while it was asked");
        await FollowedAsync(nodes, 1);
        await nodes.StartAsync(0);
        guests.Begin();
        await guests.AnsweredAsync(100);
        await guests.EndAsync();
        await AllIsTrueAsync(nodes, guests);
    }

    [Fact]
    public async Task the_database_dies_with_all_its_processes_and_both_nodes_go_on()
    {
        using var home = new ScratchHome("database");
        await using var server = await PrivatePostgresServer.StartAsync(
            home.Open(),
            ScratchHome.Options with
            {
                Fsync = true,
            },
            NullLogger.Instance,
            Stopping
        );
        await using var nodes = await TwoProcesses.StartAsync(server.ConnectionString);
        var guests = new StubbornGuests(nodes);
        await guests.RegisterAsync(80);
        guests.Begin();
        await guests.AnsweredAsync(150);

        await FollowingAsync(nodes);
        var died = PostmasterFile.Read(home.DataFolder)!;
        await KillWithChildrenAsync(died);

        await guests.AnsweredAsync(150);
        await guests.EndAsync();
        PostmasterFile.Read(home.DataFolder).ShouldNotBe(died);
        await FollowedAsync(nodes, 0);
        await AllIsTrueAsync(nodes, guests);
    }

    private static async Task AllIsTrueAsync(TwoProcesses nodes, StubbornGuests guests)
    {
        (await guests.ShouldBeInTheLogAsync()).ShouldBeGreaterThan(100);
        await FollowedAsync(nodes, 1);
        var asked = (await nodes.Admin(1).PostAsync("/audit/replays", new { view = "all" })).ShouldBe(202);
        var run = await UntilAsync(
            nodes,
            1,
            asked.Headers["Location"]["/api/v1".Length..],
            answer => answer.Text("state") is not ("queued" or "running")
        );
        run.Text("state").ShouldBe("done", run.Raw);
        run.Items("differences").ShouldBeEmpty(run.Raw);
        run.Items("views").Select(view => view.GetProperty("view").GetString()).ShouldContain("allocations");
    }

    // The nodes have shared the views among each other, and each follows.
    private static async Task FollowingAsync(TwoProcesses nodes) =>
        await UntilAsync(
            nodes,
            0,
            "/audit/views",
            answer => answer.Items().All(view => view.GetProperty("position").GetInt64() > 0)
        );

    // Every view that follows the log is at the end of it, whichever node leads it now.
    private static Task<Answer> FollowedAsync(TwoProcesses nodes, int node) =>
        UntilAsync(
            nodes,
            node,
            "/audit/views",
            answer =>
            {
                var final = answer.Member("position").GetInt64();
                return answer.Items().All(view => view.GetProperty("position").GetInt64() >= final);
            }
        );

    private static async Task<Answer> UntilAsync(TwoProcesses nodes, int node, string path, Func<Answer, bool> arrived)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var answer = await nodes.Admin(node).GetAsync(path);
            if (answer.Status == 200 && arrived(answer))
            {
                return answer;
            }

            answer.Status.ShouldBeOneOf(200, 503);
            waiting.Elapsed.ShouldBeLessThan(_patience, $"{path} still says {answer.Raw}\n{nodes.Said}");
            await Task.Delay(100, Stopping);
        }
    }

    // The server of this test and nobody else's: its postmaster, and the processes whose parent that is.
    private static async Task KillWithChildrenAsync(PostmasterFile postmaster)
    {
        postmaster.IsServing().ShouldBeTrue();
        List<int> family = [postmaster.ProcessId];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && ParentOf(folder) == postmaster.ProcessId)
            {
                family.Add(id);
            }
        }

        family.Count.ShouldBeGreaterThan(5);
        string[] arguments = ["-KILL", .. family.Select(id => id.ToString(CultureInfo.InvariantCulture))];
        using var kill = Process.Start("kill", arguments);
        await kill.WaitForExitAsync(Stopping);
    }

    // Fourth word of the line, after a name in brackets that may hold anything; a process that has just ended has none.
    private static int? ParentOf(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            var words = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(words[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
