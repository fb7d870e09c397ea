using System;
using Center.Api.Plumbing;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Access;

/// <summary>What the operator can set about access.</summary>
internal sealed record AccessSettings
{
    private const int ShortestSigningKey = 32;

    /// <summary>Address of the OIDC issuer, or null (<c>Authentication:Jwt:Authority</c>).</summary>
    public string? Authority { get; init; }

    /// <summary>Audience that tokens must be made for; needed with either of the others (<c>Authentication:Jwt:Audience</c>).</summary>
    public string? Audience { get; init; }

    /// <summary>Expected issuer where a signing key is given instead of an authority (<c>Authentication:Jwt:Issuer</c>).</summary>
    public string? Issuer { get; init; }

    /// <summary>Symmetric signing key, base64, or null (<c>Authentication:Jwt:SigningKey</c>).</summary>
    public string? SigningKey { get; init; }

    /// <summary>Requests that one person's credential may make at once (<c>Center:RateLimit:Burst</c>).</summary>
    public int Burst { get; init; }

    /// <summary>Requests a second that it may go on with (<c>Center:RateLimit:PerSecond</c>).</summary>
    public int PerSecond { get; init; }

    /// <summary>How many people a credential without a person stands for: a desk, a device, an application.</summary>
    public int SharedFactor { get; init; }

    public bool AcceptsTokens => Authority is not null || SigningKey is not null;

    public static AccessSettings Of(IConfiguration configuration)
    {
        var jwt = configuration.GetSection("Authentication:Jwt");
        var limit = configuration.GetSection("Center:RateLimit");
        var settings = new AccessSettings
        {
            Authority = Text(jwt["Authority"]),
            Audience = Text(jwt["Audience"]),
            Issuer = Text(jwt["Issuer"]),
            SigningKey = Text(jwt["SigningKey"]),
            Burst = Math.Max(1, limit.GetValue("Burst", 600)),
            PerSecond = Math.Max(1, limit.GetValue("PerSecond", 100)),
            SharedFactor = Math.Max(1, limit.GetValue("SharedFactor", 20)),
        };
        settings.CheckTokens();
        return settings;
    }

    // A token service that is set up by halves would answer every token with 401, or let in what is meant for others.
    private void CheckTokens()
    {
        if (!AcceptsTokens)
        {
            return;
        }

        if (Audience is null)
        {
            throw new StartupFailure(
                "Authentication:Jwt:Audience is missing: name the audience that the issuer writes into tokens for this service."
            );
        }

        if (SigningKey is null && !IsSafeAddress(Authority!))
        {
            throw new StartupFailure("Authentication:Jwt:Authority must be an https address.");
        }

        if (SigningKey is not null && !IsKey(SigningKey))
        {
            throw new StartupFailure(
                $"Authentication:Jwt:SigningKey must hold at least {ShortestSigningKey} bytes in base64."
            );
        }

        if (SigningKey is not null && (Issuer ?? Authority) is null)
        {
            throw new StartupFailure("Authentication:Jwt:Issuer is missing: name who signs with the SigningKey.");
        }
    }

    /// <summary>Whether an address is https, or http on this very machine.</summary>
    public static bool IsSafeAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool IsKey(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length >= ShortestSigningKey;
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
