using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Access.Pages;

/// <summary>The way into the pages: by a one-time link, by a sign-in service, or by a key; and the way out.</summary>
internal static class SignInPages
{
    private const int LongestSecret = 200;
    private const string LinkLeadsTo = "/book";

    private static readonly TimeSpan _linkSession = TimeSpan.FromDays(30);
    private static readonly TimeSpan _keySession = TimeSpan.FromHours(12);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", KeyForm).OpenToStrangers();
        app.MapPost("/sign-in", ByKey).OpenToStrangers();
        app.MapGet(OidcSignIn.StartPath, ByService).OpenToStrangers();
        app.MapGet("/sign-in/{token}", LinkForm).OpenToStrangers();
        app.MapPost("/sign-in/{token}", ByLink).OpenToStrangers();
        app.MapPost("/sign-out", SignOut).OpenToStrangers();
    }

    private static SignInPage KeyForm(string? to, OidcSettings oidc) => SignInPage.ForKey(LocalPath(to), null, oidc);

    // Reading the page uses nothing up: mail programs and messengers fetch links to show a preview.
    private static SignInPage LinkForm(string token) => SignInPage.ForLink(token, null);

    private static async Task<IResult> ByService(string? to, string? centre, HttpContext context, OidcSettings oidc)
    {
        if (!oidc.IsOffered)
        {
            throw new RefusedException("not-found", "No sign-in service is set up.");
        }

        // Whoever was on the way nowhere is led to what somebody can do who is signed in.
        var path = LocalPath(to) is var local && local == "/" ? LinkLeadsTo : local;
        return await OidcSignIn.SendAsync(context, path, centre ?? string.Empty)
            ? Results.Empty
            : SignInPage.ForKey(path, SignInFault.NotByService(oidc.Name), oidc);
    }

    private static async Task<IResult> ByKey(HttpContext context, SignIn signIn, OidcSettings oidc, TimeProvider clock)
    {
        SameOrigin.Check(context);
        var form = context.Request.HasFormContentType
            ? await context.Request.ReadFormAsync(context.RequestAborted)
            : FormCollection.Empty;
        var to = LocalPath(form["to"]);
        var secret = form["key"].ToString().Trim();
        var signedIn = secret.Length is 0 or > LongestSecret
            ? new SignedIn(null, new Refusal("unauthenticated", "There is no key in the form."))
            : await signIn.ByKeyAsync(secret, context.RequestAborted);
        if (signedIn.Session is null)
        {
            return SignInPage.ForKey(to, SignInFault.Of(signedIn.Refusal), oidc);
        }

        await signedIn.Session.SignInAsync(context, clock.GetUtcNow() + _keySession, remembered: false);
        return Results.LocalRedirect(to);
    }

    private static async Task<IResult> ByLink(string token, HttpContext context, SignIn signIn, TimeProvider clock)
    {
        SameOrigin.Check(context);
        var signedIn = await signIn.ByLinkAsync(token, context.TraceIdentifier);
        if (signedIn.Session is null)
        {
            return SignInPage.ForLink(token, SignInFault.Of(signedIn.Refusal));
        }

        await signedIn.Session.SignInAsync(context, clock.GetUtcNow() + _linkSession, remembered: true);
        return Results.LocalRedirect(LinkLeadsTo);
    }

    private static async Task<IResult> SignOut(HttpContext context, SignIn signIn)
    {
        SameOrigin.Check(context);
        var ticket = await context.AuthenticateAsync(PageSession.Scheme);
        if (ticket.Succeeded && PageSession.Read(ticket.Principal) is { } session)
        {
            await signIn.EndAsync(session, context.TraceIdentifier);
        }

        await context.SignOutAsync(PageSession.Scheme);
        return Results.LocalRedirect("/sign-in");
    }

    // Only paths of this service: a sign-in page must not send anybody elsewhere.
    private static string LocalPath(string? to) =>
        to is { Length: > 0 and <= 500 }
        && to[0] == '/'
        && (to.Length == 1 || to[1] is not ('/' or '\\'))
        && !to.Any(char.IsControl)
            ? Ascii(to)
            : "/";

    // A header holds ASCII alone; what a person typed into the address line may be Chinese.
    private static string Ascii(string path) =>
        string.Concat(
            path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()))
        );
}
