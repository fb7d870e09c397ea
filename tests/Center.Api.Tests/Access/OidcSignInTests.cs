using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Browser;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Signing in to the pages by a sign-in service: who gets in, as whom, and where to.</summary>
public sealed class OidcSignInTests : IClassFixture<OidcCentre>
{
    private readonly TestPostgres _postgres;
    private readonly CenterUnderTest _center;
    private readonly TokenIssuer _issuer;
    private readonly string _who = $"{Guid.NewGuid():N}@example.org";

    public OidcSignInTests(OidcCentre centre, TestPostgres postgres)
    {
        ArgumentNullException.ThrowIfNull(centre);
        (_postgres, _center, _issuer) = (postgres, centre.Center, centre.Issuer);
        (_issuer.Flow.Who, _issuer.Flow.Spoil) = (_who, null);
    }

    private AccessStory Story => new(_center);

    [Fact]
    public async Task somebody_with_a_role_comes_back_to_where_they_wanted_to_go()
    {
        using var visitor = new PageVisitor(_center);
        var page = await visitor.GetAsync("/sign-in?to=/desk");
        page.Text.ShouldContain("href=\"/sign-in/oidc?to=%2Fdesk\"");
        page.Text.ShouldContain("Sign in with Town ID");

        (await SignInAsync(visitor, "/sign-in/oidc?to=%2Fdesk")).Location.ShouldBe("/desk");
        var nobody = await visitor.GetAsync("/desk");
        nobody.Status.ShouldBe(403);
        nobody.Text.ShouldContain("Signed in, no rights yet");

        var subject = await SubjectAsync(visitor);
        nobody.Text.ShouldContain(subject);
        nobody.Text.ShouldNotContain(_who);
        (await Story.Admin.PostAsync("/grants", new { role = "steward", subject })).ShouldBe(201);
        (await visitor.GetAsync("/desk")).Status.ShouldBe(200);
        var taken = $"/grants?subject={subject}&role=steward";
        (await Story.Admin.SendAsync(HttpMethod.Delete, taken, null)).ShouldBe(204);
        (await visitor.GetAsync("/desk")).Status.ShouldBe(403, "rights are read with every request");
    }

    [Fact]
    public async Task pages_and_api_know_the_same_pseudonym_and_the_person_it_is_linked_to()
    {
        using var visitor = new PageVisitor(_center);
        await SignInAsync(visitor, "/sign-in/oidc");
        var byToken = Story.With(_issuer.Token(_who));
        (await SubjectAsync(visitor)).ShouldBe((await byToken.GetAsync("/me")).ShouldBe(200).Text("subject"));

        var person = await Story.PersonAsync();
        var link = new
        {
            role = "resident",
            subject = await SubjectAsync(visitor),
            person,
        };
        (await Story.Admin.PostAsync("/grants", link)).ShouldBe(201);
        (await SubjectAsync(visitor)).ShouldBe(person);
        (await visitor.GetAsync("/book/mine")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task the_secret_and_the_verifier_go_past_the_browser_and_a_code_is_used_once()
    {
        using var visitor = new PageVisitor(_center);
        var before = _issuer.Flow.Asked.Count;
        var sent = (await visitor.GetAsync("/sign-in/oidc")).Location!;
        sent.ShouldContain("code_challenge_method=S256");
        sent.ShouldNotContain("not%20told");
        var back = (await visitor.GetAsync(sent)).Location!;
        back.ShouldStartWith(new Uri(_center.BaseAddress, "/sign-in/oidc/callback").ToString());
        (await visitor.GetAsync(back)).Status.ShouldBe(302);
        _issuer.Flow.Asked.Count.ShouldBe(before + 1);
        _issuer.Flow.Asked.Last()["code_verifier"].Length.ShouldBeGreaterThanOrEqualTo(43);

        (await visitor.GetAsync(back)).Status.ShouldBe(401, "the way back is gone once");
        using var thief = new PageVisitor(_center);
        (await thief.GetAsync(back)).Status.ShouldBe(401, "and only in the browser that began");
        (await MeAsync(thief, "/api/v1/me")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("https://evil.example/", "/book")]
    [InlineData("//evil.example/", "/book")]
    [InlineData("/\\evil.example/", "/book")]
    [InlineData("", "/book")]
    [InlineData("/book/mine?lang=en", "/book/mine?lang=en")]
    public async Task nobody_is_led_elsewhere(string to, string expected)
    {
        using var visitor = new PageVisitor(_center);
        var start = $"/sign-in/oidc?to={Uri.EscapeDataString(to)}";
        (await SignInAsync(visitor, start)).Location.ShouldBe(expected);
    }

    [Fact]
    public async Task whoever_changes_their_mind_or_brings_a_wrong_token_is_offered_the_ways_in_again()
    {
        using var visitor = new PageVisitor(_center);
        _issuer.Flow.Who = null;
        var declined = await SignInAsync(visitor, "/sign-in/oidc?to=/desk");
        declined.Status.ShouldBe(401);
        declined.Text.ShouldContain("Town ID did not sign you in");
        declined.Text.ShouldContain("href=\"/sign-in/oidc?to=%2Fdesk\"");

        _issuer.Flow.Who = _who;
        Func<string, string>[] wrong =
        [
            _ => _issuer.Unsigned(_who),
            _ => _issuer.Token(_who, audience: "somebody-else"),
            _ => _issuer.Token(_who, audience: CodeFlow.ClientId),
            _ => _issuer.Token(_who, audience: CodeFlow.ClientId, signedBy: TokenIssuer.AnotherKey()),
        ];
        foreach (var spoil in wrong)
        {
            _issuer.Flow.Spoil = spoil;
            (await SignInAsync(visitor, "/sign-in/oidc")).Status.ShouldBe(401);
        }

        (await MeAsync(visitor, "/api/v1/me")).Status.ShouldBe(401);
        (await visitor.GetAsync("/sign-in/oidc/callback?code=x&state=y")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task signing_out_ends_it_and_another_node_without_the_service_does_not_believe_the_cookie()
    {
        using var visitor = new PageVisitor(_center);
        await SignInAsync(visitor, "/sign-in/oidc");
        await SubjectAsync(visitor);
        (await visitor.PostAsync("/sign-out", [])).Location.ShouldBe("/sign-in");
        (await MeAsync(visitor, "/api/v1/me")).Status.ShouldBe(401);

        using var other = new PageVisitor(_center);
        await SignInAsync(other, "/sign-in/oidc");
        await using var without = await CenterUnderTest.StartAsync(
            _postgres,
            connectionString: _center.ConnectionString
        );
        (await MeAsync(other, new Uri(without.BaseAddress, "/api/v1/me").ToString())).Status.ShouldBe(401);
        (await other.GetAsync(new Uri(without.BaseAddress, "/sign-in/oidc").ToString())).Status.ShouldBe(404);
        (await MeAsync(other, "/api/v1/me")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task a_silent_service_is_told_on_the_page()
    {
        var settings = new Dictionary<string, string?>(_issuer.Flow.Settings)
        {
            ["Authentication:Oidc:Authority"] = "http://127.0.0.1:9",
        };
        await using var center = await CenterUnderTest.StartAsync(
            _postgres,
            connectionString: _center.ConnectionString,
            configuration: settings
        );
        using var visitor = new PageVisitor(center);
        var page = await visitor.GetAsync("/sign-in/oidc?to=/desk");
        page.Status.ShouldBe(401);
        page.Text.ShouldContain("Town ID did not sign you in");
    }

    [Theory]
    [InlineData("http://id.example.org", "center", "Authentication:Oidc:Authority")]
    [InlineData("id.example.org", "center", "Authentication:Oidc:Authority")]
    [InlineData("https://id.example.org", "", "Authentication:Oidc:ClientId")]
    public async Task a_service_that_is_set_up_by_halves_stops_the_start(string authority, string client, string named)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Authentication:Oidc:Authority"] = authority,
            ["Authentication:Oidc:ClientId"] = client,
        };
        var failure = await Should.ThrowAsync<StartupFailure>(() =>
            CenterUnderTest.StartAsync(_postgres, connectionString: _center.ConnectionString, configuration: settings)
        );
        failure.Message.ShouldContain(named);
    }

    // There, to whoever signs in, and back.
    private static async Task<Seen> SignInAsync(PageVisitor visitor, string start)
    {
        var sent = await visitor.GetAsync(start);
        sent.Status.ShouldBe(302, sent.Text);
        var back = await visitor.GetAsync(sent.Location!);
        back.Status.ShouldBe(302, back.Text);
        return await visitor.GetAsync(back.Location!);
    }

    private static Task<Seen> MeAsync(PageVisitor visitor, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return visitor.SendAsync(request);
    }

    private static async Task<string> SubjectAsync(PageVisitor visitor)
    {
        var me = await MeAsync(visitor, "/api/v1/me");
        me.Status.ShouldBe(200, me.Text);
        return JsonDocument.Parse(me.Text).RootElement.GetProperty("subject").GetString()!;
    }
}
