using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access.Pages;

/// <summary>
/// The page with the form. One small page in both languages without script or outside files, so that it also works where
/// the rest does not load.
/// </summary>
/// <param name="action">Where the form goes.</param>
/// <param name="fields">What stands in the form.</param>
/// <param name="refusal">Why the last attempt did not work, or null.</param>
internal sealed class SignInPage(string action, string fields, Refusal? refusal) : IResult
{
    private const string Style =
        "body{font:18px/1.6 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:10vh auto;max-width:26rem;padding:0 1rem}"
        + "input,button{font:inherit;box-sizing:border-box;width:100%;min-height:44px;margin:.5rem 0;padding:.4rem .8rem}"
        + "button{background:#174ea6;color:#fff;border:0;border-radius:6px}p[role=alert]{border-left:4px solid #b3261e;padding-left:.8rem}";

    private static readonly HtmlEncoder _html = HtmlEncoder.Create(UnicodeRanges.All);

    public static SignInPage ForKey(string to, Refusal? refusal) =>
        new(
            "/sign-in",
            $"""
            <p>居民请到前台或请工作人员发送一次性登录链接。<br>
            <span lang="en">Residents: the front desk gives you a link or a code that signs you in.</span></p>
            <input type="hidden" name="to" value="{_html.Encode(to)}">
            <label>密钥 <span lang="en">Key</span>
            <input type="password" name="key" autocomplete="current-password" required maxlength="200"></label>
            """,
            refusal
        );

    public static SignInPage ForLink(string token, Refusal? refusal) =>
        new($"/sign-in/{_html.Encode(UrlEncoder.Default.Encode(token))}", string.Empty, refusal);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = refusal is null ? StatusCodes.Status200OK : ProblemCatalogue.Of(refusal.Code).Status;
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
            <body><main><h1>登录 <span lang="en">Sign in</span></h1>
            {Alert()}
            <form method="post" action="{action}">
            {fields}
            <button>登录 <span lang="en">Sign in</span></button>
            </form></main></body></html>
            """;

    private string Alert() =>
        refusal is null
            ? string.Empty
            : $"""<p role="alert">{Chinese(refusal.Code)}<br><span lang="en">{_html.Encode(refusal.Detail)}</span></p>""";

    private static string Chinese(string code) =>
        code switch
        {
            "lapsed" => "链接已过期，请到前台重新获取。",
            "wrong-state" => "链接已使用，请到前台重新获取。",
            _ => "密钥或链接无效。",
        };
}
