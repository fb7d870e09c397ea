using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing.Pages;

/// <summary>What every page tells the browser to refuse: other hosts, inline script and style, frames, guesses.</summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Sets them; a page is never kept, since what it shows may have changed.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="policy">Another Content-Security-Policy, for a page that is not ours.</param>
    public static void Set(HttpResponse response, string policy = Policy)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.CacheControl = "no-cache, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
    }
}
