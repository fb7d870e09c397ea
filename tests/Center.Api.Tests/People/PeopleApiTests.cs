using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Infrastructure;
using Center.Projections.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

public sealed class PeopleApiTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("under-10")]
    [InlineData("under-14")]
    [InlineData("under-18")]
    [InlineData("adult")]
    [InlineData("senior")]
    public async Task a_person_is_an_age_band_and_a_community_and_the_vault_knows_the_name(string ageBand)
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var personal = new { name = "孙小满", phone = "13611112222" };
        var body = new
        {
            ageBand,
            community = "410105007001",
            personal,
        };
        var registered = (await story.Admin.PostAsync("/people", body)).ShouldBe(201);
        registered.Raw.ShouldNotContain("孙小满");
        registered.Headers["ETag"].ShouldBe("\"1\"");
        var path = $"/people/{registered.Text("id")}";
        registered.Headers["Location"].ShouldBe("/api/v1" + path);
        var seen = (await story.Admin.GetAsync(path)).ShouldBe(200);
        seen.Text("ageBand").ShouldBe(ageBand);
        seen.Text("community").ShouldBe("410105007001");
        seen.Member("personal").GetProperty("name").GetString().ShouldBe("孙小满");
    }

    [Fact]
    public async Task names_are_for_the_desk_and_for_oneself()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var person = await story.PersonAsync(new { name = "周一鸣" });
        var path = $"/people/{person}";
        foreach (var role in (string[])["steward", "coordinator", "manager"])
        {
            (await (await WithAsync(story, role)).GetAsync(path)).Raw.ShouldContain("周一鸣", Case.Sensitive, role);
        }

        foreach (var role in (string[])["client", "auditor"])
        {
            var answer = (await (await WithAsync(story, role)).GetAsync(path)).ShouldBe(200);
            answer.Raw.ShouldNotContain("周一鸣", Case.Sensitive, role);
            answer.Body.TryGetProperty("personal", out _).ShouldBeFalse(role);
        }

        foreach (var role in (string[])["resident", "volunteer", "organiser", "district", "device"])
        {
            (await (await WithAsync(story, role)).GetAsync(path)).ShouldBeProblem(403, "forbidden");
        }

        (await (await WithAsync(story, "resident", person)).GetAsync(path)).Raw.ShouldContain("周一鸣");
        var stranger = await WithAsync(story, "resident", await story.PersonAsync());
        (await stranger.GetAsync(path)).ShouldBeProblem(403, "forbidden");
        (await stranger.GetAsync($"/people/{Guid.NewGuid()}")).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task a_guardian_sees_the_child_and_the_child_not_the_guardian()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var parent = await story.PersonAsync(new { name = "吴芳" });
        var child = await ChildAsync(story, parent);
        var asParent = await WithAsync(story, "resident", parent);
        var seen = (await asParent.GetAsync($"/people/{child}")).ShouldBe(200);
        seen.Member("personal").GetProperty("name").GetString().ShouldBe("吴小芳");
        seen.Member("guardians")[0].GetString().ShouldBe(parent);
        (await (await WithAsync(story, "resident", child)).GetAsync($"/people/{parent}")).ShouldBeProblem(
            403,
            "forbidden"
        );

        var again = await story.PersonAsync(new { name = "吴芳" });
        (await story.Admin.PostAsync($"/people/{parent}/merge", new { into = again })).ShouldBe(200);
        (await asParent.GetAsync($"/people/{child}")).ShouldBe(200);
        (await (await WithAsync(story, "resident", again)).GetAsync($"/people/{child}")).ShouldBe(200);
    }

    [Fact]
    public async Task guardians_are_of_age_and_known_under_their_own_record()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var child = await story.PersonAsync(ageBand: "under-18");
        var (gone, kept) = (await story.PersonAsync(), await story.PersonAsync());
        (await story.Admin.PostAsync($"/people/{gone}/merge", new { into = kept })).ShouldBe(200);
        foreach (var guardian in (string[])[child, gone])
        {
            var body = new { ageBand = "under-10", guardians = new[] { guardian } };
            var refused = await story.Admin.PostAsync("/people", body);
            refused.ShouldBeProblem(400, "invalid-value");
            refused.Text("member").ShouldBe("guardians");
        }

        var minor = new { ageBand = "under-14", actsFor = new[] { kept } };
        (await story.Admin.PostAsync("/people", minor)).Text("member").ShouldBe("actsFor");
        var crowd = new { ageBand = "adult", actsFor = Enumerable.Repeat(kept, 201) };
        (await story.Admin.PostAsync("/people", crowd)).ShouldBeProblem(400, "invalid-value");
    }

    [Fact]
    public async Task a_person_is_found_by_the_whole_text_under_the_record_that_counts()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var first = await story.PersonAsync(new { name = "诸葛清", phone = "+86 139 8765 4321" });
        var second = await story.PersonAsync(new { name = "诸葛清", card = "X-77-Q" });
        (await FindAsync(story.Admin, "phone", "13987654321")).ShouldBe([first]);
        (await FindAsync(story.Admin, "name", "诸葛 清")).ShouldBe([first, second], ignoreOrder: true);
        (await FindAsync(story.Admin, "name", "诸葛")).ShouldBeEmpty();
        (await FindAsync(story.Admin, "phone", "1398765432")).ShouldBeEmpty();

        var page = await story.Admin.GetAsync($"/people?name={Uri.EscapeDataString("诸葛清")}&limit=1");
        var next = $"/people?name={Uri.EscapeDataString("诸葛清")}&limit=1&cursor={page.Text("next")}";
        var rest = await story.Admin.GetAsync(next);
        rest.Member("items").GetArrayLength().ShouldBe(1);
        rest.Body.TryGetProperty("next", out _).ShouldBeFalse();

        (await story.Admin.PostAsync($"/people/{second}/merge", new { into = first })).ShouldBe(200);
        (await FindAsync(story.Admin, "card", "x-77-q")).ShouldBe([first]);
        (await FindAsync(story.Admin, "name", "诸葛清")).ShouldBe([first]);
    }

    [Fact]
    public async Task credentials_of_merged_records_are_one_actor_and_gain_no_right()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var (old, kept) = (await story.PersonAsync(), await story.PersonAsync());
        (await story.Admin.PostAsync("/grants", new { role = "manager", person = kept })).ShouldBe(201);
        var client = await WithAsync(story, "resident", old);
        (await story.Admin.PostAsync($"/people/{old}/merge", new { into = kept })).ShouldBe(200);
        var me = await client.GetAsync("/me");
        me.Text("person").ShouldBe(kept);
        (await client.GetAsync("/keys")).ShouldBeProblem(403, "forbidden");
        (await story.Admin.PostAsync($"/people/{old}/sign-in-link", new { })).ShouldBeProblem(409, "wrong-state");
        (await story.Admin.PostAsync("/keys", AccessStory.Wanted("resident", person: old))).ShouldBeProblem(
            400,
            "invalid-value"
        );
        (await story.Admin.PostAsync($"/people/{kept}/merge", new { into = old })).ShouldBeProblem(409, "wrong-state");
    }

    [Fact]
    public async Task two_merges_that_cross_do_not_make_a_circle()
    {
        var story = new AccessStory(await postgres.SharedCenterAsync());
        var (one, two) = (await story.PersonAsync(), await story.PersonAsync());
        var answers = await Task.WhenAll(
            story.Admin.PostAsync($"/people/{one}/merge", new { into = two }),
            story.Admin.PostAsync($"/people/{two}/merge", new { into = one })
        );
        answers.Select(answer => answer.Status).ShouldBe([200, 409], ignoreOrder: true);
    }

    [Fact]
    public async Task destroying_a_key_takes_the_details_and_leaves_every_count()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var person = await story.PersonAsync(new { name = "郑和平", phone = "13511110000" });
        var events = $"select from center.mt_events where stream_id = 'person/{person}'";
        (await story.CountAsync(events)).ShouldBe(1);
        await using var connection = new NpgsqlConnection(center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var vault = new Vault(connection, CenterUnderTest.Centre, center.Services.GetRequiredService<VaultKey>());
        await vault.DestroyAsync(person, TestContext.Current.CancellationToken);

        var seen = (await story.Admin.GetAsync($"/people/{person}")).ShouldBe(200);
        seen.Member("personal").EnumerateObject().ShouldBeEmpty();
        (await FindAsync(story.Admin, "phone", "13511110000")).ShouldBeEmpty();
        (await story.CountAsync(events)).ShouldBe(1);
    }

    [Fact]
    public async Task altered_details_are_no_answer()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var story = new AccessStory(center);
        var person = await story.PersonAsync(new { name = "冯铁" });
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand(
            "update center.personal set sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)"
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var answer = await story.Admin.GetAsync($"/people/{person}");
        answer.ShouldBeProblem(500, "vault-unreadable");
        answer.Raw.ShouldNotContain("冯铁");
        var other = new CentreClient(center.Http, (await story.KeyAsync("auditor")).Key);
        (await other.GetAsync($"/people/{person}")).ShouldBe(200);
    }

    private static async Task<CentreClient> WithAsync(AccessStory story, string role, string? person = null) =>
        story.With((await story.KeyAsync(role, person: person)).Key);

    private static async Task<string> ChildAsync(AccessStory story, string parent)
    {
        var body = new Dictionary<string, object>
        {
            ["ageBand"] = "under-10",
            ["guardians"] = new[] { parent },
            ["personal"] = new { name = "吴小芳" },
        };
        return (await story.Admin.PostAsync("/people", body)).ShouldBe(201).Text("id");
    }

    private static async Task<List<string>> FindAsync(CentreClient client, string field, string text)
    {
        var found = await client.SendAsync(HttpMethod.Get, $"/people?{field}={Uri.EscapeDataString(text)}", null);
        return [.. found.ShouldBe(200).Member("items").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
    }
}
