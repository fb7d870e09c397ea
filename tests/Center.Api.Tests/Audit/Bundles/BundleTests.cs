using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit.Bundles;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Bundles;

public sealed class BundleTests(TestPostgres postgres) : IAsyncLifetime
{
    private BundleRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await BundleRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task a_bundle_of_the_whole_log_is_whole_and_adds_up_to_what_the_service_shows()
    {
        await _room.LiveAsync(8);
        await _room.Log.Database.FollowAsync();

        var report = await _room.CheckAsync(await _room.ExportAsync(figures: true));

        report.Faults.ShouldBeEmpty();
        report.Events.ShouldBe(await _room.Log.Database.CountAsync("select 1 from center.mt_events"));
        report.GivenUp.ShouldBe(14);
        report.Leaves.ShouldBe((await _room.Log.StateAsync()).Size);
        report.Figures.ShouldNotBeNull().Total.Bookings.ShouldBe(8);
        report.Figures.Total.BookedMinutes.ShouldBe(8 * 120);
        report.Key!.PublicKey.ToArray().ShouldBe(_room.Log.Key.PublicKey.ToArray());
    }

    [Fact]
    public async Task every_stretch_of_positions_makes_a_whole_bundle_even_one_within_a_gap()
    {
        await _room.LiveAsync(5);
        var end = (await _room.Log.StateAsync()).Position;
        for (var from = 1L; from <= end; from++)
        {
            for (var to = from; to <= end; to += to < from + 4 ? 1 : 5)
            {
                var report = await _room.CheckAsync(await _room.ExportAsync(from, to));

                report.Faults.ShouldBeEmpty($"positions {from} to {to}");
                (report.Events + report.GivenUp).ShouldBe(to - from + 1, $"positions {from} to {to}");
            }
        }
    }

    [Fact]
    public async Task a_bundle_longer_than_one_file_is_whole_and_two_exports_are_alike()
    {
        await _room.Log.AppendAtOnceAsync(700);
        await _room.Log.PublishAsync();

        var bundle = await _room.ExportAsync(100);

        (await _room.CheckAsync(bundle)).Faults.ShouldBeEmpty();
        BundleRoom
            .FilesOf(bundle)
            .Select(file => file.Name)
            .Where(BundleNames.IsLeaves)
            .ShouldBe(["leaves/000000000099.txt", "leaves/000000000256.txt", "leaves/000000000512.txt"]);
        (await _room.ExportAsync(100)).ShouldBe(bundle);
    }

    [Fact]
    public async Task an_event_that_appeared_in_a_gap_is_told_and_one_without_form_stops_nothing()
    {
        await _room.Log.GiveUpPositionAsync();
        await _room.Log.AppendAsync(2);
        await _room.Log.PublishAsync();
        await _room.Log.ForgeAsync(position: 1);
        await _room.Log.PublishAsync();
        await _room.Log.AppendAsync(2);
        await _room.Log.Database.ExecuteAsync(
            """update center.mt_events set data = '{"a": 1.5}', headers = headers - 'commitment' where seq_id = 5"""
        );
        await _room.Log.PublishAsync();

        var report = await _room.CheckAsync(await _room.ExportAsync());

        report.Faults.ShouldBeEmpty();
        (report.Late, report.GivenUp, report.Leaves).ShouldBe((1, 1, 6));
    }

    [Fact]
    public async Task a_log_that_lost_leaves_makes_no_bundle()
    {
        await _room.LiveAsync(2);
        await _room.Log.Database.ExecuteAsync(LogRoom.WithoutLeaf(2));

        await Should.ThrowAsync<LogDamagedException>(() => _room.ExportAsync());
    }

    [Fact]
    public async Task an_event_that_was_changed_before_it_was_sealed_is_found_in_the_bundle_too()
    {
        await _room.Log.AppendAsync(3);
        await _room.Log.Database.ExecuteAsync("""update center.mt_events set data = '{"a": 1.5}' where seq_id = 2""");
        await _room.Log.PublishAsync();

        var report = await _room.CheckAsync(await _room.ExportAsync());

        report.Faults.ShouldHaveSingleItem().ToString().ShouldContain("leaf 1 is not what was sealed");
    }

    [Fact]
    public async Task an_event_that_was_changed_in_the_database_is_found_in_the_bundle_by_its_line()
    {
        await _room.LiveAsync(3);
        await _room.Log.Database.ExecuteAsync("update center.mt_events set user_name = 'nobody' where seq_id = 2");
        await _room.Log.Database.ExecuteAsync("delete from center.mt_events where seq_id = 4");

        var report = await _room.CheckAsync(await _room.ExportAsync());

        report
            .Faults.Select(fault => (fault.File, fault.Line))
            .ShouldBe([("leaves/000000000000.txt", 2), ("leaves/000000000000.txt", 3)]);
        report.Faults[1].What.ShouldContain("gone");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task it_is_checked_by_other_software_too_whether_witnesses_have_cosigned_or_not(bool cosigned)
    {
        await _room.LiveAsync(6);
        if (cosigned)
        {
            await _room.CosignAsync("a.witness.example", "z.witness.example");
        }

        foreach (var (from, to) in ((long, long?)[])[(1, null), (5, 17)])
        {
            var folder = _room.Unpack(await _room.ExportAsync(from, to));

            (await RunAsync(folder, "sha256sum", "-c", "SHA256SUMS")).ShouldBe(0);
            (await RunAsync(folder, "sh", "-ec", ShellOf(folder))).ShouldBe(0);
            (await RunAsync(folder, "python3", "check.py")).ShouldBe(0);
            (await new BundleCheck(LogRoom.SecondOpinion).RunAsync(Whole(folder), null)).Faults.ShouldBeEmpty();
            var leaves = Directory.GetFiles(Path.Combine(folder, "leaves"))[0];
            await File.WriteAllTextAsync(
                leaves,
                (await File.ReadAllTextAsync(leaves, Stopping)).Replace('4', '5'),
                Stopping
            );
            (await RunAsync(folder, "python3", "check.py")).ShouldNotBe(0);
            (await RunAsync(folder, "sha256sum", "-c", "SHA256SUMS")).ShouldNotBe(0);
        }
    }

    [Fact]
    public async Task a_strange_file_in_the_folder_is_told()
    {
        await _room.LiveAsync(1);
        var folder = _room.Unpack(await _room.ExportAsync());
        await File.WriteAllTextAsync(Path.Combine(folder, "extra.txt"), "?", Stopping);
        File.Delete(Path.Combine(folder, BundleNames.Proof));

        var report = await new BundleCheck(LogRoom.SecondOpinion).RunAsync(folder, null);

        report.Faults.Select(fault => fault.File).ShouldContain("extra.txt");
        report.Faults.Select(fault => fault.File).ShouldContain(BundleNames.Proof);
    }

    [Fact]
    public async Task what_this_version_cannot_count_it_says()
    {
        var fold = new FigureFold();
        using var strange = System.Text.Json.JsonDocument.Parse("""{"type":"moon.landed.v1","body":{}}""");

        (await fold.TakeAsync(strange.RootElement)).ShouldNotBeNull().ShouldContain("moon.landed.v1");
        EventLanguage.OfDomain.TypeOf("moon.landed.v1").ShouldBeNull();
    }

    // The guide's own words, so that what a stranger types is what was tried.
    private static string ShellOf(string folder)
    {
        var guide = File.ReadAllText(Path.Combine(folder, BundleNames.Guide));
        var begin = guide.IndexOf("```sh", StringComparison.Ordinal) + 5;
        return guide[begin..guide.IndexOf("```", begin, StringComparison.Ordinal)];
    }

    // The shell's commands leave files of their own.
    private static string Whole(string folder)
    {
        foreach (var name in (ReadOnlySpan<string>)["signed.txt", "signature.bin", "key.der"])
        {
            File.Delete(Path.Combine(folder, name));
        }

        return folder;
    }

    private static async Task<int> RunAsync(string folder, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Stopping);
        var errors = await process.StandardError.ReadToEndAsync(Stopping);
        await process.WaitForExitAsync(Stopping);
        TestContext.Current.SendDiagnosticMessage($"{program}: {await output}{errors}");
        return process.ExitCode;
    }
}
