using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Backups;

/// <summary>What cannot be restored whole is not restored at all, and the database stays as it was.</summary>
public sealed class RefusedRestoreTests(TestPostgres postgres) : IAsyncLifetime
{
    private BackupRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _room = await BackupRoom.CreateAsync(postgres);
        await using (await _room.ServeAsync())
        {
            (await _room.RunAsync("backup", _room.Backup)).Code.ShouldBe(0);
        }
    }

    public ValueTask DisposeAsync()
    {
        _room.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task a_database_that_is_in_use_or_not_empty_is_left_alone()
    {
        (await Should.ThrowAsync<StartupFailure>(() => _room.RunAsync("restore", _room.Backup))).Message.ShouldContain(
            "--replace"
        );
        await using (await _room.ServeAsync())
        {
            await RefusedAsync(_room.Backup, "in use");
        }

        using (_room.Home.EnterService())
        {
            await RefusedAsync(_room.Backup, "stop it");
        }

        using (_room.Home.KeepServicesOut())
        {
            Should.Throw<StartupFailure>(() => _room.Home.EnterService()).Message.ShouldContain("being restored");
        }
    }

    [Fact]
    public async Task a_damaged_foreign_or_newer_file_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(_room.Backup, Stopping);
        bytes[bytes.Length / 2] ^= 1;
        var damaged = _room.PathOf("damaged");
        await File.WriteAllBytesAsync(damaged, bytes, Stopping);
        await File.WriteAllBytesAsync(_room.PathOf("short"), bytes[..(bytes.Length / 3)], Stopping);
        await File.WriteAllTextAsync(_room.PathOf("text"), "no backup", Stopping);

        await RefusedAsync(damaged, "not what its manifest says");
        await RefusedAsync(_room.PathOf("short"), "refused");
        await RefusedAsync(_room.PathOf("text"), "refused");
        await RefusedAsync(_room.PathOf("nowhere"), "no backup at");
        await RefusedAsync(_room.Altered(manifest: says => says["format"] = 2), "form 2");
        await RefusedAsync(
            _room.Altered(manifest: says => says["eventTypes"]!.AsArray().Add("booking.dreamt.v1")),
            "booking.dreamt.v1"
        );
        await RefusedAsync(_room.Altered(manifest: says => says["vaultKey"] = "00"), "another vault key");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("early end")]
    [InlineData("other events")]
    public async Task what_fails_half_way_leaves_the_database_as_it_was(string fault)
    {
        var events = await _room.ScalarAsync("select count(*) from center.mt_events");
        var broken = fault switch
        {
            "error" => _room.Altered(sql => sql + "\nselect 1 / 0;\n"),
            "early end" => _room.Altered(sql => sql[..(sql.Length / 2)]),
            _ => _room.Altered(manifest: says => says["centres"]![0]!["events"] = 1),
        };

        await RefusedAsync(broken, "nothing was changed");

        (await _room.ScalarAsync("select count(*) from center.mt_events")).ShouldBe(events);
        (await _room.ScalarAsync("select count(*) from pg_namespace where nspname like 'center%'")).ShouldBe(1L);
    }

    [Fact]
    public async Task a_backup_is_never_written_over_and_nothing_is_left_of_one_that_failed()
    {
        await Should.ThrowAsync<StartupFailure>(() => _room.RunAsync("backup", _room.Backup));
        await _room.LoseDatabaseAsync();
        var empty = await Should.ThrowAsync<StartupFailure>(() => _room.RunAsync("backup", _room.PathOf("empty")));

        empty.Message.ShouldContain("nothing to back up");
        Directory.EnumerateFiles(_room.Home.Folder, "*unfinished*").ShouldBeEmpty();
        (await _room.RunAsync("backup")).Code.ShouldBe(2);
        (await _room.RunAsync("restore", "a", "b")).Code.ShouldBe(2);
    }

    private async Task RefusedAsync(string file, string why)
    {
        var refused = await Should.ThrowAsync<StartupFailure>(() => _room.RunAsync("restore", file, "--replace"));
        refused.Message.ShouldContain(why);
    }
}
