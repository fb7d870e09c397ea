using System;
using System.Security.Claims;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>What the cookie of the pages holds: which credential, not which rights.</summary>
/// <param name="Centre">The centre.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Credential">The key or sign-in link.</param>
internal sealed record PageSession(string Centre, string Subject, CredentialId Credential)
{
    public const string Scheme = "session";

    public Task SignInAsync(HttpContext context, DateTimeOffset until, bool remembered)
    {
        Claim[] claims = [new("centre", Centre), new("subject", Subject), new("credential", Credential.ToString())];
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
            ? new PageSession(centre, subject, new CredentialId(credential))
            : null;
}
