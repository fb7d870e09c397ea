using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

/// <summary>How the service does, as Prometheus reads it.</summary>
public sealed class MetricsTests(TestPostgres postgres)
{
    [Fact]
    public async Task what_is_measured_is_told_in_the_text_that_prometheus_reads()
    {
        var center = await postgres.SharedCenterAsync();
        var guests = new BookingGuests(center);
        var (_, resident) = await guests.ResidentAsync();
        var day = BookingGuests.OwnDay("music-room");
        (await resident.PostAsync("/bookings", BookingGuests.Wish("music-room", day))).ShouldBe(201);
        var (_, second) = await guests.ResidentAsync();
        (await second.PostAsync("/bookings", BookingGuests.Wish("music-room", day))).ShouldBeProblem(409, "slot-taken");

        var (status, media, text) = await ScrapeAsync(center, center.AdminKey);

        status.ShouldBe(200, text);
        media.ShouldStartWith("text/plain");
        foreach (var name in Documented)
        {
            text.ShouldContain($"\n{name}", customMessage: name);
        }

        ValueOf(text, "center_admission_decisions", "outcome=\"accepted\"").ShouldBeGreaterThanOrEqualTo(1);
        ValueOf(text, "center_admission_decisions", "code=\"slot-taken\"").ShouldBeGreaterThanOrEqualTo(1);
        ValueOf(text, "center_admission_batch_count", "nanyang_xincun").ShouldBeGreaterThanOrEqualTo(2);
        ValueOf(text, "center_database_up", string.Empty).ShouldBe(1);
        ValueOf(text, "center_log_committed", "nanyang_xincun").ShouldBeGreaterThan(5);
        text.ShouldNotContain("music-room");
    }

    [Fact]
    public async Task a_service_that_ends_beside_this_one_takes_no_number_with_it()
    {
        var center = await postgres.SharedCenterAsync();
        await using (var other = await CenterUnderTest.StartAsync(postgres))
        {
            (await ScrapeAsync(other, other.AdminKey)).Status.ShouldBe(200);
        }

        (
            await center.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken)
        ).EnsureSuccessStatusCode();
        var (_, _, first) = await ScrapeAsync(center, center.AdminKey);
        // An answer is kept for a moment, and what ended is told once more.
        await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);
        var (_, _, text) = await ScrapeAsync(center, center.AdminKey);

        first.ShouldContain("\nhttp_server_request_duration_seconds");
        text.ShouldContain("\nhttp_server_request_duration_seconds");
    }

    [Fact]
    public async Task only_those_who_run_the_service_read_it()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);

        (await ScrapeAsync(center, null)).Status.ShouldBe(401);
        foreach (var role in new[] { "resident", "steward", "coordinator", "auditor", "device" })
        {
            (await ScrapeAsync(center, (await story.KeyAsync(role)).Key)).Status.ShouldBe(403, role);
        }

        (await ScrapeAsync(center, (await story.KeyAsync("manager")).Key)).Status.ShouldBe(200);
    }

    [Fact]
    public void the_guide_says_what_each_of_them_means()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "running.md"));

        Documented.Where(name => !guide.Contains($"`{name}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string[] Documented =>
        [
            "http_server_request_duration_seconds",
            "http_server_active_requests",
            "center_log_committed",
            "center_log_sealed",
            "center_log_published",
            "center_log_unsealed",
            "center_log_unsigned",
            "center_log_waiting_milliseconds",
            "center_log_signing_milliseconds",
            "center_view_behind",
            "center_view_waiting_milliseconds",
            "center_admission_queue",
            "center_admission_batch",
            "center_admission_turn_seconds",
            "center_admission_decisions",
            "center_database_up",
            "dotnet_process_memory_working_set",
            "dotnet_process_cpu_time_seconds",
            "db_client",
        ];

    private static async Task<(int Status, string Media, string Text)> ScrapeAsync(CenterUnderTest center, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await center.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString() ?? string.Empty,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

    // A number is told once for each set of labels; the greatest is the one that did something.
    private static double ValueOf(string text, string name, string label) =>
        text.Split('\n')
            .Where(line =>
                line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)
            )
            .Select(line => double.Parse(LastWords(line)[0], CultureInfo.InvariantCulture))
            .Max();

    // Value, then perhaps a time stamp.
    private static List<string> LastWords(string line) => [.. line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')];
}
