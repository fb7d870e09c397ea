using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Demonstration;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Reference;

/// <summary>What README.md tells a newcomer to type works: every block is run, or known to be covered elsewhere.</summary>
public sealed class ReadmeTests(TestPostgres postgres)
{
    private const string Start = "dotnet run --project src/Center.Api -c Release";
    private const string DemonstrationStart = Start + " -- demo --days 30 --seed 7";
    private const string ReplayStart = Start + " -- audit replay";

    // Commands that start programs; the tests named run these programs.
    private static readonly Dictionary<string, string> _startedElsewhere = new()
    {
        [Start] = "ServiceStartTests",
        ["dotnet test -c Release"] = "this run",
        [DemonstrationStart] = "DemonstrationTests",
        [ReplayStart] = "ReplayTests",
    };

    [Fact]
    public async Task the_blocks_of_the_readme_run_one_after_another()
    {
        var blocks = Readme.Read().Blocks;
        blocks.Count.ShouldBeGreaterThanOrEqualTo(8);
        var (code, said) = await RunAsync(blocks);

        code.ShouldBe(0, said);
        said.ShouldContain("slot-taken");
        said.ShouldContain("\"kind\":\"booking\"");
    }

    [Theory]
    [InlineData("/availability?", "/availabilities?")]
    [InlineData("bookings/check", "bookings/ask")]
    [InlineData(".alternatives[:3]", ".ways[:3]")]
    [InlineData("idempotent-replayed: true", "idempotent-replayed: no")]
    public async Task a_broken_block_is_found(string sound, string broken)
    {
        var blocks = Readme.Read().Blocks.ToList();
        var place = blocks.FindIndex(block => block.Contains(sound, StringComparison.Ordinal));
        blocks[place] = blocks[place].Replace(sound, broken, StringComparison.Ordinal);

        var (code, said) = await RunAsync(blocks);

        code.ShouldNotBe(0);
        said.ShouldContain($"== block {place + 1}\n");
        said.ShouldNotContain($"== block {place + 2}\n");
    }

    [Fact]
    public void commands_that_start_something_are_known_and_spelled_right()
    {
        var commands = Readme.Read().Commands;

        commands
            .Except(_startedElsewhere.Keys)
            .ShouldBeEmpty("Fence the block with sh, or name the test that runs it.");
        _startedElsewhere.Keys.Except(commands).ShouldBeEmpty("Nobody is told to type this any more.");
        File.Exists(Path.Combine(Repository.Root, "src", "Center.Api", "Center.Api.csproj")).ShouldBeTrue();
        foreach (var command in commands.Where(command => command.Contains(" -- ", StringComparison.Ordinal)))
        {
            var words = command.Split(" -- ")[1].Split(' ');
            ConsoleCommands.Find(words).ShouldNotBeNull(command);
        }

        DemonstrationOptions.Read(DemonstrationStart.Split(" -- demo ")[1].Split(' ')).ShouldNotBeNull();
    }

    private async Task<(int Code, string Said)> RunAsync(IReadOnlyList<string> blocks)
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var admin = new CentreClient(center.Http, center.AdminKey);
        var person = (await admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id");
        var folder = Directory.CreateTempSubdirectory("center-readme-");
        try
        {
            var script = Path.Combine(folder.FullName, "blocks.sh");
            var numbered = blocks.Select((block, i) => $"echo '== block {i + 1}'\n{block}");
            await File.WriteAllTextAsync(script, "set -euo pipefail\n" + string.Join('\n', numbered));
            return await BashAsync(
                script,
                ("CENTER", center.BaseAddress.ToString().TrimEnd('/')),
                ("KEY", await KeyAsync(admin, "resident", person)),
                ("DESK", await KeyAsync(admin, "steward", null))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> KeyAsync(CentreClient admin, string role, string? person) => (
            await admin.PostAsync(
                "/keys",
                new
                {
                    name = "readme",
                    role,
                    person,
                }
            )
        ).ShouldBe(201).Text("key");

    private static async Task<(int Code, string Said)> BashAsync(
        string script,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo("bash", [script])
        {
            WorkingDirectory = Path.GetDirectoryName(script),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var bash = Launch(start);
        var said = bash.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = bash.StandardError.ReadToEndAsync(patience.Token);
        await bash.WaitForExitAsync(patience.Token);
        var all = await said + await errors;

        // Bash's own code for a program that is not there.
        bash.ExitCode.ShouldNotBe(127, $"Install curl and jq to run the README.\n{all}");
        return (bash.ExitCode, all);
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("Install bash, curl and jq to run the README.", missing);
        }
    }
}
