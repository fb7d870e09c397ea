using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

/// <summary>A running centre that the tests of one class change as they like; its clock stands until it is moved.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class EditedCentre(TestPostgres postgres) : IAsyncLifetime
{
    internal MovableClock Clock { get; } = new();

    internal CenterUnderTest Center { get; private set; } = null!;

    internal BookingGuests Guests { get; private set; } = null!;

    internal CentreClient Admin => Guests.Admin;

    public async ValueTask InitializeAsync()
    {
        Center = await CenterUnderTest.StartAsync(postgres, Clock);
        Guests = new BookingGuests(Center);
    }

    public ValueTask DisposeAsync() => Center.DisposeAsync();

    /// <summary>The definition that the centre started with.</summary>
    internal static JsonObject Shipped() =>
        JsonNode
            .Parse(
                File.ReadAllText(
                    Path.Combine(Repository.Root, "src", "Center.Api", "Definitions", "nanyang-xincun.json")
                )
            )!
            .AsObject();

    /// <summary>How many events there are; wrong input must not add any.</summary>
    internal async Task<long> EventsAsync()
    {
        await using var connection = new NpgsqlConnection(Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select count(*) from center.mt_events", connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A facility as it can be put back, with its ETag.</summary>
    internal async Task<(JsonObject Definition, string ETag)> ReadAsync(string code)
    {
        var read = (await Admin.GetAsync($"/facilities/{code}")).ShouldBe(200);
        return (JsonNode.Parse(read.Member("definition").GetRawText())!.AsObject(), read.Headers["ETag"]);
    }

    internal Task<Answer> PutAsync(string path, JsonNode? body, string ifMatch) =>
        Admin.SendAsync(HttpMethod.Put, path, body?.ToJsonString() ?? "null", ("If-Match", ifMatch));

    /// <summary>Sends what must be refused, and sees that nothing was written.</summary>
    internal async Task<Answer> RefusedAsync(string path, string body, int status, string code)
    {
        var method = path.StartsWith("/definition", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Put;
        var before = await EventsAsync();
        var answer = await Admin.SendAsync(method, path, body, ("If-Match", "*"));
        answer.ShouldBeProblem(status, code);
        (await EventsAsync()).ShouldBe(before);
        return answer;
    }

    internal Task<Answer> OpenAsync(string code, JsonNode body) =>
        Admin.SendAsync(HttpMethod.Put, $"/facilities/{code}", body.ToJsonString(), ("If-None-Match", "*"));

    internal async Task<Answer> BookAsync(object wish)
    {
        var (_, resident) = await Guests.ResidentAsync();
        return await resident.PostAsync("/bookings", wish);
    }

    internal async Task CancelAsync(string booking) =>
        (await Admin.PostAsync($"/bookings/{booking}/cancel", new { reasonCode = "other" })).ShouldBe(200);

    /// <summary>A set of seats that no other test knows.</summary>
    internal static JsonObject Seats(int units) =>
        new()
        {
            ["name"] = new JsonObject { ["zh-CN"] = "新座位" },
            ["serviceLine"] = "culture-and-sport",
            ["kind"] = "seats",
            ["capacity"] = units,
            ["units"] = units,
        };

    internal static object Wish(string facility, string day, string from, string to, int people) =>
        new
        {
            facility,
            start = $"{day}T{from}:00+08:00",
            end = $"{day}T{to}:00+08:00",
            people,
            purpose = "meeting",
        };

    internal static string[] BookingsIn(Answer refused) =>
        [.. refused.Member("bookings").EnumerateArray().Select(booking => booking.GetProperty("id").GetString()!)];
}
