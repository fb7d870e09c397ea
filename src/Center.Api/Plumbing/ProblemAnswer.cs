using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>Writes a refusal as RFC 9457 problem+json.</summary>
/// <param name="refusal">The refusal.</param>
internal sealed class ProblemAnswer(Refusal refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = ProblemCatalogue.Of(refusal.Code);
        var body = new Dictionary<string, object?>
        {
            ["type"] = $"/problems/{problem.Code}",
            ["title"] = problem.Title,
            ["status"] = problem.Status,
            ["detail"] = refusal.Detail,
            ["code"] = problem.Code,
            ["traceId"] = Activity.Current?.Id ?? httpContext.TraceIdentifier,
        };
        foreach (var (name, value) in refusal.Data)
        {
            body.TryAdd(name, value);
        }

        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        if (problem.Status is 503 or 429 && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Status == 401)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(body, CenterJson.Options);
        response.ContentType = "application/problem+json";
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }
}
