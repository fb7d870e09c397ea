using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

public sealed class PrivatePostgresTests : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly ScratchHome _scratch = new("with spaces 南阳新村");

    [Fact]
    public async Task what_was_written_is_there_at_the_second_start()
    {
        await using (var first = await StartAsync())
        {
            await RunAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        PostmasterFile.Read(_scratch.DataFolder).ShouldBeNull();
        await using var second = await StartAsync();
        (await RunAsync(second, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task what_was_committed_is_there_after_postgresql_is_killed()
    {
        await using (var first = await StartAsync(ScratchHome.Options with { Fsync = true }))
        {
            await RunAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
            await KillAsync(PostmasterFile.Read(_scratch.DataFolder)!);
        }

        await using var second = await StartAsync();

        (await RunAsync(second, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task a_server_that_is_killed_under_a_running_service_comes_back_at_the_same_address()
    {
        await using var server = await StartAsync(ScratchHome.Options with { Fsync = true });
        await RunAsync(server, "CREATE TABLE kept AS SELECT 42 AS answer");
        var before = PostmasterFile.Read(_scratch.DataFolder)!;
        await KillAsync(before);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        PostmasterFile? after;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
            after = PostmasterFile.Read(_scratch.DataFolder);
        } while (after is null || after == before || !await AcceptsAsync(server));

        (await RunAsync(server, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task a_dead_server_whose_process_id_was_given_away_does_not_hinder()
    {
        await (await StartAsync()).DisposeAsync();
        var ours = Environment.ProcessId;
        var file = Path.Combine(_scratch.DataFolder, "postmaster.pid");
        await File.WriteAllLinesAsync(file, [$"{ours}", _scratch.DataFolder, "1", "5432", "", "127.0.0.1"], Cancel);

        await using var again = await StartAsync();

        (await RunAsync(again, "SELECT 42")).ShouldBe(42);
    }

    [Fact]
    public async Task two_at_once_share_one_server_and_the_last_one_out_stops_it()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        both[0].ConnectionString.ShouldBe(both[1].ConnectionString);

        await both[0].DisposeAsync();
        (await RunAsync(both[1], "SELECT 42")).ShouldBe(42);

        await both[1].DisposeAsync();
        PostmasterFile.Read(_scratch.DataFolder).ShouldBeNull();
    }

    [Fact]
    public async Task an_initdb_that_was_cut_short_is_done_again()
    {
        var root = Directory.CreateDirectory(Path.GetDirectoryName(_scratch.DataFolder)!).FullName;
        var draft = Directory.CreateDirectory(Path.Combine(root, "data.unfinished-1")).FullName;
        await File.WriteAllTextAsync(Path.Combine(draft, "PG_VERSION"), "15", Cancel);

        await using var server = await StartAsync();

        (await RunAsync(server, "SELECT 42")).ShouldBe(42);
        Directory.Exists(draft).ShouldBeFalse();
    }

    [Fact]
    public async Task a_folder_of_somebody_else_is_left_as_it_is()
    {
        var precious = Path.Combine(Directory.CreateDirectory(_scratch.DataFolder).FullName, "precious");
        await File.WriteAllTextAsync(precious, "", Cancel);

        var failure = await Should.ThrowAsync<StartupFailure>(StartAsync());

        failure.Message.ShouldContain("move it away");
        File.Exists(precious).ShouldBeTrue();
    }

    [Fact]
    public async Task a_password_that_is_not_that_of_the_data_is_told_and_the_server_is_not_left_running()
    {
        await (await StartAsync()).DisposeAsync();
        _scratch.Open().WriteSecret("postgres-password", "another"u8.ToArray());

        var failure = await Should.ThrowAsync<StartupFailure>(StartAsync());

        failure.Message.ShouldContain("postgres-password");
        PostmasterFile.Read(_scratch.DataFolder).ShouldBeNull();
    }

    [Fact]
    public async Task a_database_keeps_every_character_and_sorts_by_code_point()
    {
        await using var server = await StartAsync();

        (await RunAsync(server, "SHOW server_encoding")).ShouldBe("UTF8");
        (await RunAsync(server, "SELECT 'Z' < 'a' AND 'z' < 'ä' AND '南' < '😀'")).ShouldBe(true);
    }

    [Fact]
    public async Task only_the_loopback_address_and_the_right_password_lead_in()
    {
        await using var server = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" };

        (await RunAsync(server, "SHOW listen_addresses")).ShouldBe("127.0.0.1");
        await using var stranger = new NpgsqlConnection(wrong.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(stranger.OpenAsync(Cancel))).SqlState.ShouldBe("28P01");
    }

    public void Dispose() => _scratch.Dispose();

    private Task<PrivatePostgresServer> StartAsync() => StartAsync(ScratchHome.Options);

    private Task<PrivatePostgresServer> StartAsync(PrivatePostgresOptions options) =>
        PrivatePostgresServer.StartAsync(_scratch.Open(), options, NullLogger.Instance, Cancel);

    private static async Task<object?> RunAsync(PrivatePostgresServer server, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static async Task<bool> AcceptsAsync(PrivatePostgresServer server)
    {
        try
        {
            return await RunAsync(server, "SELECT true") is true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task KillAsync(PostmasterFile server)
    {
        using var process = Process.GetProcessById(server.ProcessId);
        process.Kill();
        await process.WaitForExitAsync(Cancel);
    }
}
