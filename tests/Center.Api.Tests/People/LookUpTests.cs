using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>Auditors are shown who a person id is for a reason, which everybody concerned can read.</summary>
public sealed class LookUpTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    private const string Path = "/audit/look-ups";
    private const string Name = "诸葛小明";
    private const string Phone = "13698765432";

    [Fact]
    public async Task a_name_is_shown_for_a_reason_and_the_event_tells_who_asked_and_nothing_personal()
    {
        var person = await PersonAsync();
        var auditor = await AsAsync("auditor");
        (await auditor.GetAsync($"/people/{person}")).ShouldBe(200).Raw.ShouldNotContain(Name);

        var shown = (await auditor.PostAsync(Path, Ask(person, "complaint", "2026-117"))).ShouldBe(200);

        shown.Member("personal").GetProperty("name").GetString().ShouldBe(Name);
        shown.Member("personal").GetProperty("phone").GetString().ShouldBe(Phone);
        shown.Raw.ShouldNotContain("mergedInto");
        var subject = (await auditor.GetAsync("/me")).Text("subject");
        var e = (await EventsAsync(subject)).ShouldHaveSingleItem();
        e.GetProperty("stream").GetString()!.ShouldStartWith($"look-ups/{subject}/");
        e.GetProperty("role").GetString().ShouldBe("auditor");
        var data = e.GetProperty("data");
        data.GetProperty("person").GetString().ShouldBe(person);
        data.GetProperty("reasonCode").GetString().ShouldBe("complaint");
        data.GetProperty("case").GetString().ShouldBe("2026-117");
        data.GetProperty("lookUp").GetString().ShouldBe(shown.Text("id"));
        e.GetRawText().ShouldNotContain(Name);
        (await new StoredText(centre.Center.ConnectionString).FindAsync([Name, Phone])).ShouldBeEmpty();
    }

    [Fact]
    public async Task without_a_good_reason_nothing_is_shown_and_nothing_is_written()
    {
        var person = await PersonAsync();
        var auditor = await AsAsync("auditor");
        (await auditor.PostAsync(Path, new { person })).ShouldBeProblem(400, "invalid-body");
        (await auditor.PostAsync(Path, Ask(person, "curiosity"))).ShouldBeProblem(400, "invalid-value");
        (await auditor.PostAsync(Path, Ask(person, "sample", Phone))).ShouldBeProblem(400, "invalid-value");
        (await auditor.PostAsync(Path, Ask("nobody", "sample"))).ShouldBeProblem(400, "invalid-value");
        (await auditor.PostAsync(Path, Ask(Guid.NewGuid().ToString(), "sample"))).ShouldBeProblem(404, "not-found");
        (await EventsAsync((await auditor.GetAsync("/me")).Text("subject"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("resident", 403)]
    [InlineData("client", 403)]
    [InlineData("coordinator", 403)]
    [InlineData("district", 403)]
    [InlineData("device", 403)]
    [InlineData("steward", 200)]
    [InlineData("manager", 200)]
    public async Task only_those_who_are_trusted_with_names_may_ask(string role, int status) =>
        (await (await AsAsync(role)).PostAsync(Path, Ask(await PersonAsync(), "sample"))).Status.ShouldBe(status);

    [Fact]
    public async Task whoever_was_erased_stays_unknown()
    {
        var person = await PersonAsync();
        var key = (
            await centre.Client.PostAsync(
                "/keys",
                new
                {
                    name = "own",
                    role = "resident",
                    person,
                }
            )
        ).Text("key");
        var self = new CentreClient(centre.Center.Http, key);
        (await self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        (await (await AsAsync("auditor")).PostAsync(Path, Ask(person, "sample"))).ShouldBeProblem(409, "person-erased");
        var lines = (await (await AsAsync("auditor")).GetAsync("/audit/events?type=personal-data.disclosed")).Raw;
        lines.ShouldNotContain(person);
    }

    [Fact]
    public async Task of_a_merged_record_the_one_that_counts_is_shown_and_named()
    {
        var (old, middle, final) = (await PersonAsync("旧名"), await PersonAsync("中名"), await PersonAsync());
        (await centre.Client.PostAsync($"/people/{old}/merge", new { into = middle })).ShouldBe(200);
        (await centre.Client.PostAsync($"/people/{middle}/merge", new { into = final })).ShouldBe(200);

        var shown = (await (await AsAsync("auditor")).PostAsync(Path, Ask(old, "correction"))).ShouldBe(200);

        shown.Text("person").ShouldBe(old);
        shown.Text("mergedInto").ShouldBe(final);
        shown.Member("personal").GetProperty("name").GetString().ShouldBe(Name);
    }

    [Fact]
    public async Task the_person_sees_who_asked_and_why_whichever_record_was_asked_for()
    {
        var (old, person) = (await PersonAsync("旧名"), await PersonAsync());
        (await centre.Client.PostAsync($"/people/{old}/merge", new { into = person })).ShouldBe(200);
        var auditor = await AsAsync("auditor");
        (await auditor.PostAsync(Path, Ask(person, "suspicion", "A-1"))).ShouldBe(200);
        (await (await AsAsync("steward")).PostAsync(Path, Ask(old, "emergency"))).ShouldBe(200);
        var key = (
            await centre.Client.PostAsync(
                "/keys",
                new
                {
                    name = "own",
                    role = "resident",
                    person,
                }
            )
        ).Text("key");

        var data = (await new CentreClient(centre.Center.Http, key).GetAsync("/me/data")).ShouldBe(200);

        var seen = data.Items("lookUps");
        seen.Select(one => one.GetProperty("reasonCode").GetString()).ShouldBe(["suspicion", "emergency"]);
        seen.Select(one => one.GetProperty("role").GetString()).ShouldBe(["auditor", "steward"]);
        seen[0].GetProperty("case").GetString().ShouldBe("A-1");
        seen[1].TryGetProperty("case", out _).ShouldBeFalse();
        seen[0].GetProperty("by").GetString().ShouldBe((await auditor.GetAsync("/me")).Text("subject"));
        data.Items("kept").Select(one => one.GetProperty("kind").GetString()).ShouldContain("look-ups");
    }

    [Fact]
    public async Task the_same_request_again_is_one_look_up_and_is_not_shown_again()
    {
        var person = await PersonAsync();
        var auditor = await AsAsync("auditor");
        var once = ("Idempotency-Key", Guid.NewGuid().ToString());
        (await auditor.PostAsync(Path, Ask(person, "sample"), once)).ShouldBe(200).Raw.ShouldContain(Name);
        var again = (await auditor.PostAsync(Path, Ask(person, "sample"), once)).ShouldBe(200);
        again.Headers["Idempotent-Replayed"].ShouldBe("true");
        again.Raw.ShouldNotContain(Name);
        (await EventsAsync((await auditor.GetAsync("/me")).Text("subject"))).Length.ShouldBe(1);
    }

    [Fact]
    public async Task after_fifty_in_a_day_of_the_centre_nobody_else_is_shown_until_the_next()
    {
        var person = await PersonAsync();
        var auditor = await AsAsync("auditor");
        for (var i = 0; i < 50; i++)
        {
            (await auditor.PostAsync(Path, Ask(person, "sample"))).ShouldBe(200);
        }

        var refused = await auditor.PostAsync(Path, Ask(person, "sample"));
        refused.ShouldBeProblem(429, "look-ups-spent");
        refused.Raw.ShouldNotContain(Name);
        var wait = int.Parse(refused.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture);
        wait.ShouldBeInRange(1, 86_400);
        (await (await AsAsync("auditor")).PostAsync(Path, Ask(person, "sample"))).ShouldBe(200);
        centre.Clock.Advance(TimeSpan.FromSeconds(wait));
        (await auditor.PostAsync(Path, Ask(person, "sample"))).ShouldBe(200);
    }

    private async Task<string> PersonAsync(string name = Name) =>
        (await centre.Client.PostAsync("/people", new { ageBand = "adult", personal = new { name, phone = Phone } }))
            .ShouldBe(201)
            .Text("id");

    private async Task<CentreClient> AsAsync(string role) => new(centre.Center.Http, await centre.KeyAsync(role));

    private async Task<System.Text.Json.JsonElement[]> EventsAsync(string subject)
    {
        using var response = await centre.Center.CallAsync(
            HttpMethod.Get,
            $"/audit/events?type=personal-data.disclosed&actor={subject}"
        );
        return await response.LinesAsync();
    }

    private static object Ask(string person, string reasonCode, string? number = null) =>
        number is null
            ? new { person, reasonCode }
            : new
            {
                person,
                reasonCode,
                @case = number,
            };
}
