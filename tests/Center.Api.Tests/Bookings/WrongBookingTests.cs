using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Whatever a client sends is answered with a code, and nothing is written.</summary>
public sealed class WrongBookingTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("facility", "\"no-such-room\"", 400, "invalid-value")]
    [InlineData("facility", "null", 400, "invalid-value")]
    [InlineData("facility", "7", 400, "invalid-value")]
    [InlineData("facility", "\"music-room\\u0000\"", 400, "invalid-value")]
    [InlineData("start", "\"2026-12-05\"", 400, "invalid-value")]
    [InlineData("start", "\"2026-12-05T15:00:00\"", 400, "invalid-value")]
    [InlineData("start", "\"9999-12-31T23:59:59Z\"", 400, "invalid-value")]
    [InlineData("start", "\"0001-01-01T00:00:00Z\"", 400, "invalid-value")]
    [InlineData("start", "\"1950-01-01T15:00:00+08:00\"", 422, "policy-too-long")]
    [InlineData("end", "\"1950-01-01T15:00:00+08:00\"", 400, "invalid-window")]
    [InlineData("end", "\"9000-01-01T15:00:00+08:00\"", 422, "policy-too-long")]
    [InlineData("people", "0", 400, "invalid-value")]
    [InlineData("people", "-1", 400, "invalid-value")]
    [InlineData("people", "2147483648", 400, "invalid-value")]
    [InlineData("people", "1.5", 400, "invalid-value")]
    [InlineData("people", "\"2\"", 400, "invalid-value")]
    [InlineData("units", "0", 400, "invalid-value")]
    [InlineData("serviceLine", "\"nothing\"", 400, "invalid-value")]
    [InlineData("organisation", "\"nothing\"", 400, "invalid-value")]
    [InlineData("organisation", "\"committee-01\"", 403, "forbidden")]
    [InlineData("onBehalfOf", "\"0190c1a0-0000-7000-8000-000000000000\"", 403, "forbidden")]
    [InlineData("onBehalfOf", "\"me\"", 400, "invalid-value")]
    [InlineData("extras", "[{\"code\": \"music-room\", \"units\": 1}]", 400, "invalid-value")]
    [InlineData("extras", "[{\"code\": \"portable-projector\"}]", 400, "invalid-body")]
    [InlineData("extras", "{}", 400, "invalid-value")]
    [InlineData("override", "{\"reasonCode\": \"other\"}", 403, "forbidden")]
    [InlineData("override", "{\"reasonCode\": \"\"}", 400, "invalid-value")]
    [InlineData("hold", "\"yes\"", 400, "invalid-value")]
    [InlineData("note", "7", 400, "invalid-value")]
    [InlineData("colour", "\"red\"", 400, "unknown-member")]
    public async Task a_wrong_member_is_named(string member, string value, int status, string code)
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var (_, resident) = await guests.ResidentAsync();
        var body = new JsonObject
        {
            ["facility"] = "film-and-sound-room",
            ["start"] = BookingGuests.At(BookingGuests.OwnDay(), "15:00"),
            ["end"] = BookingGuests.At(BookingGuests.OwnDay(), "16:00"),
            ["people"] = 2,
        };
        body["end"] = body["start"]!.GetValue<string>().Replace("T15", "T16", System.StringComparison.Ordinal);
        body[member] = JsonNode.Parse(value);
        (await resident.SendAsync(HttpMethod.Post, "/bookings", body.ToJsonString())).ShouldBeProblem(status, code);
        (await resident.SendAsync(HttpMethod.Post, "/bookings/check", body.ToJsonString())).Status.ShouldBeInRange(
            200,
            499
        );
        (await resident.GetAsync("/bookings")).Member("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("", 400, "invalid-body")]
    [InlineData("[]", 400, "invalid-body")]
    [InlineData("null", 400, "invalid-body")]
    [InlineData("\"text\"", 400, "invalid-body")]
    [InlineData("{", 400, "invalid-body")]
    [InlineData("{\"people\": 1, \"people\": 2}", 400, "invalid-value")]
    [InlineData("{\"facility\": \"\\ud800\"}", 400, "invalid-value")]
    public async Task a_wrong_body_is_refused(string body, int status, string code)
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        (await guests.Admin.SendAsync(HttpMethod.Post, "/bookings", body)).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("/bookings?limit=0", 400, "invalid-value")]
    [InlineData("/bookings?limit=201", 400, "invalid-value")]
    [InlineData("/bookings?limit=1&limit=2", 400, "invalid-value")]
    [InlineData("/bookings?cursor=%00", 400, "invalid-value")]
    [InlineData("/bookings?cursor=***", 400, "invalid-value")]
    [InlineData("/bookings?status=lost", 400, "invalid-value")]
    [InlineData("/bookings?person=me", 400, "invalid-value")]
    [InlineData("/bookings?from=yesterday", 400, "invalid-value")]
    [InlineData("/bookings?colour=red", 400, "unknown-member")]
    [InlineData("/bookings/not-an-id", 404, "not-found")]
    [InlineData("/bookings/0190c1a0-0000-7000-8000-000000000000", 404, "not-found")]
    [InlineData("/bookings/0190c1a0-0000-7000-8000-000000000000/history", 404, "not-found")]
    [InlineData("/availability", 400, "invalid-value")]
    [InlineData("/availability?from=2026-12-05T13:00:00%2B08:00", 400, "invalid-value")]
    [InlineData("/availability?from=2026-12-05T13:00:00%2B08:00&to=2026-12-05T12:00:00%2B08:00", 400, "invalid-window")]
    [InlineData("/availability?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z", 400, "invalid-window")]
    [InlineData("/availability?from=2026-12-05T13:00:00Z&to=2026-12-06T12:00:00Z&duration=2h", 400, "invalid-value")]
    [InlineData("/availability?from=2026-12-05T13:00:00Z&to=2026-12-06T12:00:00Z&people=0", 400, "invalid-value")]
    [InlineData("/facilities/nowhere/availability?from=2026-12-05T13:00:00Z&to=2026-12-06T12:00:00Z", 404, "not-found")]
    [InlineData("/facilities?people=many", 400, "invalid-value")]
    [InlineData("/facilities/nowhere", 404, "not-found")]
    public async Task a_wrong_question_is_refused(string path, int status, string code)
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        (await guests.Admin.GetAsync(path)).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("confirm", "{}", 404, "not-found")]
    [InlineData("cancel", "{\"reasonCode\": \"because\"}", 404, "not-found")]
    [InlineData("cancel", "{}", 400, "invalid-body")]
    [InlineData("reschedule", "{}", 400, "invalid-body")]
    [InlineData("check-in", "{\"now\": true}", 400, "unknown-member")]
    public async Task a_wrong_action_is_refused(string action, string body, int status, string code)
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var path = $"/bookings/0190c1a0-0000-7000-8000-000000000000/{action}";
        (await guests.Admin.SendAsync(HttpMethod.Post, path, body)).ShouldBeProblem(status, code);
    }
}
