using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class EventsApiTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly object _ill = new { reasonCode = "ill" };

    private CenterUnderTest _center = null!;

    public async ValueTask InitializeAsync() => _center = await postgres.SharedCenterAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task events_are_sent_as_lines_in_the_order_of_the_log()
    {
        using var response = await _center.CallAsync(HttpMethod.Get, "/audit/events?after=0&limit=5");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = await response.LinesAsync();
        lines.Length.ShouldBe(5);
        lines.Select(line => line.GetProperty("position").GetInt64()).ShouldBeInOrder();
        foreach (var line in lines)
        {
            line.EnumerateObject()
                .Select(member => member.Name)
                .ShouldBeSubsetOf([
                    "position",
                    "id",
                    "stream",
                    "version",
                    "type",
                    "schemaVersion",
                    "at",
                    "actor",
                    "role",
                    "channel",
                    "onBehalfOf",
                    "policy",
                    "correlation",
                    "causation",
                    "data",
                ]);
            line.GetProperty("type").GetString()!.ShouldNotContain(".v");
            line.GetProperty("schemaVersion").GetInt32().ShouldBe(1);
            line.GetProperty("at").GetString()!.ShouldEndWith("Z");
        }
    }

    [Fact]
    public async Task the_same_events_are_told_as_cloud_events()
    {
        const string Path = "/audit/events?after=0&limit=5";
        using var lines = await _center.CallAsync(HttpMethod.Get, Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{Path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _center.AdminKey);
        request.Headers.Accept.ParseAdd("application/cloudevents-batch+json");

        using var response = await _center.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/cloudevents-batch+json");
        var batch = (await response.BodyAsync()).EnumerateArray().ToList();
        batch.Select(e => e.GetProperty("sequence").GetString()).ShouldBeInOrder(SortDirection.Ascending);
        foreach (var (e, line) in batch.Zip(await lines.LinesAsync()))
        {
            // Names of attributes: CloudEvents 1.0.2, section 3.1.
            e.EnumerateObject()
                .ShouldAllBe(member => member.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
            e.GetProperty("specversion").GetString().ShouldBe("1.0");
            e.GetProperty("source").GetString().ShouldBe($"//localhost/api/v1/audit/log/{CenterUnderTest.Centre}");
            e.GetProperty("id").GetString().ShouldBe(line.GetProperty("id").GetString());
            e.GetProperty("subject").GetString().ShouldBe(line.GetProperty("stream").GetString());
            e.GetProperty("type").GetString().ShouldBe($"{line.GetProperty("type").GetString()}.v1");
            e.GetProperty("time").GetDateTimeOffset().ShouldBe(line.GetProperty("at").GetDateTimeOffset());
            long.Parse(e.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture)
                .ShouldBe(line.GetProperty("position").GetInt64());
            e.GetProperty("correlationid").GetString().ShouldBe(line.GetProperty("correlation").GetString());
            JsonElement.DeepEquals(e.GetProperty("data"), line.GetProperty("data")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task no_events_are_an_empty_batch()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit/events?type=nothing");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _center.AdminKey);
        request.Headers.Accept.ParseAdd("application/cloudevents-batch+json");
        using var response = await _center.Http.SendAsync(request, TestContext.Current.CancellationToken);
        (await response.BodyAsync()).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task filters_narrow()
    {
        var stream = $"centre/{CenterUnderTest.Centre}";
        using var response = await _center.CallAsync(
            HttpMethod.Get,
            $"/audit/events?type=centre.described&stream={stream}"
        );

        var line = (await response.LinesAsync())[0];

        line.GetProperty("stream").GetString().ShouldBe(stream);
        line.GetProperty("type").GetString().ShouldBe("centre.described");
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("from=yesterday")]
    [InlineData("after=1&after=2")]
    [InlineData("since=1")]
    public async Task a_wrong_parameter_is_refused_before_anything_is_sent(string query)
    {
        using var response = await _center.CallAsync(HttpMethod.Get, $"/audit/events?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task a_stream_is_told_as_of_a_version_a_position_and_a_time()
    {
        var path = $"/audit/streams/centre/{CenterUnderTest.Centre}";
        using var whole = await _center.CallAsync(HttpMethod.Get, path);
        var items = (await whole.BodyAsync()).GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBeGreaterThan(2);
        whole.Headers.ETag!.Tag.ShouldBe($"\"{items.Count}\"");

        (await CountAsync($"{path}?asOf=v2")).ShouldBe(2);
        (await CountAsync($"{path}?asOf={Position(items[1])}")).ShouldBe(2);
        (await CountAsync($"{path}?asOf={items[^1].GetProperty("at").GetString()}")).ShouldBe(items.Count);
        (await CountAsync($"{path}?asOf=v0")).ShouldBe(0);
        (await CountAsync($"{path}?asOf=0")).ShouldBe(0);
    }

    [Fact]
    public async Task a_stream_is_told_with_what_its_events_come_to_and_the_position_that_the_point_became()
    {
        var guests = new BookingGuests(_center);
        var (admin, (_, resident)) = (guests.Admin, await guests.ResidentAsync());
        var wish = BookingGuests.Wish("painting-room", BookingGuests.OwnDay("painting-room"));
        var booked = await resident.PostAsync("/bookings", wish);
        var id = booked.ShouldBe(201).Text("id");
        var path = $"/audit/streams/booking/{id}";
        (await resident.PostAsync($"/bookings/{id}/cancel", _ill)).ShouldBe(200);
        (await admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201);
        var whole = (await admin.GetAsync(path)).ShouldBe(200);
        var (first, last) = (whole.Items()[0], whole.Items()[^1]);

        StatusOf(whole).ShouldBe("cancelled");
        StatusOf(await AsOfAsync(admin, path, "v1", Position(first))).ShouldBe("confirmed");
        StatusOf(await AsOfAsync(admin, path, $"{Position(first)}", Position(first))).ShouldBe("confirmed");
        StatusOf(await AsOfAsync(admin, path, $"{Position(last) + 1}", Position(last) + 1)).ShouldBe("cancelled");
        var before = await AsOfAsync(admin, path, $"{Position(first) - 1}", Position(first) - 1);
        before.Body.TryGetProperty("state", out _).ShouldBeFalse();
        before.Number("version").ShouldBe(0);
        var at = await admin.GetAsync($"{path}?asOf={last.GetProperty("at").GetString()}");
        StatusOf(at).ShouldBe("cancelled");
        var view = await admin.GetAsync($"/audit/views/people?limit=1&asOf={last.GetProperty("at").GetString()}");
        at.Member("position").GetInt64().ShouldBeLessThanOrEqualTo(view.Member("position").GetInt64());
    }

    // Of two events of a stream the later one may bear the earlier instant; an instant means a position, and that cuts.
    [Fact]
    public async Task an_instant_cuts_by_the_position_that_it_becomes_and_not_by_the_instants_of_events()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var guests = new BookingGuests(center);
        var (admin, (_, resident)) = (guests.Admin, await guests.ResidentAsync());
        var wish = BookingGuests.Wish("painting-room", BookingGuests.OwnDay("painting-room"));
        var booking = (await resident.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
        (await resident.PostAsync($"/bookings/{booking}/cancel", _ill)).ShouldBe(200);
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand(
            $"update center.mt_events set timestamp = timestamp + interval '2 seconds' where stream_id = 'booking/{booking}' and version = 1"
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var path = $"/audit/streams/booking/{booking}";
        var items = (await admin.GetAsync(path)).Items();

        var told = await admin.GetAsync($"{path}?asOf={items[1].GetProperty("at").GetString()}");

        told.ShouldBe(200).Items().Length.ShouldBe(2);
        told.Member("position").GetInt64().ShouldBe(Position(items[1]));
    }

    [Theory]
    [InlineData("/audit/streams/centre/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=soon", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=v", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=v99999", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=v99999999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=999999999", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=2199-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=2001-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    public async Task what_is_no_stream_or_no_point_is_refused(string path, HttpStatusCode status)
    {
        using var response = await _center.CallAsync(HttpMethod.Get, path);

        response.StatusCode.ShouldBe(status);
    }

    private static long Position(JsonElement item) => item.GetProperty("position").GetInt64();

    private static string StatusOf(Answer told) => told.Member("state").GetProperty("status").GetString()!;

    private static async Task<Answer> AsOfAsync(CentreClient client, string path, string asOf, long position)
    {
        var told = (await client.GetAsync($"{path}?asOf={asOf}")).ShouldBe(200);
        told.Member("position").GetInt64().ShouldBe(position);
        told.Headers["Center-Position"].ShouldBe(position.ToString(CultureInfo.InvariantCulture));
        return told;
    }

    private async Task<int> CountAsync(string path)
    {
        using var response = await _center.CallAsync(HttpMethod.Get, path);
        var body = await response.BodyAsync();
        var count = body.GetProperty("items").GetArrayLength();
        body.GetProperty("version").GetInt64().ShouldBe(count);
        return count;
    }
}
