using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class FiguresTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    [Fact]
    public async Task a_booking_is_found_in_every_cut()
    {
        var day = await own.BookHallAsync();
        var range = $"from={day:yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}";
        foreach (var by in new[] { "total", "site", "facility", "kind", "service-line", "organisation", "party" })
        {
            var answer = await FiguresAsync($"measure=bookings&by={by}&{range}");
            Sum(answer).ShouldBe(1, by);
            answer.GetProperty("unit").GetString().ShouldBe("bookings");
            answer.GetProperty("position").GetInt64().ShouldBeGreaterThan(0);
        }

        var facilities = await FiguresAsync($"measure=booked-minutes&by=facility&{range}");
        ValueOf(facilities, "facility", "multi-function-hall").ShouldBe(120);
        foreach (var (level, key) in new[] { ("street", "410105007"), ("district", "410105") })
        {
            var answer = await FiguresAsync($"measure=bookings&by=community&level={level}&{range}");
            ValueOf(answer, "community", key).ShouldBe(1);
            answer.GetProperty("items").GetArrayLength().ShouldBe(1);
        }
    }

    [Fact]
    public async Task utilisation_is_held_time_in_thousandths_of_open_time()
    {
        var day = await own.BookHallAsync();
        var answer = await FiguresAsync(
            $"measure=utilisation&by=facility&from={day:yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}"
        );
        var hall = ItemOf(answer, "facility", "multi-function-hall");
        var (held, open) = (hall.GetProperty("numerator").GetInt64(), hall.GetProperty("denominator").GetInt64());
        (held, open > held).ShouldBe((240, true));
        hall.GetProperty("value").GetInt64().ShouldBe(held * 1000 / open);
    }

    [Fact]
    public async Task what_is_not_recorded_is_missing_and_not_nought()
    {
        var answer = await FiguresAsync("measure=sessions-held");
        var item = answer.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        item.TryGetProperty("value", out _).ShouldBeFalse();
        item.GetProperty("missingReason").GetString().ShouldBe("not-recorded-yet");

        var visits = await FiguresAsync("measure=visits&by=site&from=2019-01-01&to=2019-02-01");
        visits
            .GetProperty("items")
            .EnumerateArray()
            .ShouldAllBe(site => site.GetProperty("missingReason").GetString() == "nothing-recorded");
    }

    [Fact]
    public async Task weeks_begin_on_monday_and_are_cut_off_by_the_question()
    {
        var answer = await FiguresAsync("measure=bookings&grain=week&from=2025-12-30&to=2026-01-07");
        answer
            .GetProperty("items")
            .EnumerateArray()
            .Select(item => $"{item.GetProperty("period")} {item.GetProperty("from")} {item.GetProperty("to")}")
            .ShouldBe(["2026-W01 2025-12-30 2026-01-05", "2026-W02 2026-01-05 2026-01-07"]);
    }

    [Theory]
    [InlineData("measure=beauty", "unknown-measure")]
    [InlineData("", "invalid-value")]
    [InlineData("measure=bookings&by=colour", "invalid-value")]
    [InlineData("measure=bookings&level=street", "invalid-value")]
    [InlineData("measure=refusals&asOf=7", "invalid-value")]
    [InlineData("measure=utilisation&by=party", "invalid-value")]
    [InlineData("measure=bookings&from=2026-02-01&to=2026-01-01", "invalid-window")]
    [InlineData("measure=bookings&by=facility&grain=day&from=2020-01-01&to=2026-01-01", "invalid-value")]
    [InlineData("measure=bookings&colour=red", "unknown-member")]
    [InlineData("measure=bookings&grain=hour", "invalid-value")]
    [InlineData("measure=bookings&by=rule,facility", "invalid-value")]
    [InlineData("measure=refusals&by=facility,rule", "invalid-value")]
    [InlineData("measure=refusals&grain=hour&from=2020-01-01&to=2026-01-01", "invalid-value")]
    public async Task a_wrong_question_is_answered_with_400(string query, string code)
    {
        (await own.Client.GetAsync($"/figures?{query}")).ShouldBeProblem(400, code);
    }

    [Fact]
    public async Task refused_attempts_are_counted_by_rule_and_facility_on_the_day_wished_for()
    {
        var tomorrow = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime).AddDays(1);
        var day = $"from={tomorrow:yyyy-MM-dd}&to={tomorrow.AddDays(1):yyyy-MM-dd}";
        var (people, length) = (999, 2);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await own.Client.PostAsync("/bookings", Wish(tomorrow, people, length))).Status.ShouldBe(422);
            (people, length) = (2, 20);
        }

        (await own.Client.PostAsync("/bookings/check", Wish(tomorrow, 999, 2))).ShouldBe(200);
        (await own.Client.PostAsync("/bookings", new { facility = "gym" })).Status.ShouldBe(400);
        var byRule = await FiguresAsync($"measure=refusals&by=rule&{day}");
        ValueOf(byRule, "rule", "policy-over-capacity").ShouldBe(1);
        ValueOf(byRule, "rule", "policy-too-long").ShouldBe(2);
        Sum(byRule).ShouldBe(3);
        Sum(await FiguresAsync($"measure=refusals&{day}")).ShouldBe(3);
        var byFacility = await FiguresAsync($"measure=refusals&by=facility&{day}");
        ValueOf(byFacility, "facility", "gym").ShouldBe(3);
        Sum(byFacility).ShouldBe(3);
        Sum(await FiguresAsync($"measure=refusals&by=service-line&{day}")).ShouldBe(3);

        // By the local hour wished for, and by rule and facility together.
        var byHour = await FiguresAsync($"measure=refusals&grain=hour&{day}");
        byHour.GetProperty("items").GetArrayLength().ShouldBe(24);
        byHour
            .GetProperty("items")
            .EnumerateArray()
            .Where(item => item.GetProperty("value").GetInt64() > 0)
            .Select(item => $"{item.GetProperty("period")} {item.GetProperty("from")} {item.GetProperty("value")}")
            .ShouldBe([$"{tomorrow:yyyy-MM-dd}T15 {tomorrow:yyyy-MM-dd} 3"]);
        var byBoth = await FiguresAsync($"measure=refusals&by=rule,facility&grain=hour&{day}");
        byBoth.GetProperty("by").GetString().ShouldBe("rule,facility");
        byBoth
            .GetProperty("items")
            .EnumerateArray()
            .Where(item => item.GetProperty("value").GetInt64() > 0)
            .Select(item => $"{item.GetProperty("rule")} {item.GetProperty("facility")} {item.GetProperty("value")}")
            .ShouldBe(["policy-over-capacity gym 1", "policy-too-long gym 2"]);
        var csv = await own.Client.GetAsync($"/figures.csv?measure=refusals&by=rule,facility&{day}");
        csv.ShouldBe(200).Raw.ShouldContain("refusals,refusals,\"rule,facility\",\"policy-too-long,gym\",");
    }

    [Fact]
    public async Task bookings_against_a_rule_are_counted()
    {
        var dayAfter = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime).AddDays(2);
        var day = $"from={dayAfter:yyyy-MM-dd}&to={dayAfter.AddDays(1):yyyy-MM-dd}";
        var before = Sum(await FiguresAsync($"measure=bookings-overridden&by=facility&{day}"));
        (await own.Client.PostAsync("/bookings", Wish(dayAfter, 999, 1))).ShouldBeProblem(422, "policy-over-capacity");
        var booked = await own.Client.PostAsync("/bookings", Wish(dayAfter, 999, 1, "other", units: 2));
        booked.ShouldBe(201).Member("override").GetProperty("rules")[0].GetString().ShouldBe("policy-over-capacity");
        (await own.Client.PostAsync($"/bookings/{booked.Text("id")}/approve", new { })).ShouldBe(200);
        var after = await FiguresAsync($"measure=bookings-overridden&by=facility&{day}");
        ValueOf(after, "facility", "gym").ShouldBe(1);
        Sum(after).ShouldBe(before + 1);
    }

    [Fact]
    public async Task figures_come_as_csv_too()
    {
        var lines = (await own.Client.GetAsync("/figures.csv?measure=bookings&by=service-line"))
            .ShouldBe(200)
            .Raw.Split("\r\n");
        lines[0].ShouldStartWith("measure,unit,by,key,period,from,to,value");
        lines[1].ShouldStartWith("bookings,bookings,service-line,party-building,,");
    }

    private static object Wish(DateOnly day, int people, int hours, string? reason = null, int? units = null)
    {
        var start = new DateTimeOffset(day.ToDateTime(new TimeOnly(15, 0)), TimeSpan.FromHours(8));
        return new
        {
            facility = "gym",
            start,
            end = start.AddHours(hours),
            people,
            units,
            organisation = "street-office",
            @override = reason is null ? null : new { reasonCode = reason },
        };
    }

    private async Task<JsonElement> FiguresAsync(string query)
    {
        var head = (await own.HeadAsync()).ToString(CultureInfo.InvariantCulture);
        var answer = await own.Client.SendAsync(
            HttpMethod.Get,
            $"/figures?{query}",
            null,
            ("Center-Min-Position", head)
        );
        answer.ShouldBe(200).Headers.ShouldContainKey("Center-Position");
        return answer.Body;
    }

    private static long Sum(JsonElement answer) =>
        answer.GetProperty("items").EnumerateArray().Sum(item => item.GetProperty("value").GetInt64());

    private static JsonElement ItemOf(JsonElement answer, string member, string key) =>
        answer.GetProperty("items").EnumerateArray().Single(item => item.GetProperty(member).GetString() == key);

    private static long ValueOf(JsonElement answer, string member, string key) =>
        ItemOf(answer, member, key).GetProperty("value").GetInt64();
}
