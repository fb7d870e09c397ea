using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit.Bundles;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Bundles;

/// <summary>A bundle is taken over HTTP and checked by the command, away from service and database.</summary>
public sealed class BundleApiTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("center-bundle-").FullName;
    private CenterUnderTest _center = null!;
    private CentreClient _admin = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _center = await postgres.SharedCenterAsync();
        _admin = new CentreClient(_center.Http, _center.AdminKey);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task a_bundle_of_everything_is_taken_and_checked_by_the_command()
    {
        await new BookingGuests(_center).ResidentAsync();
        var path = await ExportAsync("{}");
        var key = await _center.Http.GetStringAsync(new Uri("/api/v1/audit/log/key", UriKind.Relative), Stopping);

        var (exit, output) = await VerifyAsync(path, "--key", key.Trim());

        exit.ShouldBe(0, output);
        output.ShouldContain("whole: nothing is missing, nothing was changed");
        output.ShouldContain("figures     equal as of position");
        output.ShouldContain("the given one");
    }

    [Fact]
    public async Task a_bundle_that_ends_in_the_past_states_what_had_added_up_by_then()
    {
        var guests = new BookingGuests(_center);
        var (_, resident) = await guests.ResidentAsync();
        var positions = new System.Collections.Generic.List<long>();
        foreach (var hour in new[] { "15:00", "17:00" })
        {
            var until = $"{hour[..2]}:30";
            var wish = BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"), hour, until);
            (await resident.PostAsync("/bookings", wish)).ShouldBe(201);
            positions.Add(await new Access.AccessStory(_center).CountAsync(Positions));
        }

        await FollowedAsync(positions[^1]);
        var totals = new System.Collections.Generic.List<string>();
        foreach (var to in positions)
        {
            var (exit, output) = await VerifyAsync(await ExportAsync($$"""{"to": {{to}}}"""));
            exit.ShouldBe(0, output);
            output.ShouldContain($"figures     equal as of position {to}");
            totals.Add(output.Split('\n').Single(line => line.StartsWith("figures ", StringComparison.Ordinal)));
        }

        totals[0].ShouldNotBe(totals[1]);
        var (later, said) = await VerifyAsync(await ExportAsync("""{"from": 2}"""));
        later.ShouldBe(0, said);
        said.ShouldNotContain("figures     equal");
    }

    [Fact]
    public async Task a_witness_that_is_demanded_and_has_not_cosigned_ends_the_command_with_1()
    {
        const string witness = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        var path = await ExportAsync("{}");

        var (exit, output) = await VerifyAsync(path, "--witness", witness);

        exit.ShouldBe(1, output);
        output.ShouldContain("witness     remora.n621.de: NOT COSIGNED");
        (await VerifyAsync(path, "--witness", "no witness")).Exit.ShouldBe(2);
    }

    [Fact]
    public async Task a_damaged_bundle_ends_the_command_with_1_and_the_place()
    {
        var path = await ExportAsync("""{"from": 2, "to": 9}""");
        var bytes = await File.ReadAllBytesAsync(path, Stopping);
        var leaves = BundleRoom.FilesOf(bytes).Single(file => BundleNames.IsLeaves(file.Name));
        bytes[leaves.At + 200] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Stopping);

        var (exit, output) = await VerifyAsync(path);

        exit.ShouldBe(1, output);
        output.ShouldContain($"WRONG       {leaves.Name} line 1 (byte 0)");
        output.ShouldEndWith("NOT WHOLE\n");
    }

    [Fact]
    public async Task a_command_called_wrongly_ends_with_2()
    {
        (await VerifyAsync()).Exit.ShouldBe(2);
        (await VerifyAsync(Path.Combine(_folder, "none.tar"))).Exit.ShouldBe(2);
        var path = Path.Combine(_folder, "some.tar");
        await File.WriteAllTextAsync(path, "no tar", Stopping);
        (await VerifyAsync(path, "--key", "no key")).Exit.ShouldBe(2);
        (await VerifyAsync(path, "--quick", "1")).Exit.ShouldBe(2);
        (await VerifyAsync(path)).Exit.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"from": 5, "to": 4}""", "invalid-value")]
    [InlineData("""{"from": 0}""", "invalid-value")]
    [InlineData("""{"from": -1}""", "invalid-value")]
    [InlineData("""{"to": 0}""", "invalid-value")]
    [InlineData("""{"to": -9223372036854775808}""", "invalid-value")]
    [InlineData("""{"from": 9000000000}""", "invalid-value")]
    [InlineData("""{"to": 9000000000}""", "invalid-value")]
    [InlineData("""{"from": 9223372036854775807, "to": 9223372036854775807}""", "invalid-value")]
    [InlineData("""{"from": 99999999999999999999}""", "invalid-value")]
    [InlineData("""{"from": 1.5}""", "invalid-value")]
    [InlineData("""{"from": "1"}""", "invalid-value")]
    [InlineData("""{"after": 1}""", "unknown-member")]
    [InlineData("[]", "invalid-body")]
    public async Task a_wrong_wish_is_refused_with_its_code(string body, string code)
    {
        var answer = await _admin.SendAsync(HttpMethod.Post, "/audit/exports", body);

        answer.ShouldBeProblem(400, code);
    }

    [Fact]
    public async Task bundles_are_for_those_who_may_read_events()
    {
        var (_, resident) = await new BookingGuests(_center).ResidentAsync();
        var auditor = await new BookingGuests(_center).KeyAsync("auditor");

        (await new CentreClient(_center.Http, null).PostAsync("/audit/exports", new { })).ShouldBeProblem(
            401,
            "unauthenticated"
        );
        (await resident.PostAsync("/audit/exports", new { })).ShouldBeProblem(403, "forbidden");
        (await auditor.PostAsync("/audit/exports", new { to = 3 })).ShouldBe(200);
    }

    private async Task<string> ExportAsync(string body)
    {
        using var response = await _center.CallAsync(HttpMethod.Post, "/audit/exports", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-tar");
        response.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().ShouldEndWith(".tar");
        var path = Path.Combine(_folder, "bundle.tar");
        await File.WriteAllBytesAsync(path, await response.Content.ReadAsByteArrayAsync(Stopping), Stopping);
        return path;
    }

    private const string Positions =
        "select from generate_series(1, (select max(seq_id) from center.mt_events where tenant_id = 'nanyang_xincun'))";

    private async Task FollowedAsync(long position)
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var path = $"/figures?measure=bookings&from={day:yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}";
        (await _admin.SendAsync(HttpMethod.Get, path, null, ("Center-Min-Position", $"{position}"))).ShouldBe(200);
    }

    // A process without settings, in an empty folder: what it needs it must have brought.
    private async Task<(int Exit, string Output)> VerifyAsync(params string[] args)
    {
        var home = Path.Combine(_folder, "home");
        var program = Path.Combine(AppContext.BaseDirectory, "Center.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "audit", "verify", .. args])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CENTER_HOME"] = home;
        start.Environment["ConnectionStrings__Center"] = "Host=no.such.host";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Stopping);
        var errors = await process.StandardError.ReadToEndAsync(Stopping);
        await process.WaitForExitAsync(Stopping);
        Directory.Exists(home).ShouldBeFalse();
        return (process.ExitCode, await output + errors);
    }
}
