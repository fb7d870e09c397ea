using System;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>PostgreSQL refuses an append once, in the middle of the transaction, and would take it the next time.</summary>
public sealed class PassingFaultTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
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
        await RunAsync(
            $"""
            create sequence center.fault;
            create function center.fail_once() returns trigger language plpgsql as
              $$ begin if nextval('center.fault') = 1 then raise exception 'fault' using errcode = '{state}'; end if; return new; end $$;
            create trigger fail_once before insert on center.mt_events for each row execute function center.fail_once();
            """
        );
        var id = (await first.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
        (await CountAsync("select last_value from center.fault")).ShouldBeGreaterThan(1);
        await RunAsync("drop function center.fail_once cascade; drop sequence center.fault");

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
