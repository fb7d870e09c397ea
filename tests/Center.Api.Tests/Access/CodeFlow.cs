using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Center.Api.Tests.Access;

/// <summary>
/// The authorisation code flow of <see cref="TokenIssuer"/> (OpenID Connect Core, section 3.1; PKCE, RFC 7636). Whoever
/// comes is who <see cref="Who"/> says, or changes their mind.
/// </summary>
/// <param name="issuer">Signs.</param>
internal sealed class CodeFlow(TokenIssuer issuer)
{
    public const string ClientId = "center-pages";

    private const string Secret = "not told to the browser";

    private readonly ConcurrentDictionary<string, Grant> _codes = new();

    /// <summary>Subject of whoever comes next; null for somebody who changes their mind.</summary>
    public string? Who { get; set; } = "li.wei@example.org";

    /// <summary>Makes the token of the next one wrong; null for a right one.</summary>
    public Func<string, string>? Spoil { get; set; }

    /// <summary>What is asked at the token endpoint, in order.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    public Dictionary<string, string?> Settings =>
        new()
        {
            ["Authentication:Oidc:Authority"] = issuer.Url,
            ["Authentication:Oidc:ClientId"] = ClientId,
            ["Authentication:Oidc:ClientSecret"] = Secret,
            ["Authentication:Oidc:Name"] = "Town ID",
            ["Authentication:Jwt:Authority"] = issuer.Url,
            ["Authentication:Jwt:Audience"] = TokenIssuer.Audience,
        };

    public void Map(WebApplication app)
    {
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        var back = $"{asked["redirect_uri"]}?state={Uri.EscapeDataString(asked["state"].ToString())}";
        if (Who is not { } subject)
        {
            return Results.Redirect($"{back}&error=access_denied");
        }

        if (asked["client_id"] != ClientId || asked["code_challenge_method"] != "S256" || asked["scope"] != "openid")
        {
            return Results.BadRequest();
        }

        var code = Guid.NewGuid().ToString("N");
        _codes[code] = new Grant(subject, asked["nonce"]!, asked["code_challenge"]!, asked["redirect_uri"]!);
        return Results.Redirect($"{back}&code={code}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var asked = new Dictionary<string, string>();
        foreach (var (name, value) in form)
        {
            asked[name] = value.ToString();
        }

        Asked.Enqueue(asked);
        var challenge = SHA256.HashData(Encoding.ASCII.GetBytes(asked["code_verifier"]));
        if (
            asked["client_secret"] != Secret
            || !_codes.TryRemove(asked["code"], out var grant)
            || grant.RedirectUri != asked["redirect_uri"]
            || grant.Challenge != Base64UrlEncoder.Encode(challenge)
        )
        {
            return Results.BadRequest(new { error = "invalid_grant" });
        }

        var claims = new Dictionary<string, object> { ["nonce"] = grant.Nonce, ["roles"] = new[] { "admin" } };
        var token = issuer.Token(grant.Subject, audience: ClientId, claims: claims);
        var answer = new Dictionary<string, string>
        {
            ["access_token"] = "of no use",
            ["token_type"] = "Bearer",
            ["id_token"] = Spoil?.Invoke(token) ?? token,
        };
        return Results.Text(JsonSerializer.Serialize(answer), "application/json");
    }

    private sealed record Grant(string Subject, string Nonce, string Challenge, string RedirectUri);
}
