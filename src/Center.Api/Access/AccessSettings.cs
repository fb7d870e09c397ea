using System;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Access;

/// <summary>What the operator can set about access.</summary>
internal sealed record AccessSettings
{
    /// <summary>Address of the OIDC issuer, or null (<c>Authentication:Jwt:Authority</c>).</summary>
    public string? Authority { get; init; }

    /// <summary>Expected audience of tokens (<c>Authentication:Jwt:Audience</c>).</summary>
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
        return new AccessSettings
        {
            Authority = Text(jwt["Authority"]),
            Audience = Text(jwt["Audience"]),
            Issuer = Text(jwt["Issuer"]),
            SigningKey = Text(jwt["SigningKey"]),
            Burst = Math.Max(1, limit.GetValue("Burst", 600)),
            PerSecond = Math.Max(1, limit.GetValue("PerSecond", 100)),
            SharedFactor = Math.Max(1, limit.GetValue("SharedFactor", 20)),
        };
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
