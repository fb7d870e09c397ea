using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Attendance;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Volunteering;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

/// <summary>Figures as they stood at an earlier position or instant.</summary>
public sealed class PastFiguresTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    [Fact]
    public async Task the_figures_of_a_position_are_what_was_said_then()
    {
        var begun = await own.HeadAsync();
        var days = new List<DateOnly>();
        var said = new List<(long Position, string Query, string Items)>();
        await RememberAsync();
        days.Add(await own.BookHallAsync());
        await RememberAsync();
        await CountVisitorsAsync(12);
        var service = await ServiceEntryStory.BeginAsync(own.Center);
        var entry = await service.RecordAsync(9, 11);
        await RememberAsync();
        (await ServiceEntryStory.CreditAsync(service.Two, entry)).ShouldBe(200);
        days.Add(await own.BookHallAsync());
        await RememberAsync();
        await CancelAllAsync();
        await CountVisitorsAsync(3);
        await RememberAsync();

        foreach (var (position, query, items) in said)
        {
            var again = await AskAsync($"{query}&asOf={position}");
            again.Member("items").GetRawText().ShouldBe(items, $"{query} as of {position}");
            again.Member("position").GetInt64().ShouldBe(position);
            again.Headers["Center-Position"].ShouldBe($"{position}");
        }

        said.Select(one => one.Items)
            .Distinct()
            .Count()
            .ShouldBeGreaterThan(Questions().Count(), "nothing has changed");
        said.ShouldAllBe(one => one.Position >= begun);

        async Task RememberAsync()
        {
            foreach (var query in Questions())
            {
                var answer = await AskAsync(query, await own.HeadAsync());
                said.Add((answer.Member("position").GetInt64(), query, answer.Member("items").GetRawText()));
            }
        }
    }

    [Fact]
    public async Task an_instant_becomes_the_position_of_the_last_event_before_it()
    {
        var day = await own.BookHallAsync();
        var query = $"measure=bookings&from={Text(day)}&to={Text(day.AddDays(1))}";
        var head = await own.HeadAsync();
        var stood = await AskAsync($"{query}&asOf={head}");
        var at = stood.Text("asOf");
        await own.BookHallAsync();

        var again = await AskAsync($"{query}&asOf={Uri.EscapeDataString(at)}");

        again.Member("position").GetInt64().ShouldBe(head);
        again.Text("asOf").ShouldBe(at);
        again.Member("items").GetRawText().ShouldBe(stood.Member("items").GetRawText());
        (await AskAsync(query, await own.HeadAsync())).Body.TryGetProperty("asOf", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task csv_is_given_as_of_a_position_too()
    {
        var before = await own.HeadAsync();
        var day = await own.BookHallAsync();
        var path = $"/figures.csv?measure=bookings&from={Text(day)}&to={Text(day.AddDays(1))}";

        var then = (await own.Client.GetAsync($"{path}&asOf={before}")).ShouldBe(200);
        var now = (await own.Client.GetAsync($"{path}&asOf={await own.HeadAsync()}")).ShouldBe(200);

        then.Raw.Split("\r\n")[1].ShouldContain(",0,");
        now.Raw.Split("\r\n")[1].ShouldContain(",1,");
    }

    [Fact]
    public async Task before_the_first_event_there_is_nothing()
    {
        var answer = await AskAsync("measure=bookings&asOf=0");

        answer.Member("position").GetInt64().ShouldBe(0);
        answer.Items().ShouldHaveSingleItem().GetProperty("value").GetInt64().ShouldBe(0);
        (await AskAsync("measure=utilisation&by=facility&asOf=0")).Items().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("v3")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999999")]
    [InlineData("900000000000")]
    [InlineData("2026-11-24")]
    [InlineData("2026-11-24T09:00:00")]
    [InlineData("1999-01-01T00:00:00Z")]
    [InlineData("9998-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00%2B08:00")]
    public async Task a_wrong_moment_is_answered_with_400(string asOf)
    {
        foreach (var path in new[] { "/figures?measure=bookings&", "/audit/views/figures?", "/sites/main/now?" })
        {
            var refused = await own.Client.GetAsync($"{path}asOf={asOf}");
            refused.ShouldBeProblem(400, "invalid-value");
            refused.Text("member").ShouldBe("asOf");
        }
    }

    private static IEnumerable<string> Questions()
    {
        var today = AttendanceStory.Today();
        var range = $"from={Text(today.AddDays(-5))}&to={Text(today.AddDays(40))}";
        yield return $"measure=bookings&by=facility&{range}";
        yield return $"measure=bookings-cancelled&grain=day&{range}";
        yield return $"measure=utilisation&by=kind&{range}";
        yield return $"measure=visits&by=site&{range}";
        yield return $"measure=service-minutes&by=organisation&grain=week&{range}";
        yield return $"measure=volunteers-active&by=party&{range}";
    }

    private async Task CountVisitorsAsync(int count)
    {
        var visit = new
        {
            Site = "main",
            Date = Text(AttendanceStory.Today()),
            Count = count,
            Method = "manual",
        };
        (await own.Client.PostAsync("/visits", visit)).ShouldBe(200);
    }

    private async Task CancelAllAsync()
    {
        var head = (await own.HeadAsync()).ToString(CultureInfo.InvariantCulture);
        var list = await own.Client.SendAsync(
            HttpMethod.Get,
            "/bookings?facility=multi-function-hall&status=confirmed",
            null,
            ("Center-Min-Position", head)
        );
        foreach (var booking in list.ShouldBe(200).Items())
        {
            var path = $"/bookings/{booking.GetProperty("id").GetString()}/cancel";
            (await own.Client.PostAsync(path, new { reasonCode = "weather" })).ShouldBe(200);
        }
    }

    private async Task<Answer> AskAsync(string query, long? least = null)
    {
        var head = (least ?? 0).ToString(CultureInfo.InvariantCulture);
        var answer = await own.Client.SendAsync(
            HttpMethod.Get,
            $"/figures?{query}",
            null,
            ("Center-Min-Position", head)
        );
        return answer.ShouldBe(200);
    }

    private static string Text(DateOnly date) => AttendanceStory.Text(date);
}
