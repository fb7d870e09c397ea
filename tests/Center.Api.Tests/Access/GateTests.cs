using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Statistics;
using Center.Domain.Access;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>The matrix over HTTP: every endpoint, every role, and strangers.</summary>
/// <param name="own">A centre whose events nobody else writes.</param>
public sealed class GateTests(OwnCentre own) : IClassFixture<OwnCentre>, IDisposable
{
    private const string GateSays = "None of your roles may do this.";

    // A page may lead on to another one; what is looked at is the door itself.
    private readonly HttpClient _doors = new(new HttpClientHandler { AllowAutoRedirect = false })
    {
        BaseAddress = own.Center.BaseAddress,
    };

    public void Dispose() => _doors.Dispose();

    [Fact]
    public async Task a_stranger_is_asked_who_he_is_at_every_door_that_is_not_open()
    {
        foreach (var endpoint in MappedEndpoint.AllOf(own.Center))
        {
            foreach (var key in (string?[])[null, "ck_nobody", "no.such.token", string.Empty])
            {
                var answer = await SendAsync(endpoint, key);
                if (PermissionMatrixTests.IsOpen(endpoint))
                {
                    answer.Status.ShouldBeLessThan(500, endpoint.ToString());
                    continue;
                }

                answer.Status.ShouldBe(401, $"{endpoint} as '{key}': {answer.Body}");
                answer.Type.ShouldBe("application/problem+json", endpoint.ToString());
                answer.Problem.GetProperty("code").GetString().ShouldBe("unauthenticated");
                answer.Problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
            }
        }
    }

    [Fact]
    public async Task the_gate_opens_to_each_role_where_the_matrix_says_so_and_nowhere_else()
    {
        var keys = await KeysAsync();
        var before = await own.HeadAsync();
        var wrong = new List<string>();
        var closed = MappedEndpoint.AllOf(own.Center).Where(endpoint => !PermissionMatrixTests.IsOpen(endpoint));
        foreach (var endpoint in closed)
        {
            foreach (var (role, key) in keys)
            {
                var answer = await SendAsync(endpoint, key);
                var holds = PermissionMatrixTests.Admits(endpoint, role) ? IsThrough(answer) : IsTurnedAway(answer);
                if (!holds)
                {
                    wrong.Add($"{endpoint} as {role}: {answer.Status} {answer.Body}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        (await own.HeadAsync()).ShouldBe(before, "none of these requests names anything that exists");
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer ck_")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.")]
    public async Task anything_else_in_authorization_is_nobody(string authorization)
    {
        var nobody = new CentreClient(own.Center.Http, null);
        var answer = await nobody.SendAsync(HttpMethod.Get, "/me", null, ("Authorization", authorization));
        answer.ShouldBeProblem(401, "unauthenticated");
        answer.Headers["WWW-Authenticate"].ShouldBe("Bearer");
    }

    [Fact]
    public async Task a_browser_without_a_session_is_led_to_the_sign_in_page_and_back()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/version?a=b");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*;q=0.8");
        using var answer = await _doors.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(302);
        answer.Headers.Location!.OriginalString.ShouldBe("/sign-in?to=%2Fversion%3Fa%3Db");
    }

    private static bool IsTurnedAway(GateAnswer answer) =>
        answer is { Status: 403, Type: "application/problem+json" }
        && answer.Problem.GetProperty("code").GetString() == "forbidden"
        && answer.Body.Contains(GateSays, StringComparison.Ordinal);

    private static bool IsThrough(GateAnswer answer) =>
        answer.Status is < 500 and not 401 && !answer.Body.Contains(GateSays, StringComparison.Ordinal);

    private async Task<List<(Role Role, string Key)>> KeysAsync()
    {
        var keys = new List<(Role, string)>();
        foreach (var role in Enum.GetValues<Role>())
        {
            var body = new { name = "gate", role = PermissionMatrixTests.NameOf(role) };
            keys.Add((role, (await own.Client.PostAsync("/keys", body)).ShouldBe(201).Text("key")));
        }

        return keys;
    }

    // Only the beginning is read: a stream of events has no end.
    private async Task<GateAnswer> SendAsync(MappedEndpoint endpoint, string? key)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var request = endpoint.Request(null);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        var headersOnly = HttpCompletionOption.ResponseHeadersRead;
        using var response = await _doors.SendAsync(request, headersOnly, cancel);
        var type = response.Content.Headers.ContentType?.MediaType;
        var body = type == "text/event-stream" ? string.Empty : await response.Content.ReadAsStringAsync(cancel);
        return new GateAnswer((int)response.StatusCode, type, body);
    }

    private sealed record GateAnswer(int Status, string? Type, string Body)
    {
        public JsonElement Problem => JsonSerializer.Deserialize<JsonElement>(Body);
    }
}
