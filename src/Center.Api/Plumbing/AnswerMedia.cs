using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Center.Api.Plumbing;

/// <summary>On an endpoint: the media types of its answers, where that is not JSON alone.</summary>
/// <param name="Types">Media types without parameters.</param>
internal sealed record AnswerMedia(IReadOnlyList<string> Types)
{
    /// <summary>What an endpoint answers that says nothing.</summary>
    public static AnswerMedia Json { get; } = new(["application/json"]);

    /// <summary>Whether one of the types is within what a client accepts (RFC 9110, section 12.5.1).</summary>
    /// <param name="accept">The <c>Accept</c> header; empty accepts everything.</param>
    public bool IsWithin(Microsoft.Extensions.Primitives.StringValues accept)
    {
        if (accept.All(string.IsNullOrWhiteSpace))
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParseList(accept, out var ranges)
            && ranges.Any(range => range.Quality is not 0 && Types.Any(type => Covers(range, type)));
    }

    // Parameters such as charset or profile do not keep anybody from an answer.
    private static bool Covers(MediaTypeHeaderValue range, string type)
    {
        var parts = type.Split('/');
        return range.MatchesAllTypes
            || (
                range.Type.Equals(parts[0], StringComparison.OrdinalIgnoreCase)
                && (range.MatchesAllSubTypes || range.SubType.Equals(parts[1], StringComparison.OrdinalIgnoreCase))
            );
    }
}

/// <summary>Says on an endpoint how it answers.</summary>
internal static class AnswerMediaMarks
{
    /// <summary>Answers in these media types; a client that accepts none of them gets 406.</summary>
    public static TBuilder AnswersAs<TBuilder>(this TBuilder builder, params string[] types)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AnswerMedia(types));
}

/// <summary>Refuses a client of the API that could not read the answer, before anything is done for it.</summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class AnswerMediaGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isApi = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        if (isApi && context.GetEndpoint() is RouteEndpoint endpoint)
        {
            var media = endpoint.Metadata.GetMetadata<AnswerMedia>() ?? AnswerMedia.Json;
            if (!media.IsWithin(context.Request.Headers.Accept))
            {
                throw new RefusedException("not-acceptable", $"The answer is {string.Join(" or ", media.Types)}.");
            }
        }

        return next(context);
    }
}
