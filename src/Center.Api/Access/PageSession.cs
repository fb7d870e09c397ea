using System;
using System.Collections.Generic;
using System.Security.Claims;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>What the cookie of the pages holds: which credential, not which rights.</summary>
/// <param name="Centre">The centre.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Credential">The key or sign-in link, or the identity itself.</param>
/// <param name="IsIdentity">Whether the sign-in service said who it is: then no key and no link stands behind it.</param>
internal sealed record PageSession(string Centre, string Subject, CredentialId Credential, bool IsIdentity = false)
{
    public const string Scheme = "session";

    private const string ByIdentity = "identity";

    public Task SignInAsync(HttpContext context, DateTimeOffset until, bool remembered)
    {
        List<Claim> claims = [new("centre", Centre), new("subject", Subject), new("credential", Credential.ToString())];
        if (IsIdentity)
        {
            claims.Add(new Claim("by", ByIdentity));
        }

        return context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)),
            new AuthenticationProperties { IsPersistent = remembered, ExpiresUtc = until }
        );
    }

    public static PageSession? Read(ClaimsPrincipal principal) =>
        principal.FindFirstValue("centre") is { } centre
        && principal.FindFirstValue("subject") is { } subject
        && Guid.TryParse(principal.FindFirstValue("credential"), out var credential)
            ? new PageSession(
                centre,
                subject,
                new CredentialId(credential),
                principal.FindFirstValue("by") == ByIdentity
            )
            : null;
}
