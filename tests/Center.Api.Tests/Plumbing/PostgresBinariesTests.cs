using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

public sealed class PostgresBinariesTests : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly ScratchHome _scratch = new("binaries");

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15, 18)]
    [InlineData("postgres (PostgreSQL) 17.0\n", 17, 0)]
    [InlineData("postgres (PostgreSQL) 18beta1\n", 18, 0)]
    public void a_version_is_read_as_systems_print_it(string line, int major, int minor) =>
        PostgresBinaries.ParseVersion(line).ShouldBe((major, minor));

    [Fact]
    public void other_programs_have_no_version() => PostgresBinaries.ParseVersion("cat (GNU) 9.1").ShouldBeNull();

    [Fact]
    public async Task the_newest_version_of_the_system_comes_first_and_too_old_ones_never()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The stand-ins below are shell scripts.
        }

        Install("14.9");
        Install("15.2");
        Install("16.1");
        Install("16.10");

        var found = await SystemPostgres.FindAsync([Path.Combine(_scratch.Folder, "*", "bin")], Cancel);

        found.Select(b => $"{b.Major}.{b.Minor}").ShouldBe(["16.10", "16.1", "15.2"]);
    }

    [Fact]
    public async Task data_are_opened_by_the_version_that_made_them()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The stand-ins below are shell scripts.
        }

        Install("15.2");
        Install("16.1");
        var options = ScratchHome.Options with
        {
            BinFolder = null,
            SystemFolders = [Path.Combine(_scratch.Folder, "*", "bin")],
        };

        (await FindAsync(options, dataMajor: 15)).Major.ShouldBe(15);
        (await FindAsync(options, dataMajor: null)).Major.ShouldBe(16);
    }

    [Fact]
    public async Task a_named_folder_without_postgresql_is_told_in_one_sentence()
    {
        var options = ScratchHome.Options with { BinFolder = _scratch.Folder };

        var failure = await Should.ThrowAsync<StartupFailure>(FindAsync(options, dataMajor: null));

        failure.Message.ShouldStartWith($"CENTER_PG_BIN names {_scratch.Folder}");
    }

    [Fact]
    public async Task a_machine_without_postgresql_and_network_is_told_what_to_install()
    {
        var options = ScratchHome.Options with
        {
            BinFolder = null,
            SystemFolders = [],
            MavenRepository = "http://127.0.0.1:9/nobody-listens-here",
        };

        var failure = await Should.ThrowAsync<StartupFailure>(FindAsync(options, dataMajor: 16));

        failure.Message.ShouldContain("install PostgreSQL with the system's package manager");
        failure.Message.ShouldContain("CENTER_PG_BIN");
        failure.Message.ShouldContain("ConnectionStrings__Center");
    }

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public async Task a_service_that_is_told_to_be_production_keeps_no_server(string variable)
    {
        var options = PrivatePostgresOptions.From(name => name == variable ? "Production" : null);

        var start = PrivatePostgresServer.StartAsync(_scratch.Open(), options, NullLogger.Instance, Cancel);

        (await Should.ThrowAsync<StartupFailure>(start)).Message.ShouldContain("ConnectionStrings__Center");
    }

    [Fact]
    public async Task links_that_a_removed_postgresql_left_behind_are_passed_over()
    {
        Directory.CreateDirectory(_scratch.Folder);
        foreach (var name in (string[])["postgres", "initdb", "pg_ctl"])
        {
            File.CreateSymbolicLink(Path.Combine(_scratch.Folder, name), Path.Combine(_scratch.Folder, "gone", name));
        }

        (await PostgresBinaries.TryReadAsync(_scratch.Folder, Cancel)).ShouldBeNull();
    }

    public void Dispose() => _scratch.Dispose();

    private static Task<PostgresBinaries> FindAsync(PrivatePostgresOptions options, int? dataMajor) =>
        new BinariesSearch(options, new ServerAccount(Id: null), NullLogger.Instance).FindAsync(dataMajor, Cancel);

    private void Install(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_scratch.Folder, version, "bin")).FullName;
        foreach (var name in (string[])["postgres", "initdb", "pg_ctl"])
        {
            var program = Path.Combine(folder, name);
            File.WriteAllText(program, $"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    program,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }
        }
    }
}
