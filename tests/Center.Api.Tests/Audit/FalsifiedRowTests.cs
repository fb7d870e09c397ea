using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// Somebody writes into an event's row past the service. Whoever looks is shown the row as it is, marked, and everything
/// around it: one row blinds nobody.
/// </summary>
public sealed class FalsifiedRowTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    private const string Deep = "repeat('[', 100) || repeat(']', 100)";

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("headers = '[]'", true)]
    [InlineData("headers = '\"x\"'", true)]
    [InlineData("headers = '7'", true)]
    [InlineData("headers = 'null'", true)]
    [InlineData("headers = headers || '{\"role\": 7, \"channel\": [\"api\"]}'", true)]
    [InlineData("headers = (" + Deep + ")::jsonb", true)]
    [InlineData("headers = null", false)]
    [InlineData("data = '[]'", true)]
    [InlineData("data = 'null'", true)]
    [InlineData("data = (" + Deep + ")::jsonb", true)]
    [InlineData("data = '{\"reason\": 1.5}'", false)]
    [InlineData("type = 'booking.vanished.v7'", false)]
    [InlineData("timestamp = 'infinity'", false)]
    [InlineData("timestamp = '-infinity'", false)]
    [InlineData("timestamp = '4000-01-01 BC'", false)]
    public async Task a_falsified_row_is_shown_as_it_is_and_hides_nothing(string change, bool isMarked)
    {
        var booking = await centre.StoryAsync();
        var last = (await centre.EventsAsync(booking))[^1].GetProperty("position").GetInt64();
        await FalsifyAsync(change, last);
        try
        {
            await ShownAsync(booking, isMarked);
        }
        finally
        {
            await RemoveAsync(last);
        }
    }

    private async Task ShownAsync(string booking, bool isMarked)
    {
        bool[] marks = [false, false, isMarked];
        var lines = await centre.EventsAsync(booking);
        Marks(lines).ShouldBe(marks);
        lines[^1].TryGetProperty("headers", out _).ShouldBe(isMarked);
        Marks(await CloudEventsAsync($"stream=booking/{booking}")).ShouldBe(marks);
        var told = (await centre.Client.GetAsync($"/audit/streams/booking/{booking}")).ShouldBe(200);
        Marks(told.Items()).ShouldBe(marks);
        var history = (await centre.Client.GetAsync($"/bookings/{booking}/history")).ShouldBe(200);
        Marks(history.Items()).ShouldBe(marks);
        using var visitor = await AuditVisitor.AsAsync(centre);
        foreach (var path in (string[])["/audit", $"/audit/streams/booking/{booking}?from=2&to=3"])
        {
            var seen = await visitor.GetAsync(path);
            seen.Status.ShouldBe(200, path);
            seen.Text.Contains("The service does not write rows of this form", System.StringComparison.Ordinal)
                .ShouldBe(isMarked, path);
        }
    }

    [Fact]
    public async Task what_is_not_text_in_the_metadata_is_left_out_and_shown_beside()
    {
        var booking = await centre.StoryAsync();
        var last = (await centre.EventsAsync(booking))[^1].GetProperty("position").GetInt64();
        await FalsifyAsync("headers = '{\"role\": 7, \"channel\": \"api\"}'", last);

        var line = (await centre.EventsAsync(booking))[^1];

        line.TryGetProperty("role", out _).ShouldBeFalse();
        line.GetProperty("channel").GetString().ShouldBe("api");
        line.GetProperty("headers").GetProperty("role").GetInt32().ShouldBe(7);
        await RemoveAsync(last);
    }

    private static bool[] Marks(JsonElement[] items) =>
        [.. items.Select(item => item.TryGetProperty("malformed", out var mark) && mark.GetBoolean())];

    private async Task<JsonElement[]> CloudEventsAsync(string filter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/audit/events?{filter}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", centre.Center.AdminKey);
        request.Headers.Accept.ParseAdd("application/cloudevents-batch+json");
        using var response = await centre.Center.Http.SendAsync(request, Stopping);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return [.. (await response.BodyAsync()).EnumerateArray()];
    }

    private Task FalsifyAsync(string change, long position) =>
        ExecuteAsync($"update center.mt_events set {change} where seq_id = {Text(position)}");

    // So that it stands on no page of the next test.
    private Task RemoveAsync(long position) =>
        ExecuteAsync($"delete from center.mt_events where seq_id = {Text(position)}");

    private static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(centre.Center.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stopping);
    }
}
