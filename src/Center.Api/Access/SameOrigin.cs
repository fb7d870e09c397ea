using System;
using Center.Api.Plumbing;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>A browser must not be led by another site's page to act with the cookie of this one.</summary>
internal static class SameOrigin
{
    /// <exception cref="RefusedException">The request changes something and comes from another origin (403).</exception>
    public static void Check(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return;
        }

        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var foreign =
            origin.Length > 0
                ? !Uri.TryCreate(origin, UriKind.Absolute, out var from)
                    || !string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
                : site is not ("" or "same-origin" or "none");
        if (foreign)
        {
            throw new RefusedException("forbidden", "The request comes from a page of another site.");
        }
    }
}
