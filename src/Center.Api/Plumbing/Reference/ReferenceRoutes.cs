using System;
using System.Security.Cryptography;
using Center.Api.Access;
using Center.Api.Plumbing.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Center.Api.Plumbing.Reference;

/// <summary>The OpenAPI document and the reference to leaf through; both open to strangers, both from this machine alone.</summary>
internal static class ReferenceRoutes
{
    private const int NonceBytes = 16;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").OpenToStrangers();
        app.MapScalarApiReference("/docs", Configure).OpenToStrangers();
    }

    // The page's own two scripts carry a number that is new for each answer; it makes its styles itself.
    private static void Configure(ScalarOptions options, HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        options
            .WithTitle("Center")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .WithNonce(nonce)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent();
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.HideClientButton = true;
        PageHeaders.Set(
            context.Response,
            $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; "
                + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'"
        );
    }
}
