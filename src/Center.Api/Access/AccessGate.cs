using System;
using System.Threading.Tasks;
using Center.Api.Access.Pages;
using Center.Api.Plumbing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Access;

/// <summary>
/// Stands before every endpoint: who calls, how often, and whether the endpoint's permission is held in some scope. An
/// endpoint that does not say who may call it refuses everybody.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="callers">Finds out who calls.</param>
/// <param name="limits">How often.</param>
internal sealed class AccessGate(RequestDelegate next, CallerLookup callers, RateLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Routing's own endpoints (405, 415) do nothing that anybody could be kept from.
        if (context.GetEndpoint() is RouteEndpoint endpoint && !await AdmitAsync(context, endpoint))
        {
            return;
        }

        await next(context);
    }

    private async Task<bool> AdmitAsync(HttpContext context, RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<OpenToStrangersMark>() is not null)
        {
            if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            {
                limits.Take(context, null);
            }

            return true;
        }

        var caller = await callers.FindAsync(context);
        limits.Take(context, caller);
        if (caller is null)
        {
            return SendToSignIn(context);
        }

        if (EndpointAccess.Admit(endpoint, caller) is { } admitted)
        {
            context.Features.Set(admitted);
            return true;
        }

        if (caller.Grants.Count == 0 && IsPage(context.Request))
        {
            await SignInPage.ForNobody(caller.Subject).ExecuteAsync(context);
            return false;
        }

        if (endpoint.Metadata.GetMetadata<ShownToOthersMark>() is { } page && IsBrowser(context.Request))
        {
            context.Features.Set(caller);
            await (await page.Show(context)).ExecuteAsync(context);
            return false;
        }

        throw new RefusedException("forbidden", "None of your roles may do this.");
    }

    private static bool IsPage(HttpRequest request) =>
        IsBrowser(request) && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal);

    private static bool IsBrowser(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    // Figures on pages link to what they are made of; browsers say when a person follows a link, clients do not.
    private static bool IsFollowedLink(HttpRequest request) => request.Headers["Sec-Fetch-Dest"] == "document";

    private static bool SendToSignIn(HttpContext context)
    {
        var request = context.Request;
        var isApi = request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        var isGet = HttpMethods.IsGet(request.Method);
        var isPage =
            (isGet ? !isApi || IsFollowedLink(request) : !isApi && request.HasFormContentType) && IsBrowser(request);
        if (!isPage)
        {
            throw new RefusedException("unauthenticated", "Send a valid key or token as Bearer.");
        }

        // A form is not sent again by itself.
        context.Response.Redirect(
            isGet ? $"/sign-in?to={Uri.EscapeDataString(request.Path + request.QueryString)}" : "/sign-in"
        );
        return false;
    }
}
