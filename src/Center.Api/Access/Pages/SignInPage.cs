using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access.Pages;

/// <summary>
/// The page with the form. One small page in both languages without script or outside files, so that it also works where
/// the rest does not load.
/// </summary>
/// <param name="status">HTTP status.</param>
/// <param name="title">Heading, in both languages.</param>
/// <param name="content">What stands below it.</param>
internal sealed class SignInPage(int status, string title, string content) : IResult
{
    private const string SignIn = "登录 <span lang=\"en\">Sign in</span>";

    private const string Style =
        "body{font:18px/1.6 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:10vh auto;max-width:26rem;padding:0 1rem}"
        + "input,button,.button{font:inherit;box-sizing:border-box;width:100%;min-height:44px;margin:.5rem 0;padding:.4rem .8rem}"
        + "button,.button{display:block;background:#174ea6;color:#fff;border:0;border-radius:6px;text-align:center;text-decoration:none}"
        + "p[role=alert]{border-left:4px solid #b3261e;padding-left:.8rem}code{overflow-wrap:anywhere}";

    private static readonly HtmlEncoder _html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The ways in: the sign-in service where there is one, and a key.</summary>
    /// <param name="to">Where the person goes afterwards.</param>
    /// <param name="fault">Why the last attempt did not work, or null.</param>
    /// <param name="oidc">The sign-in service; null where it is of no use.</param>
    public static SignInPage ForKey(string to, SignInFault? fault, OidcSettings? oidc) =>
        new(
            fault?.Status ?? StatusCodes.Status200OK,
            SignIn,
            $"""
            {Alert(fault)}
            {ByService(oidc, to)}
            <form method="post" action="/sign-in">
            <p>居民请到前台或请工作人员发送一次性登录链接。<br>
            <span lang="en">Residents: the front desk gives you a link or a code that signs you in.</span></p>
            <input type="hidden" name="to" value="{_html.Encode(to)}">
            <label>密钥 <span lang="en">Key</span>
            <input type="password" name="key" autocomplete="current-password" required maxlength="200"></label>
            <button>{SignIn}</button>
            </form>
            """
        );

    /// <summary>The page that a one-time link opens.</summary>
    /// <param name="token">The link's secret.</param>
    /// <param name="fault">Why it opens nothing, or null.</param>
    public static SignInPage ForLink(string token, SignInFault? fault) =>
        new(
            fault?.Status ?? StatusCodes.Status200OK,
            SignIn,
            $"""
            {Alert(fault)}
            <form method="post" action="/sign-in/{_html.Encode(UrlEncoder.Default.Encode(token))}">
            <button>{SignIn}</button>
            </form>
            """
        );

    /// <summary>For whoever is signed in, and may do nothing here yet.</summary>
    /// <param name="subject">How the centre calls him or her, for whoever grants a role.</param>
    public static SignInPage ForNobody(string subject) =>
        new(
            StatusCodes.Status403Forbidden,
            "已登录，尚未开通 <span lang=\"en\">Signed in, no rights yet</span>",
            $"""
            <p>本中心还不认识您。请带上这个编号到前台或联系管理员开通。<br>
            <span lang="en">This centre does not know you yet. Ask the front desk or an administrator for a role, and name
            this code.</span></p>
            <p><code>{_html.Encode(subject)}</code></p>
            <form method="post" action="/sign-out"><button>退出 <span lang="en">Sign out</span></button></form>
            <p><a href="/">首页 <span lang="en">Front page</span></a></p>
            """
        );

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // With no-referrer browsers send "Origin: null" with the form, which SameOrigin takes for another site.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        return response.Body.WriteAsync(Encoding.UTF8.GetBytes(Text()), httpContext.RequestAborted).AsTask();
    }

    private string Text() =>
        $"""
            <!doctype html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>登录 · Sign in</title>
            <style>{Style}</style></head>
            <body><main><h1>{title}</h1>
            {content}
            </main></body></html>
            """;

    // A link and no form: browsers let no form lead to another site, by the policy of this very page.
    private static string ByService(OidcSettings? oidc, string to) =>
        oidc is { IsOffered: true }
            ? $"""
                <p><a class="button" href="{OidcSignIn.StartPath}?to={Uri.EscapeDataString(to)}">使用 {_html.Encode(
                    oidc.Name
                )} 登录<br><span lang="en">Sign in with {_html.Encode(oidc.Name)}</span></a></p>
                """
            : string.Empty;

    private static string Alert(SignInFault? fault) =>
        fault is null
            ? string.Empty
            : $"""<p role="alert">{_html.Encode(fault.Chinese)}<br><span lang="en">{_html.Encode(fault.English)}</span></p>""";
}
