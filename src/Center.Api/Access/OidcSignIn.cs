using System;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Access.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Center.Api.Access;

/// <summary>
/// Signs people in to the pages by a sign-in service: code flow with PKCE. Of what it tells only issuer and subject are
/// taken, and only as a pseudonym; what it says about names and roles counts for nothing.
/// </summary>
internal static class OidcSignIn
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "oidc";

    /// <summary>Where the pages send people who want to sign in so.</summary>
    public const string StartPath = "/sign-in/oidc";

    /// <summary>Where the sign-in service sends them back to; it has to know this address.</summary>
    public const string CallbackPath = "/sign-in/oidc/callback";

    private const string CentreItem = "centre";

    private static readonly TimeSpan _session = TimeSpan.FromHours(12);

    /// <summary>Adds the scheme.</summary>
    /// <param name="authentication">The schemes.</param>
    /// <param name="settings">Which service.</param>
    /// <param name="algorithms">Signatures that are accepted.</param>
    public static void Add(AuthenticationBuilder authentication, OidcSettings settings, string[] algorithms) =>
        authentication.AddOpenIdConnect(Scheme, options => Configure(options, settings, algorithms));

    /// <summary>Sends somebody to the sign-in service.</summary>
    /// <param name="http">The request.</param>
    /// <param name="to">Where the person wants to go: a path of this service.</param>
    /// <param name="centre">The centre, where there are several; empty for the only one.</param>
    /// <returns>False when the service does not say how it is asked.</returns>
    public static async Task<bool> SendAsync(HttpContext http, string to, string centre)
    {
        try
        {
            var remembered = new AuthenticationProperties { RedirectUri = to, Items = { [CentreItem] = centre } };
            await http.ChallengeAsync(Scheme, remembered);
            return true;
        }
        catch (Exception silent) when (silent is InvalidOperationException or IOException or HttpRequestException)
        {
            return false;
        }
    }

    private static void Configure(OpenIdConnectOptions options, OidcSettings settings, string[] algorithms)
    {
        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.CallbackPath = CallbackPath;
        options.SignInScheme = PageSession.Scheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.TokenValidationParameters.ValidAlgorithms = algorithms;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        // The way back is a link that is followed, with which Lax cookies are sent; Secure ones are not kept over HTTP.
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.Events.OnTicketReceived = ReceiveAsync;
        options.Events.OnRemoteFailure = FailAsync;
    }

    private static async Task ReceiveAsync(TicketReceivedContext received)
    {
        var http = received.HttpContext;
        var subject = received.Principal!.FindFirst("sub")!;
        var signIn = http.RequestServices.GetRequiredService<SignIn>();
        var signedIn = await signIn.ByIdentityAsync(
            Pseudonym.Of(subject.Issuer, subject.Value),
            received.Properties?.Items[CentreItem] ?? string.Empty,
            http.RequestAborted
        );
        received.HandleResponse();
        if (signedIn.Session is not { } session)
        {
            await SignInPage.ForKey("/", SignInFault.NoCentre, null).ExecuteAsync(http);
            return;
        }

        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        await session.SignInAsync(http, clock.GetUtcNow() + _session, remembered: false);
        http.Response.Redirect(received.ReturnUri ?? "/");
    }

    // Somebody changed their mind, came back too late, or the service does not answer: the page offers the ways in again.
    private static Task FailAsync(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        var settings = failed.HttpContext.RequestServices.GetRequiredService<OidcSettings>();
        var to = failed.Properties?.RedirectUri ?? "/";
        return SignInPage
            .ForKey(to, SignInFault.NotByService(settings.Name), settings)
            .ExecuteAsync(failed.HttpContext);
    }
}
