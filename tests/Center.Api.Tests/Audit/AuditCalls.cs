using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Calls of the room's API.</summary>
internal static class AuditCalls
{
    public static async Task<HttpResponseMessage> CallAsync(
        this CenterUnderTest center,
        HttpMethod method,
        string path,
        string? body = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, $"/api/v1{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? center.AdminKey);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await center.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static async Task<JsonElement[]> LinesAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
        ];
    }

    /// <summary>Waits for a replay to leave the states that it passes through.</summary>
    public static async Task<JsonElement> WaitAsync(this CenterUnderTest center, Uri location, params string[] passing)
    {
        while (true)
        {
            using var response = await center.CallAsync(HttpMethod.Get, location.ToString()["/api/v1".Length..]);
            var run = await response.BodyAsync();
            if (!passing.Contains(run.GetProperty("state").GetString()))
            {
                return run;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
