using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Center.Api.Plumbing;

/// <summary>
/// Every code that an answer can carry. A room adds its own in a static class named <c>&lt;Room&gt;Problems</c> with a
/// static property <c>All</c>; this class finds them.
/// </summary>
internal static class ProblemCatalogue
{
    private static readonly Problem[] _shared =
    [
        Problem.OfClient("unauthenticated", 401, "Who are you?", "Send a valid key or token as Bearer."),
        Problem.OfRule(
            "forbidden",
            403,
            "Not allowed",
            "Ask for the role that may do this.",
            "Grant the role if it is due."
        ),
        Problem.OfClient("not-found", 404, "Not found", "Check the id; what you may not see is also not found."),
        Problem.OfClient("method-not-allowed", 405, "Method not allowed", "See the Allow header."),
        Problem.OfClient("not-acceptable", 406, "Not acceptable", "Accept application/json."),
        Problem.OfClient(
            "unsupported-media-type",
            415,
            "Unsupported media type",
            "Send Content-Type: application/json."
        ),
        Problem.OfClient("too-large", 413, "Too large", "Send less in one request."),
        Problem.OfClient("unknown-member", 400, "Unknown member", "Remove the member named in 'member'."),
        Problem.OfClient("invalid-body", 400, "Invalid body", "Send one JSON object of the documented shape."),
        Problem.OfClient("invalid-window", 400, "Invalid window", "The end lies after the start."),
        Problem.OfClient("invalid-value", 400, "Invalid value", "Correct the member named in 'member'."),
        Problem.OfClient("unknown-measure", 400, "Unknown measure", "Choose one of the documented measures."),
        Problem.OfClient("wrong-state", 409, "Wrong state", "Read the resource again; 'state' says where it stands."),
        Problem.OfClient("lapsed", 409, "Lapsed", "The deadline has passed; start again."),
        Problem.OfClient("stale-version", 412, "Stale version", "Read the resource again and repeat with its ETag."),
        Problem.OfClient(
            "precondition-required",
            428,
            "Precondition required",
            "Send If-Match with the ETag that you read."
        ),
        Problem.OfClient("idempotency-key-reused", 422, "Idempotency key reused", "Use a new key for another request."),
        Problem.OfClient("rate-limited", 429, "Too many requests", "Wait as long as Retry-After says."),
        new(
            "overloaded",
            503,
            "Overloaded",
            "Try again after Retry-After.",
            "Nothing.",
            "Look at the load of the database."
        ),
        new(
            "view-behind",
            503,
            "View behind",
            "Try again after Retry-After.",
            "Nothing.",
            "Look at the lag of the views."
        ),
        new(
            "internal",
            500,
            "Internal error",
            "Report the traceId.",
            "Report the traceId.",
            "Find the traceId in the log."
        ),
    ];

    private static readonly FrozenDictionary<string, Problem> _byCode = Gather()
        .ToFrozenDictionary(problem => problem.Code);

    /// <summary>All problems, sorted by code.</summary>
    public static IEnumerable<Problem> All => _byCode.Values.OrderBy(problem => problem.Code, StringComparer.Ordinal);

    /// <summary>The entry of a code; a code that nobody described counts as a refusal by a rule (422).</summary>
    /// <param name="code">Refusal code.</param>
    public static Problem Of(string code) =>
        _byCode.GetValueOrDefault(code) ?? Problem.OfClient(code, 422, "Refused by a rule", "Read the detail.");

    /// <summary>Whether the code is described.</summary>
    /// <param name="code">Refusal code.</param>
    public static bool Knows(string code) => _byCode.ContainsKey(code);

    private static IEnumerable<Problem> Gather() =>
        typeof(ProblemCatalogue)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Problems", StringComparison.Ordinal))
            .Select(type => type.GetProperty("All", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(IReadOnlyList<Problem>))
            .SelectMany(property => (IReadOnlyList<Problem>)property!.GetValue(null)!)
            .Concat(_shared);
}
