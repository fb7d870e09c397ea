using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Who could do a thing at a moment, and by which event.</summary>
public sealed class RightsTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    private const string Approvers = "/audit/rights?permission=approve-bookings";

    [Fact]
    public async Task a_role_counts_from_its_grant_to_its_revocation_and_again_from_the_next_grant()
    {
        var person = await PersonAsync();
        var none = await HeadAsync();
        await GrantAsync(person, "steward", "site:main");
        var granted = await HeadAsync();
        (await centre.Client.SendAsync(HttpMethod.Delete, GrantOf(person, "steward", "site:main"), null)).ShouldBe(204);
        var revoked = await HeadAsync();
        centre.Clock.Advance(TimeSpan.FromMinutes(5));
        await GrantAsync(person, "steward", "site:main");
        var again = await HeadAsync();

        (await OfAsync(person, none)).ShouldBeEmpty();
        var first = (await OfAsync(person, granted)).ShouldHaveSingleItem();
        first.GetProperty("role").GetString().ShouldBe("steward");
        first.GetProperty("scope").GetString().ShouldBe("site:main");
        first.GetProperty("eventPosition").GetInt64().ShouldBe(granted);
        first.TryGetProperty("key", out _).ShouldBeFalse();
        (await OfAsync(person, revoked)).ShouldBeEmpty();
        var second = (await OfAsync(person, again)).ShouldHaveSingleItem();
        second.GetProperty("eventPosition").GetInt64().ShouldBe(again);
        second
            .GetProperty("since")
            .GetDateTimeOffset()
            .ShouldBe(first.GetProperty("since").GetDateTimeOffset() + TimeSpan.FromMinutes(5));
        (await OfAsync(person, null)).Length.ShouldBe(1, "now");
    }

    [Fact]
    public async Task an_instant_means_what_was_recorded_by_then()
    {
        var person = await PersonAsync();
        centre.Clock.Advance(TimeSpan.FromMinutes(10));
        await GrantAsync(person, "manager", "centre");
        var at = (await OfAsync(person, null)).Single().GetProperty("since").GetDateTimeOffset();
        centre.Clock.Advance(TimeSpan.FromMinutes(10));
        (await centre.Client.SendAsync(HttpMethod.Delete, GrantOf(person, "manager", "centre"), null)).ShouldBe(204);

        (await AtAsync(person, at.AddMinutes(-1))).ShouldBe(0);
        (await AtAsync(person, at)).ShouldBe(1);
        (await AtAsync(person, at.AddMinutes(9))).ShouldBe(1);
        (await AtAsync(person, at.AddMinutes(10))).ShouldBe(0);
    }

    [Fact]
    public async Task a_key_counts_until_it_is_revoked_and_names_its_person()
    {
        var person = await PersonAsync();
        var wanted = new
        {
            name = "desk",
            role = "steward",
            person,
        };
        var key = (await centre.Client.PostAsync("/keys", wanted)).ShouldBe(201).Text("id");
        var issued = await HeadAsync();
        (await centre.Client.SendAsync(HttpMethod.Delete, $"/keys/{key}", null)).ShouldBe(204);

        var held = (await OfAsync(person, issued)).ShouldHaveSingleItem();
        held.GetProperty("key").GetString().ShouldBe(key);
        held.GetProperty("person").GetString().ShouldBe(person);
        (await OfAsync(person, null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_key_of_nobody_is_its_own_subject_and_no_person()
    {
        var key = (await centre.Client.PostAsync("/keys", new { name = "x", role = "steward" }))
            .ShouldBe(201)
            .Text("id");
        var held = (await OfAsync(key, null)).ShouldHaveSingleItem();
        held.GetProperty("key").GetString().ShouldBe(key);
        held.TryGetProperty("person", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task whoever_was_merged_is_named_by_the_record_that_counted_then()
    {
        var (old, person) = (await PersonAsync(), await PersonAsync());
        await GrantAsync(old, "steward", "centre");
        var before = await HeadAsync();
        (await centre.Client.PostAsync($"/people/{old}/merge", new { into = person })).ShouldBe(200);

        (await OfAsync(old, before)).Single().GetProperty("person").GetString().ShouldBe(old);
        (await OfAsync(old, null)).Single().GetProperty("person").GetString().ShouldBe(person);
    }

    [Fact]
    public async Task a_scope_asks_who_could_there()
    {
        var (here, there, everywhere) = (await PersonAsync(), await PersonAsync(), await PersonAsync());
        await GrantAsync(here, "steward", "site:main");
        await GrantAsync(there, "steward", "organisation:lvcheng-social-work-station");
        await GrantAsync(everywhere, "steward", "centre");
        string[] all = [here, there, everywhere];

        (await AmongAsync(all, "")).ShouldBe(all);
        (await AmongAsync(all, "&scope=site:main")).ShouldBe([here, everywhere]);
        (await AmongAsync(all, "&scope=centre")).ShouldBe([everywhere]);
        (await AmongAsync(all, "&scope=site:elsewhere")).ShouldBe([everywhere]);
    }

    [Fact]
    public async Task the_answer_says_its_position_its_roles_and_who_else_may()
    {
        var head = await HeadAsync();
        var answer = (await centre.Client.GetAsync($"{Approvers}&asOf={head}")).ShouldBe(200);
        answer.Member("position").GetInt64().ShouldBe(head);
        answer.Headers["Center-Position"].ShouldBe(head.ToString(CultureInfo.InvariantCulture));
        answer.Items("roles").Select(role => role.GetString()).ShouldBe(["steward", "manager", "admin"]);
        answer.Member("everybody").GetBoolean().ShouldBeFalse();
        var book = (await centre.Client.GetAsync("/audit/rights?permission=book")).ShouldBe(200);
        book.Member("everybody").GetBoolean().ShouldBeTrue();
        var first = (await centre.Client.GetAsync($"{Approvers}&asOf=1000000&limit=1"));
        first.ShouldBeProblem(400, "invalid-value");
        var page = (await centre.Client.GetAsync($"{Approvers}&limit=1")).ShouldBe(200);
        page.Items().Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("/audit/rights", "invalid-value")]
    [InlineData("/audit/rights?permission=approve", "invalid-value")]
    [InlineData("/audit/rights?permission=ApproveBookings", "invalid-value")]
    [InlineData("/audit/rights?permission=approve-bookings&scope=everywhere", "invalid-value")]
    [InlineData("/audit/rights?permission=approve-bookings&asOf=yesterday", "invalid-value")]
    [InlineData("/audit/rights?permission=approve-bookings&asOf=2001-01-01T00:00:00Z", "invalid-value")]
    [InlineData("/audit/rights?permission=approve-bookings&asOf=2199-01-01T00:00:00Z", "invalid-value")]
    [InlineData("/audit/rights?permission=approve-bookings&role=steward", "unknown-member")]
    public async Task a_wrong_question_is_told_so(string path, string code) =>
        (await centre.Client.GetAsync(path)).ShouldBeProblem(400, code);

    [Fact]
    public async Task only_those_who_read_events_may_ask()
    {
        var steward = new CentreClient(centre.Center.Http, await centre.KeyAsync("steward"));
        (await steward.GetAsync(Approvers)).ShouldBeProblem(403, "forbidden");
        var auditor = new CentreClient(centre.Center.Http, await centre.KeyAsync("auditor"));
        (await auditor.GetAsync(Approvers)).ShouldBe(200);
    }

    [Fact]
    public async Task the_page_tells_the_same_in_a_table()
    {
        var person = await PersonAsync();
        await GrantAsync(person, "steward", "site:main");
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync("/audit/rights?permission=approve-bookings&scope=site:main&at=");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain($"href=\"/audit/streams/access/{person}\"");
        seen.Text.ShouldContain($"<option value=\"{person}\">");
        seen.Text.ShouldContain("<td>steward</td>");
        var centreOnly = await visitor.GetAsync("/audit/rights?permission=approve-bookings&scope=centre");
        centreOnly.Text.ShouldNotContain(person);
        foreach (var at in (string[])["2001-01-01T00:00", "2199-01-01T00:00", "yesterday"])
        {
            var wrong = await visitor.GetAsync($"/audit/rights?permission=nothing&scope=nowhere&at={at}");
            wrong.Status.ShouldBe(200);
            wrong.Text.ShouldContain("Choose another one");
        }
    }

    private async Task<string> PersonAsync() =>
        (await centre.Client.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id");

    private async Task GrantAsync(string person, string role, string scope) =>
        (
            await centre.Client.PostAsync(
                "/grants",
                new
                {
                    role,
                    scope,
                    person,
                }
            )
        ).ShouldBe(201);

    private static string GrantOf(string person, string role, string scope) =>
        $"/grants?subject={person}&role={role}&scope={scope}";

    private async Task<long> HeadAsync() =>
        (await centre.Client.GetAsync(Approvers)).ShouldBe(200).Member("position").GetInt64();

    private async Task<JsonElement[]> OfAsync(string subject, long? position)
    {
        var asOf = position is { } known ? $"&asOf={known}" : "";
        var all = (await centre.Client.GetAsync($"{Approvers}&limit=200{asOf}")).ShouldBe(200).Items();
        return [.. all.Where(right => right.GetProperty("subject").GetString() == subject)];
    }

    private async Task<int> AtAsync(string subject, DateTimeOffset instant)
    {
        var asOf = Uri.EscapeDataString(instant.ToString("O", CultureInfo.InvariantCulture));
        var all = (await centre.Client.GetAsync($"{Approvers}&limit=200&asOf={asOf}")).ShouldBe(200).Items();
        return all.Count(right => right.GetProperty("subject").GetString() == subject);
    }

    private async Task<string[]> AmongAsync(string[] people, string scope) =>
        [
            .. (await centre.Client.GetAsync($"{Approvers}&limit=200{scope}"))
                .ShouldBe(200)
                .Items()
                .Select(right => right.GetProperty("subject").GetString()!)
                .Where(people.Contains),
        ];
}
