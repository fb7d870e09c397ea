using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

public sealed class ApiKeyTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_key_is_shown_once_and_only_its_hash_is_stored()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var repeat = ("Idempotency-Key", Guid.NewGuid().ToString());
        var issued = (await story.Admin.PostAsync("/keys", AccessStory.Wanted("resident"), repeat)).ShouldBe(201);
        var key = issued.Text("key");
        key.ShouldStartWith("ck_");
        var again = (await story.Admin.PostAsync("/keys", AccessStory.Wanted("resident"), repeat)).ShouldBe(201);
        again.Headers["Idempotent-Replayed"].ShouldBe("true");
        again.Text("id").ShouldBe(issued.Text("id"));
        again.Raw.ShouldNotContain("ck_");

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var stored = $"select from center.mt_events where stream_id = 'access/{issued.Text("id")}'";
        (await story.CountAsync($"{stored} and data ->> 'secretHash' = '{hash}'")).ShouldBe(1);
        (await story.CountAsync($"{stored} and data::text like '%{key[3..]}%'")).ShouldBe(0);
        var listed = await story.Admin.GetAsync("/keys?limit=200");
        listed.Raw.ShouldNotContain(key);
        listed.Raw.ShouldNotContain(hash);
    }

    [Fact]
    public async Task a_revoked_key_opens_nothing_at_once_on_every_node()
    {
        var nodes = new Dictionary<string, string?> { ["Center:SingleNode"] = "false" };
        await using var one = await CenterUnderTest.StartAsync(postgres, configuration: nodes);
        await using var two = await CenterUnderTest.StartAsync(postgres, null, one.ConnectionString, nodes);
        var story = new AccessStory(one);
        var (id, key) = await story.KeyAsync("steward");
        (await new CentreClient(one.Http, key).GetAsync("/me")).ShouldBe(200);
        (await new CentreClient(two.Http, key).GetAsync("/me")).ShouldBe(200);

        (await story.Admin.SendAsync(HttpMethod.Delete, $"/keys/{id}", null)).ShouldBe(204);
        (await new CentreClient(two.Http, key).GetAsync("/me")).ShouldBeProblem(401, "unauthenticated");
        (await new CentreClient(one.Http, key).GetAsync("/me")).ShouldBeProblem(401, "unauthenticated");
        (await story.Admin.SendAsync(HttpMethod.Delete, $"/keys/{id}", null)).ShouldBe(204);
        (await story.CountAsync($"select from center.mt_events where stream_id = 'access/{id}'")).ShouldBe(2);
    }

    [Fact]
    public async Task keys_and_grants_are_a_history_that_names_who_gave_them()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var person = await story.PersonAsync();
        var (id, _) = await story.KeyAsync("resident", person: person);
        var grant = new { role = "coordinator", person };
        (await story.Admin.PostAsync("/grants", grant)).ShouldBe(201);
        (await story.Admin.PostAsync("/grants", grant)).ShouldBe(201);
        var held = await story.Admin.GetAsync($"/grants?subject={person}");
        held.Member("items").GetArrayLength().ShouldBe(1);
        var taken = $"/grants?subject={person}&role=coordinator";
        (await story.Admin.SendAsync(HttpMethod.Delete, taken, null)).ShouldBe(204);
        (await story.Admin.SendAsync(HttpMethod.Delete, $"/keys/{id}", null)).ShouldBe(204);

        var admin = (await story.Admin.GetAsync("/me")).Text("subject");
        var lines = (await story.Admin.GetAsync($"/audit/events?stream=access/{person}")).Raw.Split('\n');
        var events = lines
            .Where(line => line.Length > 0)
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .ToList();
        events
            .Select(e => e.GetProperty("type").GetString())
            .ShouldBe(["key.issued", "role.granted", "role.revoked", "key.revoked"]);
        events.ShouldAllBe(e => e.GetProperty("actor").GetString() == admin);
        events[0].GetProperty("data").GetProperty("issuedBy").GetString().ShouldBe(admin);
        events[1].GetProperty("data").GetProperty("grantedBy").GetString().ShouldBe(admin);
    }

    [Fact]
    public async Task a_key_for_one_site_acts_at_that_site_alone()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var guests = new BookingGuests(center);
        var organiser = await guests.KeyAsync("organiser", scope: "organisation:committee-01");
        var booked = await organiser.PostAsync(
            "/bookings",
            BookingGuests.Wish("training-room", BookingGuests.OwnDay("training-room"), "17:00", "18:00")
        );
        booked.ShouldBe(201).Text("status").ShouldBe("requested");
        var sites = (await story.Admin.GetAsync("/sites")).Member("items").EnumerateArray();
        var codes = sites.Select(site => site.GetProperty("code").GetString()!).ToList();
        var place = await story.Admin.GetAsync("/facilities/training-room");
        var elsewhere = story.With(
            (await story.KeyAsync("steward", $"site:{codes.First(code => code != place.Text("site"))}")).Key
        );
        var path = $"/bookings/{booked.Text("id")}";
        (await elsewhere.GetAsync(path)).ShouldBeProblem(404, "not-found");
        (await elsewhere.PostAsync($"{path}/approve", new { })).Status.ShouldBeOneOf(403, 404);

        var here = story.With((await story.KeyAsync("steward", $"site:{place.Text("site")}")).Key);
        (await here.GetAsync(path)).ShouldBe(200);
        (await here.PostAsync($"{path}/approve", new { })).ShouldBe(200);
    }

    [Fact]
    public async Task an_organiser_acts_for_no_other_organisation()
    {
        var guests = new BookingGuests(await postgres.SharedCenterAsync());
        var organiser = await guests.KeyAsync("organiser", scope: "organisation:committee-02");
        var wish = new
        {
            facility = "training-room",
            start = BookingGuests.At(BookingGuests.OwnDay(), "18:00"),
            end = BookingGuests.At(BookingGuests.OwnDay(), "19:00"),
            people = 2,
            organisation = "committee-01",
        };
        (await organiser.PostAsync("/bookings", wish)).ShouldBeProblem(403, "forbidden");
        (await organiser.GetAsync("/me")).Text("organisation").ShouldBe("committee-02");
    }

    [Fact]
    public async Task a_foreign_or_unknown_centre_is_not_found()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var story = new AccessStory(center);
        var foreign = story.With(await story.OtherCentreAsync());
        (await AskAsync(story.Admin, CenterUnderTest.Centre)).ShouldBe(200).Text("centre").ShouldBe("nanyang_xincun");
        (await AskAsync(story.Admin, AccessStory.OtherCentre)).ShouldBeProblem(404, "not-found");
        (await AskAsync(story.Admin, "nowhere")).ShouldBeProblem(404, "not-found");
        (await AskAsync(foreign, CenterUnderTest.Centre)).ShouldBeProblem(404, "not-found");
        (await foreign.GetAsync("/me")).ShouldBe(200).Text("centre").ShouldBe(AccessStory.OtherCentre);

        var person = await story.PersonAsync();
        (await foreign.GetAsync($"/people/{person}")).ShouldBeProblem(404, "not-found");
        var (key, _) = await story.KeyAsync("resident");
        (await foreign.SendAsync(HttpMethod.Delete, $"/keys/{key}", null)).ShouldBeProblem(404, "not-found");
        (await foreign.GetAsync("/keys")).Raw.ShouldNotContain(key);
    }

    [Fact]
    public async Task each_answer_tells_how_much_is_left_and_too_much_is_told_to_wait()
    {
        var limits = new Dictionary<string, string?>
        {
            ["Center:RateLimit:Burst"] = "5",
            ["Center:RateLimit:PerSecond"] = "1",
            ["Center:RateLimit:SharedFactor"] = "1",
        };
        await using var center = await CenterUnderTest.StartAsync(postgres, configuration: limits);
        var story = new AccessStory(center);
        var first = (await story.Admin.GetAsync("/me")).ShouldBe(200);
        first.Headers["RateLimit-Limit"].ShouldBe("5");
        first.Headers["RateLimit-Remaining"].ShouldBe("4");
        int.Parse(first.Headers["RateLimit-Reset"], null).ShouldBeInRange(1, 5);

        var stranger = new CentreClient(center.Http, null);
        (await stranger.GetAsync("/me")).Headers["RateLimit-Limit"].ShouldBe("5");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => story.Admin.GetAsync("/me")));
        var refused = answers.Where(answer => answer.Status == 429).ToList();
        refused.ShouldNotBeEmpty();
        refused[0].ShouldBeProblem(429, "rate-limited");
        refused[0].Headers["Retry-After"].ShouldBe("1");
        refused[0].Headers["RateLimit-Remaining"].ShouldBe("0");
        var guesses = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => stranger.GetAsync("/me")));
        guesses.ShouldContain(answer => answer.Status == 429, "whoever guesses keys is slowed down as well");
    }

    private static Task<Answer> AskAsync(CentreClient client, string centre) =>
        client.SendAsync(HttpMethod.Get, "/me", null, ("Center-Id", centre));
}
