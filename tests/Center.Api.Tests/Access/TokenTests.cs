using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Bearer tokens of another sign-in service.</summary>
public sealed class TokenTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_token_is_a_subject_without_rights_until_the_centre_grants_some()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var center = await CenterUnderTest.StartAsync(postgres, configuration: issuer.Settings);
        var story = new AccessStory(center);
        var claims = new Dictionary<string, object> { ["roles"] = new[] { "admin" }, ["role"] = "admin" };
        var li = story.With(issuer.Token("li.wei@example.org", claims: claims));
        var me = (await li.GetAsync("/me")).ShouldBe(200);
        me.Member("grants").GetArrayLength().ShouldBe(0, "the token's own word for roles counts for nothing");
        me.Raw.ShouldNotContain("li.wei");
        me.Text("centre").ShouldBe(CenterUnderTest.Centre);
        (await li.GetAsync("/bookings")).ShouldBeProblem(403, "forbidden");

        var subject = me.Text("subject");
        var person = await story.PersonAsync();
        var grant = new
        {
            role = "steward",
            subject,
            person,
        };
        (await story.Admin.PostAsync("/grants", grant)).ShouldBe(201);
        var now = (await li.GetAsync("/me")).ShouldBe(200);
        now.Text("person").ShouldBe(person);
        now.Text("subject").ShouldBe(person, "all credentials of one person are one actor");
        now.Member("grants")
            .EnumerateArray()
            .Select(held => held.GetProperty("role").GetString())
            .ShouldBe(["steward", "resident"], ignoreOrder: true);
        (await li.GetAsync("/people?name=nobody")).ShouldBe(200);

        var taken = $"/grants?subject={subject}&role=steward";
        (await story.Admin.SendAsync(HttpMethod.Delete, taken, null)).ShouldBe(204);
        (await li.GetAsync("/people?name=nobody")).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task a_subject_with_rights_in_two_centres_names_one()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var center = await CenterUnderTest.StartAsync(postgres, configuration: issuer.Settings);
        var story = new AccessStory(center);
        var token = story.With(issuer.Token("inspector"));
        var subject = (await token.GetAsync("/me")).ShouldBe(200).Text("subject");
        var other = story.With(await story.OtherCentreAsync());
        (await story.Admin.PostAsync("/grants", new { role = "auditor", subject })).ShouldBe(201);
        (await token.GetAsync("/me")).ShouldBe(200).Text("centre").ShouldBe(CenterUnderTest.Centre);
        (await other.PostAsync("/grants", new { role = "district", subject })).ShouldBe(201);

        (await token.GetAsync("/me")).ShouldBeProblem(404, "not-found");
        (await MeAsync(token, "nowhere")).ShouldBeProblem(404, "not-found");
        var there = (await MeAsync(token, AccessStory.OtherCentre)).ShouldBe(200);
        there.Member("grants")[0].GetProperty("role").GetString().ShouldBe("district");
        var here = (await MeAsync(token, CenterUnderTest.Centre)).ShouldBe(200);
        here.Member("grants")[0].GetProperty("role").GetString().ShouldBe("auditor");
    }

    [Fact]
    public async Task a_token_that_is_not_quite_right_opens_nothing()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var other = await TokenIssuer.StartAsync();
        await using var center = await CenterUnderTest.StartAsync(postgres, configuration: issuer.Settings);
        var good = issuer.Token("somebody");
        var wrong = new Dictionary<string, string>
        {
            ["expired"] = issuer.Token("somebody", validFor: TimeSpan.FromMinutes(-2)),
            ["not yet valid"] = issuer.Token("somebody", validFor: TimeSpan.FromHours(3)),
            ["for another service"] = issuer.Token("somebody", audience: "library"),
            ["for nobody"] = issuer.Token("somebody", audience: null),
            ["of another issuer"] = other.Token("somebody"),
            ["of another issuer under this one's name"] = other.Token("somebody", issuer: issuer.Url),
            ["under another name"] = issuer.Token("somebody", issuer: "https://elsewhere.example"),
            ["unsigned"] = issuer.Unsigned("somebody"),
            ["unsigned, in capitals"] = issuer.Unsigned("somebody", "NONE"),
            ["signed with the public key as a secret"] = issuer.Token("somebody", signedBy: issuer.PublicKeyAsSecret()),
            ["signed with another key"] = issuer.Token("somebody", signedBy: TokenIssuer.AnotherKey()),
            ["without a subject"] = issuer.Token(null),
            ["cut short"] = good[..^5],
            ["with other claims"] = $"{good.Split('.')[0]}.{issuer.Token("admin").Split('.')[1]}.{good.Split('.')[2]}",
            ["of one part"] = "e30",
            ["of five parts"] = "e30.e30.e30.e30.e30",
        };
        (await new CentreClient(center.Http, good).GetAsync("/me")).ShouldBe(200);
        foreach (var (what, token) in wrong)
        {
            var answer = await new CentreClient(center.Http, token).GetAsync("/me");
            answer.Status.ShouldBe(401, $"a token {what}: {answer.Raw}");
            answer.ShouldBeProblem(401, "unauthenticated");
        }
    }

    [Fact]
    public async Task without_a_configured_issuer_no_token_is_anybody()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var center = await postgres.SharedCenterAsync();
        (await new CentreClient(center.Http, issuer.Token("somebody")).GetAsync("/me")).ShouldBeProblem(
            401,
            "unauthenticated"
        );
    }

    [Fact]
    public async Task an_issuer_that_does_not_answer_keeps_tokens_out_and_lets_keys_in()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var token = issuer.Token("somebody");
        var settings = issuer.Settings;
        settings["Authentication:Jwt:Authority"] = "http://127.0.0.1:9";
        await using var center = await CenterUnderTest.StartAsync(postgres, configuration: settings);
        (await new CentreClient(center.Http, token).GetAsync("/me")).Status.ShouldBeOneOf(401, 503);
        (await new CentreClient(center.Http, center.AdminKey).GetAsync("/me")).ShouldBe(200);
    }

    [Theory]
    [InlineData("https://issuer.example", null, null, null, "Audience")]
    [InlineData("http://issuer.example", "center", null, null, "https")]
    [InlineData("issuer", "center", null, null, "https")]
    [InlineData(null, "center", "not base64!", "me", "SigningKey")]
    [InlineData(null, "center", "c2hvcnQ=", "me", "SigningKey")]
    [InlineData(null, "center", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", null, "Issuer")]
    public void a_token_service_set_up_by_halves_is_told_at_the_start(
        string? authority,
        string? audience,
        string? signingKey,
        string? issuer,
        string named
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Authentication:Jwt:Authority"] = authority,
                    ["Authentication:Jwt:Audience"] = audience,
                    ["Authentication:Jwt:SigningKey"] = signingKey,
                    ["Authentication:Jwt:Issuer"] = issuer,
                }
            )
            .Build();
        Should.Throw<StartupFailure>(() => AccessSettings.Of(configuration)).Message.ShouldContain(named);
    }

    private static Task<Answer> MeAsync(CentreClient client, string centre) =>
        client.SendAsync(HttpMethod.Get, "/me", null, ("Center-Id", centre));
}
