using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A stream as an auditor reads it.</summary>
public sealed partial class AuditStreamPageTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    [Fact]
    public async Task a_stream_is_told_from_its_first_event_with_who_and_how()
    {
        var booking = await centre.StoryAsync();
        var events = await centre.EventsAsync(booking);
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/streams/booking/{booking}");
        seen.Status.ShouldBe(200);
        Told()
            .Matches(seen.Text)
            .Select(match => match.Groups[1].Value)
            .ShouldBe(["Booking confirmed", "Booking moved", "Booking cancelled"]);
        seen.Text.ShouldContain("administrator · over the API");
        foreach (var e in events)
        {
            var local = e.GetProperty("at").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8));
            seen.Text.ShouldContain(local.ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture));
            seen.Text.ShouldContain(e.GetProperty("id").GetString()!);
            seen.Text.ShouldContain(e.GetProperty("correlation").GetString()!);
        }
    }

    [Fact]
    public async Task it_is_told_as_of_a_version_and_as_of_a_time_at_the_centre()
    {
        var booking = await centre.StoryAsync();
        var second = (await centre.EventsAsync(booking))[1].GetProperty("at").GetDateTimeOffset();
        var local = second
            .ToOffset(TimeSpan.FromHours(8))
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        using var visitor = await AuditVisitor.AsAsync(centre);
        (await CountAsync(visitor, booking, "?v=1")).ShouldBe(1);
        (await CountAsync(visitor, booking, "?v=0")).ShouldBe(0);
        (await CountAsync(visitor, booking, $"?at={local}")).ShouldBe(2);
        (await CountAsync(visitor, booking, $"?at={local}&v=1")).ShouldBe(1);
        (await CountAsync(visitor, booking, "?at=2001-01-01T00:00")).ShouldBe(0);
        (await CountAsync(visitor, booking, "?v=99999999999999999999")).ShouldBe(3, "no number, no bound");
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59")]
    [InlineData("%00")]
    public async Task a_time_that_cannot_be_read_leaves_nothing_out_and_is_told(string at)
    {
        var booking = await centre.StoryAsync();
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/streams/booking/{booking}?at={at}");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("The time cannot be read");
        Told().Count(seen.Text).ShouldBe(3);
    }

    [Fact]
    public async Task the_difference_of_two_moments_names_the_fields_and_both_values()
    {
        var booking = await centre.StoryAsync();
        using var visitor = await AuditVisitor.AsAsync(centre);
        var path = $"/audit/streams/booking/{booking}";
        var moved = await visitor.GetAsync($"{path}?from=1&to=2");
        moved.Text.ShouldContain("What changed between version 1 and 2");
        FieldsOf(moved.Text).ShouldContain("terms.window.start");
        FieldsOf(moved.Text).ShouldNotContain("status");
        moved.Text.ShouldContain("T02:00:00Z</pre>");
        moved.Text.ShouldContain("T06:00:00Z</pre>");
        var gone = await visitor.GetAsync($"{path}?from=3&to=2");
        gone.Text.ShouldContain("What changed between version 2 and 3");
        FieldsOf(gone.Text).ShouldContain("status");
        gone.Text.ShouldContain("cancelled</pre>");
        (await visitor.GetAsync($"{path}?from=3&to=9")).Text.ShouldContain("Nothing changed.");
        (await visitor.GetAsync($"{path}?from=0&to=3")).Text.ShouldContain("english-corner");
    }

    [Fact]
    public async Task a_stream_is_found_by_its_key_by_an_id_and_a_place_in_the_log_by_its_number()
    {
        var booking = await centre.StoryAsync();
        using var visitor = await AuditVisitor.AsAsync(centre);
        (await visitor.GetAsync($"/audit/find?q=booking/{booking}")).Location.ShouldBe(
            $"/audit/streams/booking/{booking}"
        );
        (await visitor.GetAsync($"/audit/find?q=+{booking.ToUpperInvariant()}")).Location.ShouldBe(
            $"/audit/streams/booking/{booking}"
        );
        (await visitor.GetAsync("/audit/find?q=12")).Location.ShouldBe("/audit?upto=12#events");
        (await visitor.GetAsync("/audit/find")).Location.ShouldBe("/audit");
        (await visitor.GetAsync($"/audit/find?q={Guid.NewGuid()}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/audit/find?q=%00")]
    [InlineData("/audit/find?q=//elsewhere.example")]
    [InlineData("/audit/streams/")]
    [InlineData("/audit/streams/booking/nobody")]
    [InlineData("/audit/streams/a%2Fb%3Fc")]
    public async Task what_is_no_stream_is_told_on_a_page(string path)
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync(path);
        seen.Status.ShouldBe(404);
        seen.Text.ShouldContain("There is no such stream");
    }

    [Theory]
    [InlineData("?upto=0")]
    [InlineData("?upto=-1")]
    [InlineData("?upto=9223372036854775807")]
    [InlineData("?upto=99999999999999999999&did=nothing")]
    [InlineData("?upto=1&upto=2")]
    public async Task the_log_is_shown_whatever_place_is_asked_for(string query)
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync("/audit" + query);
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("class=\"event\"");
    }

    private static async Task<int> CountAsync(AuditVisitor visitor, string booking, string query)
    {
        var seen = await visitor.GetAsync($"/audit/streams/booking/{booking}{query}");
        seen.Status.ShouldBe(200);
        return Told().Count(seen.Text);
    }

    private static string[] FieldsOf(string page) => [.. Field().Matches(page).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<p class=\"what\"><b>([^<]+)</b>")]
    private static partial Regex Told();

    [GeneratedRegex("<th scope=\"row\"><code>([^<]+)</code>")]
    private static partial Regex Field();
}
