using System;
using Center.Api.Plumbing;
using Center.Projections.Access;
using Center.Projections.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Center.Api.Access;

/// <summary>Services of the room: who calls, by which credential, how often.</summary>
internal static class AccessServices
{
    // The algorithm is chosen here, never by the token (RFC 8725, section 3.1).
    private static readonly string[] _publicKeyAlgorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
    ];

    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var settings = AccessSettings.Of(builder.Configuration);
        var oidc = OidcSettings.Of(builder.Configuration);
        services.AddSingleton(settings);
        services.AddSingleton(oidc);
        services.AddSingleton<Credentials>();
        services.AddSingleton<AccessLists>();
        services.AddSingleton<KeptCallers>();
        services.AddSingleton<CallerLookup>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<KeyIssuing>();
        services.AddSingleton<ConsoleKeys>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<IFirstStart, FirstKey>();
        // Forms are bound to the session of the pages, whatever else there is to sign in by.
        var authentication = services.AddAuthentication(PageSession.Scheme);
        AddPages(services, authentication);
        if (settings.AcceptsTokens)
        {
            authentication.AddJwtBearer(options => Configure(options, settings));
        }

        if (oidc.IsOffered)
        {
            OidcSignIn.Add(authentication, oidc, _publicKeyAlgorithms);
        }
    }

    private static void AddPages(IServiceCollection services, AuthenticationBuilder authentication)
    {
        authentication.AddCookie(
            PageSession.Scheme,
            options =>
            {
                options.Cookie.Name = "center-session";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.SlidingExpiration = false;
            }
        );
        services.AddDataProtection().SetApplicationName("Center");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<NpgsqlDataSource, VaultKey>(
                (options, source, key) =>
                {
                    options.XmlRepository = new CookieKeys(source);
                    options.XmlEncryptor = new CookieKeySealing(key);
                }
            );
    }

    private static void Configure(JwtBearerOptions options, AccessSettings settings)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ValidAudience = settings.Audience;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        if (settings.SigningKey is not { } signingKey)
        {
            options.Authority = settings.Authority;
            options.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
            options.TokenValidationParameters.ValidAlgorithms = _publicKeyAlgorithms;
            return;
        }

        options.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(
            Convert.FromBase64String(signingKey)
        );
        options.TokenValidationParameters.ValidIssuer = settings.Issuer ?? settings.Authority;
        options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
    }
}
