using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Plumbing.Reference;

/// <summary>The notes of all rooms, put on the routes that they are about.</summary>
internal static class RouteNotes
{
    private const string Prefix = "/api/v1";

    private static readonly FrozenDictionary<(string, string), RouteNote> _byRoute = Gather()
        .ToFrozenDictionary(note => (note.Method, note.Path));

    /// <summary>Every note.</summary>
    public static IEnumerable<RouteNote> All => _byRoute.Values;

    /// <summary>The note about a route; null when nobody wrote one.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="pattern">Pattern as mapped, with or without <c>/api/v1</c>.</param>
    public static RouteNote? Of(string method, string pattern) => _byRoute.GetValueOrDefault((method, Short(pattern)));

    /// <summary>Tells each route of a group what its note says about success.</summary>
    public static TBuilder WithNotes<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Finally(Describe);
        return routes;
    }

    private static void Describe(EndpointBuilder endpoint)
    {
        if (
            endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } pattern }
            || endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods is not [var method]
            || Of(method, pattern) is not { } note
        )
        {
            return;
        }

        endpoint.Metadata.Add(note);
        endpoint.Metadata.Add(new EndpointSummaryAttribute(note.Summary));
        endpoint.Metadata.Add(
            note.Answer is { } answer
                ? new ProducesResponseTypeMetadata(note.Status, answer, [note.Media])
                : new ProducesResponseTypeMetadata(note.Status)
        );
        if (note.Body is { } body)
        {
            endpoint.Metadata.Add(new AcceptsMetadata(["application/json"], body));
        }

        if (note.Details is { } details)
        {
            endpoint.Metadata.Add(new EndpointDescriptionAttribute(details));
        }
    }

    private static string Short(string pattern) =>
        pattern.StartsWith(Prefix, StringComparison.Ordinal) ? pattern[Prefix.Length..] : pattern;

    private static IEnumerable<RouteNote> Gather() =>
        typeof(RouteNotes)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reference", StringComparison.Ordinal))
            .Select(type => type.GetProperty("All", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(IReadOnlyList<RouteNote>))
            .SelectMany(property => (IReadOnlyList<RouteNote>)property!.GetValue(null)!);
}
