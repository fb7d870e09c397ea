using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Volunteering;

public sealed class ServiceEntryTests(TestPostgres postgres)
{
    [Fact]
    public async Task overlapping_hours_recorded_by_one_and_credited_by_another_count_once()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var recorded = await story.One.PostAsync("/service-entries", story.Entry(9, 11));
        recorded.ShouldBe(201);
        recorded.Number("rawMinutes").ShouldBe(120);
        recorded.Text("evidenceClass").ShouldBe("C");
        recorded.Text("state").ShouldBe("recorded");
        recorded.Headers["Location"].ShouldEndWith(recorded.Text("id"));
        var other = await story.RecordAsync(10, 12);

        (await ServiceEntryStory.CreditAsync(story.Two, recorded.Text("id")))
            .ShouldBe(200)
            .Text("state")
            .ShouldBe("credited");
        (await ServiceEntryStory.CreditAsync(story.Two, other)).ShouldBe(200).Number("creditedMinutes").ShouldBe(60);

        var statement = (await story.StatementAsync()).ShouldBe(200);
        statement.Number("creditedMinutes").ShouldBe(180);
        statement.Member("byEvidence").GetProperty("C").GetInt32().ShouldBe(180);
        statement.Member("entries").GetArrayLength().ShouldBe(2);
        statement.Member("position").GetInt64().ShouldBePositive();
    }

    [Fact]
    public async Task nobody_approves_what_they_recorded_or_did_or_handed_out_the_key_for()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var own = await story.WithRoleAsync("coordinator", story.Volunteer);
        var entry = await story.RecordAsync(9, 11);

        (await ServiceEntryStory.CreditAsync(story.One, entry)).ShouldBeProblem(422, "self-approval");
        (await ServiceEntryStory.CreditAsync(own, entry)).ShouldBeProblem(422, "self-approval");
        (await ServiceEntryStory.CreditAsync(story.Admin, entry)).ShouldBeProblem(422, "self-approval");
        (await story.StatementAsync()).Number("creditedMinutes").ShouldBe(0);
    }

    [Fact]
    public async Task a_volunteer_reports_their_own_time_and_nobody_elses()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var own = await story.WithRoleAsync("volunteer", story.Volunteer);
        var stranger = await story.WithRoleAsync("volunteer", await story.RegisterAsync());

        var entry = (await own.PostAsync("/service-entries", story.Entry(9, 11, "self"))).ShouldBe(201).Text("id");
        (await own.PostAsync("/service-entries", story.Entry(9, 11))).ShouldBeProblem(403, "forbidden");
        (await stranger.PostAsync("/service-entries", story.Entry(9, 11, "self"))).ShouldBeProblem(403, "forbidden");
        (await ServiceEntryStory.CreditAsync(own, entry)).ShouldBeProblem(403, "forbidden");
        (await ServiceEntryStory.CreditAsync(story.Two, entry)).ShouldBe(200).Text("evidenceClass").ShouldBe("D");

        (await own.GetAsync($"/volunteers/{story.Volunteer}/statement")).Number("creditedMinutes").ShouldBe(120);
        (await own.GetAsync("/service-entries")).Member("items").GetArrayLength().ShouldBe(1);
        (await stranger.GetAsync($"/volunteers/{story.Volunteer}/statement")).ShouldBeProblem(403, "forbidden");
        (await stranger.GetAsync($"/service-entries/{entry}")).ShouldBeProblem(404, "not-found");
        (await stranger.GetAsync("/service-entries")).Member("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task what_was_filled_in_afterwards_needs_two_approvers()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var third = await story.WithRoleAsync("coordinator");
        var entry = await story.RecordAsync(9, 11, "backfill");

        (await ServiceEntryStory.CreditAsync(story.Two, entry)).ShouldBe(200).Text("state").ShouldBe("half-credited");
        (await ServiceEntryStory.CreditAsync(story.Two, entry)).ShouldBe(200).Text("state").ShouldBe("half-credited");
        (await story.StatementAsync()).Number("creditedMinutes").ShouldBe(0);
        (await ServiceEntryStory.CreditAsync(third, entry)).ShouldBe(200).Text("state").ShouldBe("credited");
        (await story.StatementAsync()).Number("creditedMinutes").ShouldBe(120);
    }

    [Fact]
    public async Task minutes_are_adjusted_by_a_third_and_the_statement_says_so()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var third = await story.WithRoleAsync("coordinator");
        var entry = await story.RecordAsync(9, 11);
        await ServiceEntryStory.CreditAsync(story.Two, entry);
        var before = (await story.StatementAsync()).Member("position").GetInt64();
        var change = new { Minutes = -30, ReasonCode = "wrong-time" };

        (await story.Two.PostAsync($"/service-entries/{entry}/adjust", change)).ShouldBeProblem(422, "self-approval");
        var adjusted = await third.PostAsync($"/service-entries/{entry}/adjust", change, ("Idempotency-Key", entry));
        adjusted.ShouldBe(200).Number("creditedMinutes").ShouldBe(90);
        await third.PostAsync($"/service-entries/{entry}/adjust", change, ("Idempotency-Key", entry));

        var statement = await story.StatementAsync();
        statement.Number("creditedMinutes").ShouldBe(90);
        statement.Member("corrections").GetProperty("net").GetInt32().ShouldBe(-30);
        var then = await story.StatementAsync($"?asOf={before}");
        then.Number("creditedMinutes").ShouldBe(120);
        then.Headers["Center-Position"].ShouldBe($"{before}");
    }

    [Fact]
    public async Task a_statement_is_told_as_of_an_instant_and_says_which_position_it_became()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var entry = await story.RecordAsync(9, 11);
        await ServiceEntryStory.CreditAsync(story.Two, entry);
        var credited = (await story.Admin.GetAsync("/audit/events?type=service.credited&limit=10000"))
            .ShouldBe(200)
            .Raw.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Single(e => e.GetProperty("data").GetProperty("entry").GetString() == entry);
        var at = credited.GetProperty("at").GetDateTimeOffset();
        var position = credited.GetProperty("position").GetInt64();

        var then = (await story.StatementAsync($"?asOf={Instants.Write(at)}")).ShouldBe(200);
        var before = (await story.StatementAsync($"?asOf={Instants.Write(at.AddTicks(-10))}")).ShouldBe(200);

        then.Number("creditedMinutes").ShouldBe(120);
        then.Member("position").GetInt64().ShouldBeGreaterThanOrEqualTo(position);
        before.Number("creditedMinutes").ShouldBe(0);
        before.Member("position").GetInt64().ShouldBeLessThan(position);
        before.Headers["Center-Position"].ShouldBe($"{before.Member("position").GetInt64()}");
    }

    [Fact]
    public async Task an_entry_over_midnight_belongs_to_both_days()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var entry = story.Entry(ServiceEntryStory.At(22), ServiceEntryStory.At(25));
        var recorded = (await story.One.PostAsync("/service-entries", entry)).ShouldBe(201);

        recorded.Number("rawMinutes").ShouldBe(120);
        var parts = recorded.Member("parts").EnumerateArray().ToList();
        parts.Select(part => part.GetProperty("rawMinutes").GetInt32()).ShouldBe([120, 60]);
        foreach (var part in parts)
        {
            (await ServiceEntryStory.CreditAsync(story.Two, part.GetProperty("id").GetString()!)).ShouldBe(200);
        }

        (await story.StatementAsync()).Number("creditedMinutes").ShouldBe(180);
        var firstDay = parts[0].GetProperty("day").GetString();
        (await story.StatementAsync($"?to={firstDay}")).Number("creditedMinutes").ShouldBe(120);
    }

    [Fact]
    public async Task what_waits_for_approval_is_listed_until_it_is_decided()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var wrong = await story.RecordAsync(9, 11);
        var right = await story.RecordAsync(14, 15);
        var waiting = $"/service-entries?state=recorded&person={story.Volunteer}&limit=1";

        var page = await story.Two.GetAsync(waiting);
        page.Member("items")[0].GetProperty("id").GetString().ShouldBe(wrong);
        var next = await story.Two.GetAsync($"{waiting}&cursor={page.Text("next")}");
        next.Member("items")[0].GetProperty("id").GetString().ShouldBe(right);

        var reason = new { ReasonCode = "not-held" };
        (await story.Two.PostAsync($"/service-entries/{wrong}/reject", reason)).ShouldBe(200);
        (await ServiceEntryStory.CreditAsync(story.Two, wrong)).ShouldBeProblem(409, "wrong-state");
        (await ServiceEntryStory.CreditAsync(story.Two, right)).ShouldBe(200);
        (await story.One.PostAsync($"/service-entries/{right}/revoke", reason)).ShouldBe(200);
        (await story.Two.GetAsync(waiting)).Member("items").GetArrayLength().ShouldBe(0);
        (await story.StatementAsync()).Number("creditedMinutes").ShouldBe(0);
    }

    [Fact]
    public async Task a_claim_is_noted_without_its_words()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var own = await story.WithRoleAsync("volunteer", story.Volunteer);
        var stranger = await story.WithRoleAsync("volunteer", await story.RegisterAsync());
        var entry = await story.RecordAsync(9, 11);
        var claim = new { Claim = "王大妈可以证明，我是十二点走的" };

        var asked = (await own.PostAsync($"/service-entries/{entry}/corrections", claim)).ShouldBe(200);
        asked.Number("correctionsRequested").ShouldBe(1);
        asked.Raw.ShouldNotContain("王大妈");
        (await stranger.PostAsync($"/service-entries/{entry}/corrections", claim)).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task twenty_at_once_on_one_day_all_land_once()
    {
        var story = await ServiceEntryStory.BeginAsync(postgres);
        var starts = Enumerable.Range(0, 20).Select(i => ServiceEntryStory.At(9, 5 * i));
        var answers = await Task.WhenAll(
            starts.Select(start => story.One.PostAsync("/service-entries", story.Entry(start, start.AddMinutes(60))))
        );
        answers.ShouldAllBe(answer => answer.Status == 201);
        var credited = await Task.WhenAll(
            answers.Select(answer => ServiceEntryStory.CreditAsync(story.Two, answer.Text("id")))
        );
        credited.ShouldAllBe(answer => answer.Status == 200);

        var statement = await story.StatementAsync();
        statement.Member("entries").GetArrayLength().ShouldBe(20);
        statement.Number("creditedMinutes").ShouldBe((5 * 19) + 60);
    }
}
