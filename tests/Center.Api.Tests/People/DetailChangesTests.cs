using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>Another card, number or address for somebody who is known.</summary>
public sealed class DetailChangesTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_replaced_card_finds_the_person_and_the_old_one_nobody()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var (old, next) = (Card(), Card());
        var person = await story.PersonAsync(
            new
            {
                card = old,
                name = "Gan Ning",
                phone = "13611110001",
            }
        );
        var steward = story.With((await story.KeyAsync("steward")).Key);
        var changed = await steward.PostAsync(
            $"/people/{person}/details",
            new { card = next, email = "gan@example.org" }
        );
        changed.ShouldBe(200).Headers["ETag"].ShouldBe("\"2\"");
        changed.Raw.ShouldNotContain(next);
        (await FoundAsync(story, "card", next)).ShouldBe([person]);
        (await FoundAsync(story, "card", old)).ShouldBeEmpty();
        var personal = (await steward.GetAsync($"/people/{person}")).Member("personal");
        personal.GetProperty("name").GetString().ShouldBe("Gan Ning", "what is left out stays");
        personal.GetProperty("email").GetString().ShouldBe("gan@example.org");

        var again = await steward.PostAsync($"/people/{person}/details", new { card = next });
        again.ShouldBe(200).Headers["ETag"].ShouldBe("\"2\"", "a repeated command writes nothing");
        (await steward.PostAsync($"/people/{person}/details", new { card = "" })).ShouldBe(200);
        (await FoundAsync(story, "card", next)).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_event_says_which_details_and_never_what_they_say()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var person = await story.PersonAsync(new { phone = "13611110002" });
        var (card, phone) = (Card(), "13611110003");
        (await story.Admin.PostAsync($"/people/{person}/details", new { phone, card })).ShouldBe(200);
        (await FoundAsync(story, "phone", phone)).ShouldBe([person]);
        (await FoundAsync(story, "phone", "13611110002")).ShouldBeEmpty();
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand(
            $"select string_agg(data::text || coalesce(headers::text, ''), ' ') from center.mt_events where stream_id = 'person/{person}'"
        );
        var stored = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        stored.ShouldContain("{\"members\": [\"card\", \"phone\"]}");
        stored.ShouldNotContain(card);
        stored.ShouldNotContain(phone);
    }

    [Fact]
    public async Task a_card_of_a_record_that_was_merged_away_is_replaced_too()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var (lost, next) = (Card(), Card());
        var twice = await story.PersonAsync(new { card = lost });
        var person = await story.PersonAsync();
        (await story.Admin.PostAsync($"/people/{twice}/merge", new { into = person })).ShouldBe(200);
        (await FoundAsync(story, "card", lost)).ShouldBe([person]);
        (await story.Admin.PostAsync($"/people/{person}/details", new { card = lost })).ShouldBe(200);
        (await story.Admin.PostAsync($"/people/{person}/details", new { card = next })).ShouldBe(200);
        (await FoundAsync(story, "card", lost)).ShouldBeEmpty();
        (await FoundAsync(story, "card", next)).ShouldBe([person]);
        (await story.Admin.PostAsync($"/people/{twice}/details", new { card = next })).ShouldBeProblem(
            409,
            "wrong-state"
        );
    }

    [Fact]
    public async Task of_two_people_who_are_given_one_card_at_once_one_gets_it()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var card = Card();
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => story.PersonAsync()));
        var answers = await Task.WhenAll(
            people.Select(person => story.Admin.PostAsync($"/people/{person}/details", new { card }))
        );
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status != 200))
        {
            refused.ShouldBeProblem(409, "card-taken");
        }

        (await FoundAsync(story, "card", card)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task what_cannot_be_kept_is_refused_and_writes_nothing()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var person = await story.PersonAsync(new { name = "Ling Tong" });
        var path = $"/people/{person}/details";
        var wrong = await story.Admin.PostAsync(path, new { email = "nowhere" });
        wrong.ShouldBeProblem(400, "invalid-value");
        wrong.Text("member").ShouldBe("email");
        (await story.Admin.PostAsync(path, new { language = "tlh" })).ShouldBeProblem(400, "invalid-value");
        (await story.Admin.PostAsync(path, new { name = new string('x', 501) })).ShouldBeProblem(400, "invalid-value");
        (await story.Admin.PostAsync(path, new { })).ShouldBeProblem(400, "invalid-body");
        (await story.Admin.PostAsync(path, new { diagnosis = "x" })).ShouldBeProblem(400, "unknown-member");
        (await story.Admin.PostAsync($"/people/{Guid.NewGuid()}/details", new { name = "x" })).ShouldBeProblem(
            404,
            "not-found"
        );
        foreach (var role in new[] { "client", "coordinator", "auditor", "volunteer", "device" })
        {
            var other = story.With((await story.KeyAsync(role)).Key);
            (await other.PostAsync(path, new { name = "x" })).ShouldBeProblem(403, "forbidden");
        }

        var self = story.With((await story.KeyAsync("resident", person: person)).Key);
        (await self.PostAsync(path, new { name = "x" })).ShouldBeProblem(403, "forbidden");
        (await story.Admin.GetAsync($"/people/{person}")).ShouldBe(200).Headers["ETag"].ShouldBe("\"1\"");
        (await self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        (await story.Admin.PostAsync(path, new { name = "x" })).ShouldBeProblem(409, "person-erased");
    }

    private static string Card() => $"C-{Guid.NewGuid():N}";

    private static async Task<string[]> FoundAsync(AccessStory story, string field, string text) =>
        [
            .. (await story.Admin.GetAsync($"/people?{field}={text}"))
                .ShouldBe(200)
                .Items()
                .Select(person => person.GetProperty("id").GetString()!),
        ];
}
