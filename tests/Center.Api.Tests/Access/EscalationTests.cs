using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Nobody hands out, takes back or gets by a detour what is above their own rank or outside their own scope.</summary>
/// <param name="own">A centre whose events nobody else writes.</param>
public sealed class EscalationTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    private const string Site = "site:main";

    private AccessStory Story => new(own.Center);

    [Theory]
    [InlineData("admin", null, "admin", null, 201)]
    [InlineData("admin", null, "manager", null, 201)]
    [InlineData("manager", null, "admin", null, 403)]
    [InlineData("manager", null, "manager", null, 201)]
    [InlineData("manager", null, "steward", Site, 201)]
    [InlineData("manager", Site, "steward", Site, 201)]
    [InlineData("manager", Site, "manager", Site, 201)]
    [InlineData("manager", Site, "steward", null, 403)]
    [InlineData("manager", Site, "resident", null, 403)]
    [InlineData("manager", Site, "organiser", "organisation:committee-01", 403)]
    [InlineData("manager", Site, "admin", Site, 403)]
    [InlineData("admin", Site, "admin", null, 403)]
    [InlineData("steward", null, "resident", null, 403)]
    [InlineData("coordinator", null, "volunteer", null, 403)]
    [InlineData("client", null, "resident", null, 403)]
    [InlineData("auditor", null, "auditor", null, 403)]
    [InlineData("district", null, "district", null, 403)]
    [InlineData("device", null, "device", null, 403)]
    [InlineData("organiser", "organisation:committee-01", "organiser", "organisation:committee-01", 403)]
    [InlineData("resident", null, "resident", null, 403)]
    public async Task keys_and_roles_end_at_ones_own(
        string issuer,
        string? issuerScope,
        string role,
        string? scope,
        int status
    )
    {
        var by = Story.With((await Story.KeyAsync(issuer, issuerScope)).Key);
        var person = await Story.PersonAsync();
        var before = await own.HeadAsync();
        var key = await by.PostAsync("/keys", AccessStory.Wanted(role, scope));
        var grant = await by.PostAsync(
            "/grants",
            new
            {
                role,
                scope,
                person,
            }
        );
        key.ShouldBe(status);
        grant.ShouldBe(status);
        (await own.HeadAsync() - before).ShouldBe(status == 201 ? 2 : 0);
    }

    [Fact]
    public async Task who_could_not_have_issued_a_key_cannot_take_it()
    {
        var manager = Story.With((await Story.KeyAsync("manager")).Key);
        var (admin, key) = await Story.KeyAsync("admin");
        (await manager.SendAsync(HttpMethod.Delete, $"/keys/{admin}", null)).ShouldBeProblem(403, "forbidden");
        (await Story.With(key).GetAsync("/me")).ShouldBe(200);
        var person = await Story.PersonAsync();
        (await Story.Admin.PostAsync("/grants", new { role = "admin", person })).ShouldBe(201);
        var taken = $"/grants?subject={person}&role=admin";
        (await manager.SendAsync(HttpMethod.Delete, taken, null)).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task who_manages_one_site_sees_the_keys_of_that_site()
    {
        var (foreign, _) = await Story.KeyAsync("steward");
        var (local, _) = await Story.KeyAsync("steward", Site);
        var manager = Story.With((await Story.KeyAsync("manager", Site)).Key);
        var seen = (await manager.GetAsync("/keys?limit=200")).ShouldBe(200).Member("items").EnumerateArray();
        var ids = seen.Select(key => key.GetProperty("id").GetString()).ToList();
        ids.ShouldContain(local);
        ids.ShouldNotContain(foreign);
    }

    [Fact]
    public async Task a_key_in_a_persons_name_carries_its_own_role_alone()
    {
        var person = await Story.PersonAsync();
        (await Story.Admin.PostAsync("/grants", new { role = "admin", person })).ShouldBe(201);
        var manager = Story.With((await Story.KeyAsync("manager")).Key);
        var key = await manager.PostAsync("/keys", AccessStory.Wanted("resident", person: person));
        var resident = Story.With(key.ShouldBe(201).Text("key"));
        (await resident.GetAsync("/me")).Text("person").ShouldBe(person);
        (await resident.PostAsync("/keys", AccessStory.Wanted("resident"))).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task linking_an_identity_to_an_administrator_takes_an_administrator()
    {
        var person = await Story.PersonAsync();
        (await Story.Admin.PostAsync("/grants", new { role = "admin", person })).ShouldBe(201);
        var manager = Story.With((await Story.KeyAsync("manager")).Key);
        var identity = System.Guid.NewGuid();
        var link = new
        {
            role = "resident",
            person,
            subject = identity,
        };
        (await manager.PostAsync("/grants", link)).ShouldBeProblem(403, "forbidden");
        (await Story.Admin.PostAsync("/grants", link)).ShouldBe(201);
    }
}
