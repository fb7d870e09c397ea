using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>A node remembers the callers of bookings; what changes about them elsewhere counts with their next request.</summary>
public sealed class RevokedWhileKnownTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_key_revoked_on_another_node_books_nothing_more()
    {
        var nodes = new Dictionary<string, string?> { ["Center:SingleNode"] = "false" };
        await using var first = await CenterUnderTest.StartAsync(postgres, configuration: nodes);
        await using var second = await CenterUnderTest.StartAsync(
            postgres,
            connectionString: first.ConnectionString,
            configuration: nodes
        );
        var (id, key) = await IssueAsync(first, "client");
        var person = await RegisterAsync(first);
        var (here, elsewhere) = (new CentreClient(first.Http, key), new CentreClient(second.Http, second.AdminKey));
        (await AskAsync(here, person)).Status.ShouldNotBe(401);
        (await AskAsync(here, person)).Status.ShouldNotBe(401);

        (await elsewhere.SendAsync(HttpMethod.Delete, $"/keys/{id}", null)).ShouldBe(204);

        (await AskAsync(here, person)).ShouldBeProblem(401, "unauthenticated");
        (await AskAsync(here, person)).ShouldBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task a_person_merged_meanwhile_books_as_the_record_that_counts()
    {
        var center = await postgres.SharedCenterAsync();
        var admin = new CentreClient(center.Http, center.AdminKey);
        var (gone, kept) = (await RegisterAsync(center), await RegisterAsync(center));
        var (_, key) = await IssueAsync(center, "resident", gone);
        var resident = new CentreClient(center.Http, key);
        (await resident.PostAsync("/bookings", Wish(null, 3))).ShouldBe(201).Text("person").ShouldBe($"{gone}");

        (await admin.PostAsync($"/people/{gone}/merge", new { into = kept })).ShouldBe(200);

        (await resident.PostAsync("/bookings", Wish(null, 4))).ShouldBe(201).Text("person").ShouldBe($"{kept}");
    }

    private static Task<Answer> AskAsync(CentreClient client, Guid person) =>
        client.PostAsync("/bookings", Wish(person, 5));

    private static object Wish(Guid? person, int days)
    {
        var day = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).Date.AddDays(days);
        var start = new DateTimeOffset(day, TimeSpan.FromHours(8)).AddHours(15);
        return new
        {
            facility = "reading-room",
            start,
            end = start.AddMinutes(30),
            people = 1,
            onBehalfOf = person,
        };
    }

    private static async Task<(Guid Id, string Key)> IssueAsync(
        CenterUnderTest center,
        string role,
        Guid? person = null
    )
    {
        var admin = new CentreClient(center.Http, center.AdminKey);
        var issued = await admin.PostAsync(
            "/keys",
            new
            {
                name = "known",
                role,
                person,
            }
        );
        return (Guid.Parse(issued.ShouldBe(201).Text("id")), issued.Text("key"));
    }

    private static async Task<Guid> RegisterAsync(CenterUnderTest center)
    {
        var admin = new CentreClient(center.Http, center.AdminKey);
        return Guid.Parse((await admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id"));
    }
}
