using System;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Who may open the auditor's pages, and what they do not tell.</summary>
public sealed class AuditPagesAccessTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    [Fact]
    public async Task a_stranger_is_led_to_sign_in()
    {
        using var visitor = new AuditVisitor(centre);
        (await visitor.GetAsync("/audit")).Location.ShouldBe("/sign-in?to=%2Faudit");
        (await visitor.PostAsync("/audit/replays", [])).Location.ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("resident")]
    [InlineData("steward")]
    [InlineData("coordinator")]
    [InlineData("district")]
    [InlineData("device")]
    public async Task whoever_may_not_read_events_is_told_so_on_a_page(string role)
    {
        using var visitor = await AuditVisitor.AsAsync(centre, role);
        foreach (var path in new[] { "/audit", "/audit/find?q=1", "/audit/streams/centre/nanyang_xincun" })
        {
            var seen = await visitor.GetAsync(path);
            seen.Status.ShouldBe(403, path);
            seen.Text.ShouldContain("These pages are for auditors.");
        }

        (await visitor.PostAsync("/audit/replays", [])).Status.ShouldBe(403);
        (await visitor.GetAsync("/book")).Text.ShouldNotContain("href=\"/audit\"");
    }

    [Fact]
    public async Task a_manager_reads_events_and_starts_no_replays()
    {
        using var visitor = await AuditVisitor.AsAsync(centre, "manager");
        var seen = await visitor.GetAsync("/audit");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldNotContain("Start a replay");
        var refused = await visitor.PostAsync("/audit/replays", new() { ["view"] = "all" });
        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("These pages are for auditors.");
    }

    [Fact]
    public async Task a_form_without_the_token_of_this_session_starts_nothing()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var form = await visitor.FormAsync(("view", "bookings"), ("form-token", "x"));
        var refused = await visitor.PostAsync("/audit/replays", form);
        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("the page is too old");
        (await centre.Client.GetAsync("/audit/replays")).Raw.ShouldNotContain("\"view\":\"bookings\"");
    }

    [Fact]
    public async Task no_page_tells_a_name_or_a_telephone_number()
    {
        var booking = await centre.StoryAsync();
        await centre.PublishedAsync();
        var first = (await centre.EventsAsync(booking))[0];
        var person = first.GetProperty("onBehalfOf").GetString();
        using var visitor = await AuditVisitor.AsAsync(centre);
        string[] paths =
        [
            "/audit",
            $"/audit/streams/booking/{booking}?from=0&to=3",
            $"/audit/streams/person/{person}?from=0&to=1",
            $"/audit/events/{first.GetProperty("id").GetString()}/receipt",
        ];
        foreach (var path in paths)
        {
            var seen = await visitor.GetAsync(path);
            seen.Status.ShouldBe(200, path);
            seen.Text.ShouldNotContain(AuditCentre.Name, Case.Insensitive, path);
            seen.Text.ShouldNotContain(AuditCentre.Phone, Case.Sensitive, path);
        }
    }
}
