using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>Writes JSON answers in the house's way.</summary>
/// <param name="body">Serialised by the house's JSON options.</param>
/// <param name="version">Sent as ETag when given.</param>
internal sealed class JsonAnswer(object body, long? version = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = new Dictionary<string, string>();
        if (version is { } known)
        {
            headers["ETag"] = Reply.ETagOf(known);
        }

        return WriteAsync(
            httpContext,
            StatusCodes.Status200OK,
            headers,
            JsonSerializer.Serialize(body, CenterJson.Options)
        );
    }

    public static Task WriteAsync(
        HttpContext context,
        int status,
        IReadOnlyDictionary<string, string> headers,
        string body
    )
    {
        var response = context.Response;
        response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        if (body.Length == 0)
        {
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(body);
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
