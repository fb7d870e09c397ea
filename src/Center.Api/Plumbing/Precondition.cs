using System.Globalization;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>What a request expects of the resource before it is carried out (RFC 9110, section 13).</summary>
/// <param name="IfMatch">Version demanded by <c>If-Match</c>; null when none is named, or any (<c>*</c>).</param>
/// <param name="OnlyNew">Whether the resource must not be there yet: a PUT with <c>If-None-Match: *</c>.</param>
internal readonly record struct Precondition(long? IfMatch, bool OnlyNew)
{
    /// <summary>Reads the headers; a PUT must have one of them.</summary>
    /// <exception cref="RefusedException">invalid-value, or precondition-required for a PUT without any.</exception>
    public static Precondition Of(HttpRequest request)
    {
        var (ifMatch, ifNoneMatch) = (request.Headers.IfMatch.ToString(), request.Headers.IfNoneMatch.ToString());
        if (!HttpMethods.IsPut(request.Method))
        {
            return new Precondition(VersionOf(ifMatch), false);
        }

        return (ifMatch, ifNoneMatch) switch
        {
            ("", "") => throw new RefusedException(
                "precondition-required",
                "A PUT names the version that it replaces in If-Match."
            ),
            (_, "") => new Precondition(VersionOf(ifMatch), false),
            ("", "*") => new Precondition(null, true),
            _ => throw new RefusedException(
                "invalid-value",
                "If-None-Match of a PUT is *, for something new, and stands without If-Match.",
                "If-None-Match"
            ),
        };
    }

    private static long? VersionOf(string text) =>
        text is "" or "*" ? null
        : WholeNumbers.TryRead(text.Trim('"'), out var version) ? version
        : throw new RefusedException("invalid-value", "If-Match holds the ETag of the resource.", "If-Match");
}
