using System;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Center.Api.Plumbing.Pages;

/// <summary>
/// The language of pages: <c>?lang=</c>, which is then remembered in a cookie; else the cookie; else what the browser
/// asks for; else Chinese. The API knows no language.
/// </summary>
internal static class PageLanguage
{
    private const string Parameter = "lang";
    private const string Cookie = "center-lang";

    /// <summary>Languages that pages are written in; the first is the one for everybody else.</summary>
    public static readonly string[] All = ["zh-CN", "en"];

    /// <summary>Language tag of the page that is being made.</summary>
    public static string Current => CultureInfo.CurrentUICulture.Name;

    public static void Use(WebApplication app)
    {
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal),
            pages => pages.UseRequestLocalization(Options()).Use(RememberAsync)
        );
    }

    private static RequestLocalizationOptions Options()
    {
        var options = new RequestLocalizationOptions()
            .SetDefaultCulture(All[0])
            .AddSupportedCultures(All)
            .AddSupportedUICultures(All);
        options.RequestCultureProviders =
        [
            new QueryStringRequestCultureProvider { QueryStringKey = Parameter, UIQueryStringKey = Parameter },
            new CookieRequestCultureProvider { CookieName = Cookie },
            new AcceptLanguageHeaderRequestCultureProvider(),
        ];
        return options;
    }

    private static Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        var chosen = context.Features.Get<IRequestCultureFeature>();
        if (chosen?.Provider is QueryStringRequestCultureProvider)
        {
            PageCookies.Remember(context, Cookie, CookieRequestCultureProvider.MakeCookieValue(chosen.RequestCulture));
        }

        return next(context);
    }
}
