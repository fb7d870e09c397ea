using System;
using System.Collections.Generic;
using System.Linq;

namespace Center.Api.Plumbing.Reference;

/// <summary>
/// What the reference says about one route and cannot be read from its code. Each room keeps its own in
/// <c>&lt;Room&gt;Reference.All</c>.
/// </summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Path with its parameters as they are mapped, below <c>/api/v1</c> where it is there.</param>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record RouteNote(string Method, string Path, string Summary)
{
    /// <summary>Status of success.</summary>
    public int Status { get; private init; } = 200;

    /// <summary>Shape of the answer; null where nothing comes back.</summary>
    public Type? Answer { get; private init; }

    /// <summary>Media type of the answer.</summary>
    public string Media { get; private init; } = "application/json";

    /// <summary>Shape of the body, where the handler reads it as text; else null.</summary>
    public Type? Body { get; private init; }

    /// <summary>Names of the query parameters.</summary>
    public IReadOnlyList<string> Query { get; private init; } = [];

    /// <summary>What more there is to say.</summary>
    public string? Details { get; private init; }

    public static RouteNote Get(string path, string summary) => new("GET", path, summary);

    public static RouteNote Post(string path, string summary) => new("POST", path, summary);

    public static RouteNote Put(string path, string summary) => new("PUT", path, summary);

    public static RouteNote Delete(string path, string summary) =>
        new RouteNote("DELETE", path, summary) with
        {
            Status = 204,
        };

    public RouteNote Answers<T>(int status = 200, string media = "application/json") =>
        this with
        {
            Status = status,
            Answer = typeof(T),
            Media = media,
        };

    public RouteNote Takes<T>() => this with { Body = typeof(T) };

    public RouteNote AnswersPage<T>() => Answers<Page<T>>().Asks("limit", "cursor");

    public RouteNote Asks(params string[] query) => this with { Query = [.. query.Concat(Query)] };

    public RouteNote Says(string details) => this with { Details = details };
}
