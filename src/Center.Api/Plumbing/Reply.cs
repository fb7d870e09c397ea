using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Plumbing;

/// <summary>What a command answers: a status with a body, or a refusal.</summary>
internal sealed class Reply
{
    private Reply(int status, object? body)
    {
        Status = status;
        Body = body;
    }

    public int Status { get; }

    /// <summary>Serialised by the house's JSON options; null for no content.</summary>
    public object? Body { get; }

    /// <summary>The body without what is shown only once; null when the body holds no such thing.</summary>
    public object? BodyToKeep { get; private init; }

    public Dictionary<string, string> Headers { get; private init; } = [];

    public Refusal? Refusal { get; private init; }

    public Func<Task<Refusal>>? Enrich { get; private init; }

    public static Reply Created(string location, object body, long? version = null, object? bodyToKeep = null) =>
        new(201, body) { Headers = HeadersOf(location, version), BodyToKeep = bodyToKeep };

    public static Reply Ok(object body, long? version = null, object? bodyToKeep = null) =>
        new(200, body) { Headers = HeadersOf(null, version), BodyToKeep = bodyToKeep };

    public static Reply Accepted(string location, object body) =>
        new(202, body) { Headers = HeadersOf(location, null) };

    public static Reply NoContent() => new(204, null);

    public static Reply Refused(Refusal refusal) => new(0, null) { Refusal = refusal };

    /// <summary>A refusal that is made fuller once the transaction and its locks are gone.</summary>
    public static Reply RefusedThen(Refusal refusal, Func<Task<Refusal>> enrich) =>
        new(0, null) { Refusal = refusal, Enrich = enrich };

    public static Reply Refused(string code, string detail) => Refused(new Refusal(code, detail));

    public static implicit operator Reply(Refusal refusal) => Refused(refusal);

    public string BodyText() => Body is null ? string.Empty : JsonSerializer.Serialize(Body, CenterJson.Options);

    public string BodyTextToKeep() =>
        BodyToKeep is null ? BodyText() : JsonSerializer.Serialize(BodyToKeep, CenterJson.Options);

    public static string ETagOf(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    private static Dictionary<string, string> HeadersOf(string? location, long? version)
    {
        var headers = new Dictionary<string, string>();
        if (location is not null)
        {
            headers["Location"] = location;
        }

        if (version is { } known)
        {
            headers["ETag"] = ETagOf(known);
        }

        return headers;
    }
}
