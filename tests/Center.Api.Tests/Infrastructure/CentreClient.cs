using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Infrastructure;

/// <summary>Speaks to a running centre with one credential.</summary>
/// <param name="http">Knows the address.</param>
/// <param name="key">Sent as Bearer, unless null.</param>
internal sealed class CentreClient(HttpClient http, string? key)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Asks again until the answer is as it is waited for, for half a minute at most.</summary>
    public async Task<Answer> PollAsync(string path, Func<Answer, bool> arrived)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var answer = (await GetAsync(path)).ShouldBe(200);
            if (arrived(answer))
            {
                return answer;
            }

            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), $"{path} still says {answer.Raw}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body, CenterJson.Options), headers);

    /// <summary>Sends a body as it is, well-formed or not.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        var cancel = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        var isJson =
            response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        return new Answer(
            (int)response.StatusCode,
            text,
            isJson ? JsonSerializer.Deserialize<JsonElement>(text) : default,
            response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase)
        );
    }
}

/// <summary>What came back.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Raw">Body as text.</param>
/// <param name="Body">Body as JSON; undefined when it is none.</param>
/// <param name="Headers">Headers by name.</param>
internal sealed record Answer(
    int Status,
    string Raw,
    JsonElement Body,
    System.Collections.Generic.IReadOnlyDictionary<string, string> Headers
)
{
    public string Text(string member) => Member(member).GetString()!;

    public int Number(string member) => Member(member).GetInt32();

    public JsonElement Member(string member) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out var value)
            ? value
            : throw new InvalidOperationException($"No '{member}' in {Status}: {Raw}");

    /// <summary>The lines of a list.</summary>
    public JsonElement[] Items(string member = "items") => [.. Member(member).EnumerateArray()];

    /// <summary>An accepted request.</summary>
    public Answer ShouldBe(int status)
    {
        Status.ShouldBe(status, Raw);
        return this;
    }

    /// <summary>A problem document with this code.</summary>
    public void ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Raw);
        Text("code").ShouldBe(code, Raw);
    }
}
