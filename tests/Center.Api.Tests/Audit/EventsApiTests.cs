using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class EventsApiTests(TestPostgres postgres) : IAsyncLifetime
{
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
        (await CountAsync($"{path}?asOf={items[1].GetProperty("position").GetInt64()}")).ShouldBe(2);
        (await CountAsync($"{path}?asOf={items[^1].GetProperty("at").GetString()}")).ShouldBe(items.Count);
        (await CountAsync($"{path}?asOf=2001-01-01T00:00:00Z")).ShouldBe(0);
    }

    [Theory]
    [InlineData("/audit/streams/centre/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=soon", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=v", HttpStatusCode.BadRequest)]
    [InlineData("/audit/streams/centre/nanyang_xincun?asOf=v99999999999999999999", HttpStatusCode.BadRequest)]
    public async Task what_is_no_stream_or_no_point_is_refused(string path, HttpStatusCode status)
    {
        using var response = await _center.CallAsync(HttpMethod.Get, path);

        response.StatusCode.ShouldBe(status);
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
