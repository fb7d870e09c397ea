using System.Diagnostics;
using System.Text.Json;
using Center.Api.Access;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>What every command says besides its body.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Context">Metadata of the events to come.</param>
/// <param name="Route">Method and path; idempotency keys are kept per route.</param>
/// <param name="BodyHash">SHA-256 of the body.</param>
/// <param name="Key">The Idempotency-Key, or null.</param>
/// <param name="Precondition">What it expects of the resource.</param>
internal sealed record CommandHead(
    Caller Caller,
    EventContext Context,
    string Route,
    byte[] BodyHash,
    string? Key,
    Precondition Precondition
)
{
    /// <summary>The version demanded, or null.</summary>
    public long? IfMatch => Precondition.IfMatch;

    /// <summary>Reads the head of a request.</summary>
    /// <exception cref="RefusedException">A header has a wrong value, or a PUT expects nothing.</exception>
    public static CommandHead Of(HttpContext http, byte[] bodyHash)
    {
        var caller = Caller.Of(http);
        var route = $"{http.Request.Method} {http.Request.Path}";
        return new CommandHead(
            caller,
            ContextOf(http, caller),
            route,
            bodyHash,
            KeyOf(http.Request),
            Precondition.Of(http.Request)
        );
    }

    public static EventContext ContextOf(HttpContext http, Caller caller) =>
        new(
            caller.Subject,
            JsonNamingPolicy.KebabCaseLower.ConvertName(caller.Role.ToString()),
            caller.Channel,
            http.TraceIdentifier,
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier
        );

    private static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values) || !HttpMethods.IsPost(request.Method))
        {
            return null;
        }

        var key = values.ToString();
        return key.Length is > 0 and <= IdempotencyKeys.LongestKey
            ? key
            : throw new RefusedException(
                "invalid-value",
                "An idempotency key has 1 to 255 characters.",
                "Idempotency-Key"
            );
    }
}
