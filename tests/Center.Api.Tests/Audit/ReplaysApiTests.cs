using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class ReplaysApiTests(TestPostgres postgres)
{
    private const string Path = "/audit/replays";

    [Fact]
    public async Task a_replay_of_everything_says_equal()
    {
        var center = await postgres.SharedCenterAsync();
        using var asked = await center.CallAsync(HttpMethod.Post, Path, """{"view": "all"}""");
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await asked.BodyAsync()).GetProperty("state").GetString().ShouldBeOneOf("queued", "running");

        var run = await center.WaitAsync(asked.Headers.Location!, "queued", "running");

        run.GetProperty("state").GetString().ShouldBe("done");
        run.GetProperty("differences").GetArrayLength().ShouldBe(0);
        run.GetProperty("events").GetInt64().ShouldBeGreaterThan(0);
        run.GetProperty("positions").GetProperty("from").GetInt64().ShouldBe(1);
        using var listed = await center.CallAsync(HttpMethod.Get, Path + "?limit=200");
        var ids = (await listed.BodyAsync())
            .GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("id"));
        ids.Select(id => id.GetString()).ShouldContain(run.GetProperty("id").GetString());
        using var late = await center.CallAsync(HttpMethod.Post, $"{Path}/{run.GetProperty("id")}/cancel", "{}");
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"view": "nonsense"}""")]
    [InlineData("""{"asOf": -1}""")]
    [InlineData("""{"asOf": 900000000000}""")]
    [InlineData("""{"views": "all"}""")]
    public async Task a_wrong_demand_is_refused_and_nothing_is_queued(string body)
    {
        var center = await postgres.SharedCenterAsync();

        using var response = await center.CallAsync(HttpMethod.Post, Path, body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task an_unknown_replay_is_not_found()
    {
        var center = await postgres.SharedCenterAsync();

        using var read = await center.CallAsync(HttpMethod.Get, $"{Path}/{Guid.Empty}");
        using var cancelled = await center.CallAsync(HttpMethod.Post, $"{Path}/{Guid.Empty}/cancel", "{}");

        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task queued_and_running_replays_are_given_up_on_request()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var append = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(append, "select pg_advisory_lock_shared({0}, hashtext('{1}'))");
        using var first = await center.CallAsync(HttpMethod.Post, Path, "{}");
        await center.WaitAsync(first.Headers.Location!, "queued");
        using var second = await center.CallAsync(HttpMethod.Post, Path, """{"view": "bookings"}""");

        (await CancelAsync(center, second.Headers.Location!)).ShouldBe("cancelled");
        (await CancelAsync(center, first.Headers.Location!)).ShouldBe("running");

        var run = await center.WaitAsync(first.Headers.Location!, "running");
        run.GetProperty("state").GetString().ShouldBe("cancelled");
        await ExecuteAsync(append, "select pg_advisory_unlock_shared({0}, hashtext('{1}'))");
        using var third = await center.CallAsync(HttpMethod.Post, Path, "{}");
        run = await center.WaitAsync(third.Headers.Location!, "queued", "running");
        run.GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task a_resident_neither_reads_events_nor_replays()
    {
        var center = await postgres.SharedCenterAsync();
        using var made = await center.CallAsync(HttpMethod.Post, "/keys", """{"name": "x", "role": "resident"}""");
        var key = (await made.BodyAsync()).GetProperty("key").GetString();

        using var events = await center.CallAsync(HttpMethod.Get, "/audit/events", key: key);
        using var replay = await center.CallAsync(HttpMethod.Post, Path, "{}", key);

        events.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        replay.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string?> CancelAsync(CenterUnderTest center, Uri location)
    {
        using var response = await center.CallAsync(
            HttpMethod.Post,
            location.ToString()["/api/v1".Length..] + "/cancel",
            "{}"
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.BodyAsync()).GetProperty("state").GetString();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            sql,
            AdvisoryLocks.Log,
            CenterUnderTest.Centre
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
