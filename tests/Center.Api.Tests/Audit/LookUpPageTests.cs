using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Who is this? on the auditor's pages.</summary>
public sealed class LookUpPageTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    private const string Path = "/audit/look-ups";

    [Fact]
    public async Task a_stream_offers_whom_its_events_name_and_the_answer_is_shown_once()
    {
        var booking = await centre.StoryAsync();
        var person = (await centre.EventsAsync(booking))[0].GetProperty("onBehalfOf").GetString()!;
        using var visitor = await AuditVisitor.AsAsync(centre);
        var page = $"/audit/streams/booking/{booking}";
        (await visitor.GetAsync(page)).Text.ShouldContain($"<option value=\"{person}\">");
        var form = await visitor.FormAsync(
            page,
            ("person", person),
            ("reason-code", "complaint"),
            ("case", "2026-117")
        );

        var shown = await visitor.PostAsync(Path, form);

        shown.Status.ShouldBe(200);
        shown.Text.ShouldContain(AuditCentre.Name);
        shown.Text.ShouldContain(AuditCentre.Phone);
        shown.Text.ShouldContain("It is in the log. Reason: Complaint.");
        shown.Text.ShouldContain("2026-117");
        var again = await visitor.PostAsync(Path, form);
        again.Status.ShouldBe(200);
        again.Text.ShouldNotContain(AuditCentre.Name);
        again.Text.ShouldContain("was shown already");
    }

    [Fact]
    public async Task a_receipt_offers_whom_its_event_names()
    {
        var booking = await centre.StoryAsync();
        await centre.PublishedAsync();
        var first = (await centre.EventsAsync(booking))[0];
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/events/{first.GetProperty("id").GetString()}/receipt");
        seen.Text.ShouldContain("Who is this?");
        seen.Text.ShouldContain($"<option value=\"{first.GetProperty("onBehalfOf").GetString()}\">");
    }

    [Fact]
    public async Task where_nobody_is_named_nobody_is_offered()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync("/audit/streams/centre/nanyang_xincun");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldNotContain("Who is this?");
    }

    [Theory]
    [InlineData("", "complaint", "", 400)]
    [InlineData("0190a5b2-7c00-7000-8000-00000000dead", "complaint", "", 404)]
    [InlineData("person", "", "", 400)]
    [InlineData("person", "complaint", "13812345678", 400)]
    public async Task a_wrong_form_is_told_on_a_page_and_shows_nobody(
        string whom,
        string reason,
        string number,
        int status
    )
    {
        var booking = await centre.StoryAsync();
        var person = (await centre.EventsAsync(booking))[0].GetProperty("onBehalfOf").GetString()!;
        using var visitor = await AuditVisitor.AsAsync(centre);
        var form = await visitor.FormAsync(
            $"/audit/streams/booking/{booking}",
            ("person", whom == "person" ? person : whom),
            ("reason-code", reason),
            ("case", number)
        );
        var refused = await visitor.PostAsync(Path, form);
        refused.Status.ShouldBe(status);
        refused.Text.ShouldNotContain(AuditCentre.Name);
        refused.Text.ShouldContain("Not possible");
    }

    [Fact]
    public async Task a_form_of_somebody_elses_shows_nobody()
    {
        var booking = await centre.StoryAsync();
        var person = (await centre.EventsAsync(booking))[0].GetProperty("onBehalfOf").GetString()!;
        using var visitor = await AuditVisitor.AsAsync(centre);
        var refused = await visitor.PostAsync(Path, new() { ["person"] = person, ["reason-code"] = "complaint" });
        refused.Status.ShouldBe(403);
        refused.Text.ShouldNotContain(AuditCentre.Name, Case.Insensitive);
    }
}
