using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>An OIDC issuer as small as can be: a discovery document, one RSA key, tokens as asked for, a code flow.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "center";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RsaSecurityKey _key;
    private readonly WebApplication _app;

    private TokenIssuer()
    {
        _key = new RsaSecurityKey(_rsa) { KeyId = "first" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/.well-known/openid-configuration", Discovery);
        _app.MapGet("/keys", Keys);
        Flow = new CodeFlow(this);
        Flow.Map(_app);
    }

    public string Url => _app.Urls.Single();

    public Dictionary<string, string?> Settings =>
        new() { ["Authentication:Jwt:Authority"] = Url, ["Authentication:Jwt:Audience"] = Audience };

    /// <summary>Signs in whoever comes with a browser.</summary>
    public CodeFlow Flow { get; }

    public static async Task<TokenIssuer> StartAsync()
    {
        var issuer = new TokenIssuer();
        await issuer._app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>A token as this issuer signs it, but for what is asked otherwise.</summary>
    public string Token(
        string? subject,
        string? issuer = null,
        string? audience = Audience,
        TimeSpan? validFor = null,
        SigningCredentials? signedBy = null,
        Dictionary<string, object>? claims = null
    )
    {
        var now = DateTime.UtcNow;
        var ends = now + (validFor ?? TimeSpan.FromMinutes(5));
        var all = new Dictionary<string, object>(claims ?? []);
        if (subject is not null)
        {
            all["sub"] = subject;
        }

        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer ?? Url,
                Audience = audience,
                IssuedAt = ends.AddHours(-1),
                NotBefore = ends.AddHours(-1),
                Expires = ends,
                Claims = all,
                SigningCredentials = signedBy ?? new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
            }
        );
    }

    /// <summary>The same claims under a head that says there is no signature.</summary>
    public string Unsigned(string subject, string alg = "none")
    {
        var body = Token(subject).Split('.')[1];
        var head = Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{alg}}","typ":"JWT"}"""));
        return $"{head}.{body}.";
    }

    /// <summary>Signs with the public key as if it were a shared secret: an old trick.</summary>
    public SigningCredentials PublicKeyAsSecret() =>
        new(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_rsa.ExportRSAPublicKeyPem())) { KeyId = "first" },
            SecurityAlgorithms.HmacSha256
        );

    /// <summary>Another key under the same name.</summary>
    public static SigningCredentials AnotherKey() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "first" }, SecurityAlgorithms.RsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private IResult Discovery() =>
        Results.Text(
            JsonSerializer.Serialize(
                new
                {
                    issuer = Url,
                    jwks_uri = $"{Url}/keys",
                    authorization_endpoint = $"{Url}/authorize",
                    token_endpoint = $"{Url}/token",
                }
            ),
            "application/json"
        );

    private IResult Keys()
    {
        var open = _rsa.ExportParameters(includePrivateParameters: false);
        var key = new
        {
            kty = "RSA",
            use = "sig",
            kid = "first",
            n = Base64UrlEncoder.Encode(open.Modulus),
            e = Base64UrlEncoder.Encode(open.Exponent),
        };
        return Results.Text(JsonSerializer.Serialize(new { keys = new[] { key } }), "application/json");
    }
}
