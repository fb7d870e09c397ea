using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Reference;

/// <summary>
/// Every operation of the API reference is sent what nobody should send, in its body, its address and its query. Whatever
/// it is: the service says what is wrong, and never that something unexpected happened.
/// </summary>
/// <param name="own">A centre that nobody else uses.</param>
public sealed class HostileInputTests(OwnCentre own) : IClassFixture<OwnCentre>
{
    private const string Nobody = "0190c1a0-0000-7000-8000-000000000000";

    private static readonly string[] _values =
    [
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "99999999999999999999999999",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"💥\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "\"'; drop table center.mt_events; --\"",
        "\"../../../etc/passwd\"",
        $"\"{new string('x', 5000)}\"",
        "[]",
        "[null]",
        "[[[[]]]]",
        "{}",
        "{\"\": null}",
    ];

    private static readonly string[] _words =
    [
        "",
        "%20",
        "-1",
        "0",
        "99999999999999999999999999",
        "1e400",
        "NaN",
        "null",
        "%F0%9F%92%A5",
        "%C3%28",
        "%ED%A0%80",
        "9999-12-31",
        "9999-12-31T23:59:59.9999999Z",
        "0001-01-01T00:00:00%2B14:00",
        "2026-02-30",
        "%27;drop%20table%20center.mt_events;--",
        "..%2F..%2Fetc%2Fpasswd",
        "*",
        "%25",
        "v-1",
        new string('x', 2000),
    ];

    [Fact]
    public async Task a_body_that_is_no_command_is_refused_by_every_command_and_nothing_is_written()
    {
        var before = await own.HeadAsync();
        var commands = Operations().Where(operation => operation.HasBody).ToList();
        var all =
            from operation in commands
            from body in WrongBodies.All
            select new Hostile(operation.Method, Known(operation.Path), body.Body);

        var answers = await SendAsync(all, most: 499);

        answers.ShouldAllBe(answer => answer.Status >= 400);
        answers.Count.ShouldBeGreaterThan(800);
        (await own.HeadAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task every_member_of_every_body_takes_what_it_can_and_refuses_the_rest()
    {
        var all =
            from operation in Operations()
            from member in operation.Members
            from value in _values
            select new Hostile(operation.Method, Known(operation.Path), $"{{\"{member}\": {value}}}");

        var answers = await SendAsync(all, most: 499);

        answers.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task every_parameter_of_every_question_takes_what_it_can_and_refuses_the_rest()
    {
        var questions = Operations().Where(operation => operation.Method == HttpMethod.Get).ToList();
        var all = (
            from operation in questions
            from parameter in operation.Parameters
            from word in _words
            select new Hostile(operation.Method, $"{Known(operation.Path)}?{parameter}={word}", null)
        ).Concat(
            from operation in Operations()
            where operation.Path.Contains('{', StringComparison.Ordinal)
            from word in _words
            where word.Length > 0
            select new Hostile(operation.Method, Filled(operation.Path, word), operation.HasBody ? "{}" : null)
        );

        var answers = await SendAsync(all, most: 499);

        answers.Count.ShouldBeGreaterThan(1000);
    }

    // A refusal has a code; what the service did not expect itself has another, and a status above 499.
    private async Task<List<(Hostile Sent, int Status)>> SendAsync(IEnumerable<Hostile> all, int most)
    {
        var answers = new List<(Hostile Sent, int Status)>();
        foreach (var wave in all.Chunk(16))
        {
            answers.AddRange(await Task.WhenAll(wave.Select(OneAsync)));
        }

        answers.ShouldAllBe(answer => answer.Status <= most);
        return answers;
    }

    private async Task<(Hostile Sent, int Status)> OneAsync(Hostile hostile)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(hostile.Method, hostile.Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", own.Center.AdminKey);
        request.Content = hostile.Body is null
            ? null
            : new StringContent(hostile.Body, Encoding.UTF8, "application/json");
        using var response = await own.Center.Http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        if ((int)response.StatusCode >= 400)
        {
            response
                .Content.Headers.ContentType.ShouldNotBeNull(hostile.ToString())
                .MediaType.ShouldBe("application/problem+json");
            var code = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetString();
            code.ShouldNotBe("internal", hostile.ToString());
        }

        return (hostile, (int)response.StatusCode);
    }

    private static string Known(string path) => Filled(path, Nobody);

    private static string Filled(string path, string word)
    {
        while (path.IndexOf('{', StringComparison.Ordinal) is var from and >= 0)
        {
            path = path[..from] + word + path[(path.IndexOf('}', from) + 1)..];
        }

        return path;
    }

    // What never ends (the live stream) and what would end the credential in use are left out.
    private static List<Operation> Operations()
    {
        var reference = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Repository.Root, "openapi", "v1.json")))
            .RootElement;
        return
        [
            .. from path in reference.GetProperty("paths").EnumerateObject()
            where !path.Name.EndsWith("/live", StringComparison.Ordinal)
            from operation in path.Value.EnumerateObject()
            where operation.Name is "get" or "post" or "put" or "delete"
            select Operation.Of(reference, path.Name, operation),
        ];
    }

    private sealed record Hostile(HttpMethod Method, string Path, string? Body);

    private sealed record Operation(
        HttpMethod Method,
        string Path,
        bool HasBody,
        IReadOnlyList<string> Members,
        IReadOnlyList<string> Parameters
    )
    {
        public static Operation Of(JsonElement reference, string path, JsonProperty operation)
        {
            var members = operation.Value.TryGetProperty("requestBody", out var body)
                ? Named(reference, body.GetProperty("content").GetProperty("application/json").GetProperty("schema"))
                : [];
            var parameters = operation.Value.TryGetProperty("parameters", out var known)
                ? known
                    .EnumerateArray()
                    .Where(parameter => parameter.TryGetProperty("in", out var place) && place.GetString() == "query")
                : [];
            return new Operation(
                HttpMethod.Parse(operation.Name.ToUpperInvariant()),
                path,
                operation.Value.TryGetProperty("requestBody", out _),
                members,
                [.. parameters.Select(parameter => parameter.GetProperty("name").GetString()!)]
            );
        }

        private static List<string> Named(JsonElement reference, JsonElement schema)
        {
            if (schema.TryGetProperty("$ref", out var name))
            {
                schema = reference
                    .GetProperty("components")
                    .GetProperty("schemas")
                    .GetProperty(name.GetString()!.Split('/')[^1]);
            }

            return schema.TryGetProperty("properties", out var properties)
                ? [.. properties.EnumerateObject().Select(property => property.Name)]
                : [];
        }
    }
}
