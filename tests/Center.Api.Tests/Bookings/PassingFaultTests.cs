using System;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>PostgreSQL refuses an append once, in the middle of the transaction, and would take it the next time.</summary>
public sealed class PassingFaultTests(EditedCentre centre) : IClassFixture<EditedCentre>, IAsyncLifetime
{
    // What a sequence has counted stays counted when the transaction is undone.
    private const string Faults = """
        set lock_timeout = '200ms';
        create sequence public.faults;
        create table public.fault as select null::text as state;
        create function public.fail_once() returns trigger language plpgsql as $$
            declare wanted text := (select state from public.fault);
            begin
                if wanted is not null and nextval('public.faults') = 1 then
                    raise exception 'fault' using errcode = wanted;
                end if;
                return new;
            end $$;
        create trigger fail_once before insert on center.mt_events for each row execute function public.fail_once();
        """;

    public async ValueTask InitializeAsync()
    {
        while (await CountAsync("select count(*) from pg_class where relname = 'fault'") == 0)
        {
            try
            {
                await RunAsync(Faults);
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // The views that follow the log read it at this moment.
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("40P01", "10:00", "10:30")]
    [InlineData("53200", "11:00", "11:30")]
    [InlineData("57P01", "12:00", "12:30")]
    [InlineData("08006", "13:00", "13:30")]
    public async Task the_booking_is_decided_again_and_whole(string state, string from, string to)
    {
        var day = DateOnly.FromDateTime(centre.Clock.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(3);
        var wish = BookingGuests.Wish("music-room", day, from, to);
        var (_, first) = await centre.Guests.ResidentAsync();
        var (_, second) = await centre.Guests.ResidentAsync();
        await RunAsync($"select setval('public.faults', 1, false); update public.fault set state = '{state}'");
        var id = (await first.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
        await RunAsync("update public.fault set state = null");
        (await CountAsync("select last_value from public.faults")).ShouldBeGreaterThan(1);

        (await CountAsync($"select count(*) from center.allocation where booking = '{id}'")).ShouldBe(1);
        (await CountAsync($"select count(*) from center.mt_events where stream_id = 'booking/{id}'")).ShouldBe(1);
        (await second.PostAsync("/bookings", wish)).ShouldBeProblem(409, "slot-taken");
    }

    private async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(centre.Center.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(centre.Center.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
