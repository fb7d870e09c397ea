using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>The database is away, or its answer is lost: everybody is answered, and every answer is true.</summary>
public sealed class OutageTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_commit_whose_answer_is_lost_is_found_and_answered_once()
    {
        await using var cable = new Cable(await postgres.CreateDatabaseAsync());
        await using var center = await CenterUnderTest.StartAsync(postgres, connectionString: cable.ConnectionString);
        var guests = new BookingGuests(center);
        var (person, client) = await guests.ResidentAsync();
        cable.LoseNextCommit();

        var booked = await client.PostAsync(
            "/bookings",
            BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"))
        );

        cable.CommitsLost.ShouldBe(1);
        var id = booked.ShouldBe(201).Text("id");
        (await client.GetAsync($"/bookings/{id}/history")).ShouldBe(200).Items().Length.ShouldBe(1);
        (await CountAsync(cable, $"select count(*) from center.allocation where person = '{person}'")).ShouldBe(1);
    }

    [Fact]
    public async Task while_the_database_is_away_all_are_answered_in_time_and_afterwards_it_goes_on()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var cable = new Cable(database);
        await using var center = await CenterUnderTest.StartAsync(postgres, connectionString: cable.ConnectionString);
        var guests = new BookingGuests(center);
        var people = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => guests.ResidentAsync()));
        var day = BookingGuests.OwnDay("music-room");
        object Wish() => BookingGuests.Wish("music-room", day);
        var patience = Stopwatch.StartNew();
        Answer[] answers;
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var locking = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // All wait for their batch when the way to the database breaks.
            await using var held = await locking.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await AdmissionLock.TakeAsync(locking);
            var sent = people.Select(one => one.Client.PostAsync("/bookings", Wish())).ToList();
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            cable.Cut();
            answers = await Task.WhenAll(sent);
        }

        answers.ShouldAllBe(answer => answer.Status == 503 && answer.Text("code") == "overloaded");
        patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(45), "40 who wait are not tried one after another");
        cable.Mend();
        answers = await Task.WhenAll(people.Select(one => one.Client.PostAsync("/bookings", Wish())));
        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        (await CountAsync(cable, "select count(*) from center.allocation where person is not null")).ShouldBe(1);
    }

    private static async Task<long> CountAsync(Cable cable, string sql)
    {
        await using var connection = new NpgsqlConnection(cable.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
