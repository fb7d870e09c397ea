using System;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing.Pages;

/// <summary>Remembers for a year what somebody chose on a page; nothing that tells who it is.</summary>
internal static class PageCookies
{
    private static readonly TimeSpan _remembered = TimeSpan.FromDays(365);

    public static void Remember(HttpContext http, string name, string value) =>
        http.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                MaxAge = _remembered,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
}
