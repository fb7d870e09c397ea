using System;
using Center.Api.Plumbing;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Access;

/// <summary>What the operator can set about signing in to the pages by a sign-in service (OpenID Connect).</summary>
internal sealed record OidcSettings
{
    /// <summary>Address of the sign-in service; null when there is none (<c>Authentication:Oidc:Authority</c>).</summary>
    public string? Authority { get; init; }

    /// <summary>How this service is called there; needed with an authority (<c>Authentication:Oidc:ClientId</c>).</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>Its secret there; null for a public client (<c>Authentication:Oidc:ClientSecret</c>).</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What people call the sign-in service; default its host (<c>Authentication:Oidc:Name</c>).</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Whether the pages offer it.</summary>
    public bool IsOffered => Authority is not null;

    /// <summary>Reads them.</summary>
    /// <exception cref="StartupFailure">They are set by halves.</exception>
    public static OidcSettings Of(IConfiguration configuration)
    {
        var oidc = configuration.GetSection("Authentication:Oidc");
        if (Text(oidc["Authority"]) is not { } authority)
        {
            return new OidcSettings();
        }

        if (!AccessSettings.IsSafeAddress(authority))
        {
            throw new StartupFailure("Authentication:Oidc:Authority must be an https address.");
        }

        return new OidcSettings
        {
            Authority = authority,
            ClientId =
                Text(oidc["ClientId"])
                ?? throw new StartupFailure(
                    "Authentication:Oidc:ClientId is missing: name how the sign-in service calls this service."
                ),
            ClientSecret = Text(oidc["ClientSecret"]),
            Name = Text(oidc["Name"]) ?? new Uri(authority).Host,
        };
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
