using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Notifications;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>Waiting for changes: it ends when there is something, when the caller goes, and when the service goes.</summary>
public sealed class ChangeWaitTests(TestPostgres postgres)
{
    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task who_waits_is_answered_within_a_second_of_the_change()
    {
        var center = await postgres.SharedCenterAsync();
        var (_, client) = await new BookingGuests(center).ResidentAsync();
        var reader = await new ChangeReader(client).FromNowAsync();

        // Two cores are shared with other tests; one undisturbed time of three shows what the feed can do.
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 3 && fastest > TimeSpan.FromSeconds(1); i++)
        {
            var waiting = NextOwnAsync(reader);
            await Task.Delay(200, Stopping);
            waiting.IsCompleted.ShouldBeFalse();
            var wish = BookingGuests.Wish(
                "music-room",
                BookingGuests.OwnDay("music-room"),
                $"1{i + 3}:00",
                $"1{i + 4}:00"
            );
            (await client.PostAsync("/bookings", wish)).ShouldBe(201);
            var decided = Stopwatch.StartNew();
            await waiting;
            fastest = decided.Elapsed < fastest ? decided.Elapsed : fastest;
        }

        fastest.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task who_waits_in_vain_is_answered_in_time_and_goes_on_from_there()
    {
        var center = await postgres.SharedCenterAsync();
        var (_, client) = await new BookingGuests(center).ResidentAsync();
        var reader = await new ChangeReader(client).FromNowAsync();
        var clock = Stopwatch.StartNew();

        var read = await reader.ReadAsync(wait: 1);

        read.Where(change => change.Kind == "booking").ShouldBeEmpty();
        clock.Elapsed.ShouldBeInRange(
            read.Count > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(0.9),
            TimeSpan.FromSeconds(10)
        );
    }

    [Fact]
    public async Task nothing_is_handed_out_above_an_append_that_is_under_way()
    {
        var center = await postgres.SharedCenterAsync();
        var (_, client) = await new BookingGuests(center).ResidentAsync();
        var reader = await new ChangeReader(client).FromNowAsync();
        await using var connection = new NpgsqlConnection(center.ConnectionString);
        await connection.OpenAsync(Stopping);
        await using (var slow = await connection.BeginTransactionAsync(Stopping))
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                $"select pg_advisory_xact_lock_shared({AdvisoryLocks.Log}, hashtext('{CenterUnderTest.Centre}'))";
            await command.ExecuteNonQueryAsync(Stopping);
            (
                await client.PostAsync(
                    "/bookings",
                    BookingGuests.Wish("baking-room", BookingGuests.OwnDay("baking-room"))
                )
            ).ShouldBe(201);

            (await reader.ReadAsync()).ShouldBeEmpty();
            await slow.RollbackAsync(Stopping);
        }

        (await reader.ReadAllAsync()).ShouldContain(change => change.Type == "booking.confirmed");
    }

    [Fact]
    public async Task who_hangs_up_is_waited_for_no_longer()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var follow = center.Services.GetRequiredService<FollowLog>();
        using (var call = CancellationTokenSource.CreateLinkedTokenSource(Stopping))
        {
            var waiting = WaitAsync(center, call.Token);
            await UntilAsync(() => follow.Waiting == 1);
            await call.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(waiting);
        }

        await UntilAsync(() => follow.Waiting == 0);
    }

    [Fact]
    public async Task a_service_that_stops_answers_those_who_wait()
    {
        var clock = new Stopwatch();
        Task<HttpResponseMessage> waiting;
        await using (var center = await CenterUnderTest.StartAsync(postgres))
        {
            using var other = new HttpClient { BaseAddress = center.BaseAddress };
            waiting = WaitAsync(center, Stopping, other);
            await UntilAsync(() => center.Services.GetRequiredService<FollowLog>().Waiting == 1);
            clock.Start();
            await center.StopAsync();
            using var answer = await waiting;
            ((int)answer.StatusCode).ShouldBe(200);
            (await answer.Content.ReadAsStringAsync(Stopping)).ShouldContain("\"items\":[]");
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    // Public changes of other tests may come in between.
    private static async Task NextOwnAsync(ChangeReader reader)
    {
        while (!(await reader.ReadAsync(wait: 20)).Any(change => change.Kind == "booking")) { }
    }

    private static Task<HttpResponseMessage> WaitAsync(
        CenterUnderTest center,
        CancellationToken stopping,
        HttpClient? http = null
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/changes?after=now&wait=30");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", center.AdminKey);
        return (http ?? center.Http).SendAsync(request, stopping);
    }

    private static async Task UntilAsync(Func<bool> arrived)
    {
        var patience = Stopwatch.StartNew();
        while (!arrived())
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            await Task.Delay(20, Stopping);
        }
    }
}
