using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Access;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Backups;

/// <summary>
/// A backup brings back the day it was taken, in every view and proof; who was erased since stays erased, and the public
/// log goes on only when an operator says so.
/// </summary>
public sealed class RestoreTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Erased = "司徒静";
    private const string ErasedPhone = "13700001111";
    private const string KeptPhone = "13700002222";

    private BackupRoom _room = null!;
    private string _erased = null!;
    private long _position;
    private long _sealed;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _room = await BackupRoom.CreateAsync(postgres);
        await using var center = await _room.ServeAsync();
        var story = new AccessStory(center);
        _erased = await story.PersonAsync(new { name = Erased, phone = ErasedPhone });
        await story.PersonAsync(new { name = "令狐远", phone = KeptPhone });
        var self = story.With((await story.KeyAsync("resident", person: _erased)).Key);
        (_position, _sealed) = await SealAsync(center);
        (await _room.RunAsync("backup", _room.Backup)).Code.ShouldBe(0);
        (await self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        await story.PersonAsync(new { name = "晚来的人", phone = "13700003333" });
        await SealAsync(center);
    }

    public ValueTask DisposeAsync()
    {
        _room.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task the_day_of_the_backup_is_back_and_the_erased_stay_erased()
    {
        var (code, said) = await _room.RunAsync("restore", _room.Backup, "--replace");

        code.ShouldBe(0, said);
        said.ShouldContain("0 rows differ");
        said.ShouldContain("as it was sealed");
        said.ShouldContain("1 people are, and stay, unreadable");
        said.ShouldContain("audit open-epoch --reason restore");
        (await _room.ScalarAsync($"select count(*) from center.mt_events where seq_id <= {_position}")).ShouldBe(
            await _room.ScalarAsync("select count(*) - 3 from center.mt_events"),
            "and the erasure again: erased, restricted, the key revoked"
        );
        await ErasedAgainAsync();
        (await _room.ScalarAsync("select count(*) from pg_namespace where nspname like 'center\\_%'")).ShouldBe(0L);
        await using var center = await _room.ServeAsync();
        var admin = new AccessStory(center).Admin;
        (await admin.GetAsync($"/people?phone={ErasedPhone}")).Items().ShouldBeEmpty();
        (await admin.GetAsync($"/people?phone={KeptPhone}")).Items().Length.ShouldBe(1);
        (await admin.GetAsync("/people?phone=13700003333")).Items().ShouldBeEmpty("it came after the backup");
    }

    [Fact]
    public async Task the_log_waits_for_an_epoch_and_then_old_and_new_checkpoints_hold_together()
    {
        await _room.RunAsync("restore", _room.Backup, "--replace");
        await using (var halted = await _room.ServeAsync())
        {
            (await TurnAsync(halted)).ShouldBe(new SealingTurn(SealingOutcome.Halted, LogHalt.Behind));
        }

        (await _room.RunAsync("audit", "open-epoch", "--reason", "restore")).Code.ShouldBe(0);

        await using var center = await _room.ServeAsync();
        var (_, size) = await SealAsync(center);
        size.ShouldBeGreaterThan(_sealed);
        var admin = new AccessStory(center).Admin;
        (await admin.GetAsync("/audit/log/checkpoint")).ShouldBe(200).Raw.ShouldContain("nanyang_xincun/2\n");
        (await admin.GetAsync($"/audit/proofs/consistency?from={_sealed}&to={size}")).ShouldBe(200);
        (await _room.RunAsync("audit", "check-log")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task an_empty_database_and_a_home_that_was_kept_are_enough()
    {
        await _room.LoseDatabaseAsync();

        var (code, said) = await _room.RunAsync("restore", _room.Backup);

        code.ShouldBe(0, said);
        await ErasedAgainAsync();
    }

    [Fact]
    public async Task without_the_head_beside_the_key_nothing_goes_on_under_the_old_name()
    {
        File.Delete(_room.PathOf($"log-head-{CenterUnderTest.Centre}"));

        var (code, said) = await _room.RunAsync("restore", _room.Backup, "--replace");

        code.ShouldBe(0, said);
        said.ShouldContain("Epoch 2 is open");
        await using var center = await _room.ServeAsync();
        (await SealAsync(center)).Size.ShouldBeGreaterThan(_sealed);
        (await _room.ScalarAsync("select epoch from center.log_state")).ShouldBe(2);
    }

    [Fact]
    public async Task an_erasure_that_only_the_replaced_database_knows_is_learnt_from_it()
    {
        File.Delete(_room.PathOf("erasures"));

        (await _room.RunAsync("restore", _room.Backup, "--replace")).Code.ShouldBe(0);

        await ErasedAgainAsync();
        (await File.ReadAllTextAsync(_room.PathOf("erasures"), Stopping)).ShouldContain(_erased);
    }

    private async Task ErasedAgainAsync()
    {
        (
            await _room.ScalarAsync(
                $"select count(*) from center.person_key where person = '{_erased}' and wrapped_key is null"
            )
        ).ShouldBe(1L);
        (await _room.ScalarAsync($"select count(*) from center.personal where person = '{_erased}'")).ShouldBe(0L);
        (
            await _room.ScalarAsync(
                "select data->>'reasonCode' from center.mt_events where type = 'personal-data.erased.v1'"
            )
        ).ShouldBe("restored-backup");
    }

    // The service seals by itself too; whoever has the lock does it.
    private static async Task<SealingTurn> TurnAsync(CenterUnderTest center)
    {
        var sequencer = center.Services.GetRequiredService<LogSequencer>();
        while (true)
        {
            var turn = await sequencer.RunAsync(CenterUnderTest.Centre, Stopping);
            if (turn.Outcome != SealingOutcome.Elsewhere)
            {
                return turn;
            }

            await Task.Delay(20, Stopping);
        }
    }

    private async Task<(long Position, long Size)> SealAsync(CenterUnderTest center)
    {
        var end = (long)(await _room.ScalarAsync("select max(seq_id) from center.mt_events"))!;
        for (var look = 0; look < 200; look++)
        {
            await TurnAsync(center);
            var signed = await _room.ScalarAsync(
                $"select max(size) from center.log_checkpoint where note is not null and position >= {end}"
            );
            if (signed is long size)
            {
                return (end, size);
            }

            await Task.Delay(50, Stopping);
        }

        throw new TimeoutException("The log was not sealed.");
    }
}
