using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing.Pages;

/// <summary>The size of the type on pages: <c>?type=large</c> or <c>normal</c>, which is then remembered in a cookie.</summary>
internal static class PageType
{
    /// <summary>For whoever reads better so.</summary>
    public const string Large = "large";

    /// <summary>For everybody else.</summary>
    public const string Normal = "normal";

    private const string Parameter = "type";
    private const string Cookie = "center-type";

    /// <summary>Whether the page is shown in large type.</summary>
    public static bool IsLarge(HttpRequest request) => (Chosen(request) ?? request.Cookies[Cookie]) == Large;

    public static void Use(WebApplication app)
    {
        app.Use(
            (context, next) =>
            {
                if (
                    Chosen(context.Request) is { } chosen
                    && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                )
                {
                    PageCookies.Remember(context, Cookie, chosen);
                }

                return next(context);
            }
        );
    }

    private static string? Chosen(HttpRequest request) =>
        request.Query[Parameter].ToString() is Large or Normal ? request.Query[Parameter].ToString() : null;
}
