using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>
/// Finds out who calls: by key, by token of the configured sign-in service, or by the cookie of the pages. Rights are
/// read with every request, so a revocation counts at once.
/// </summary>
/// <param name="credentials">What the centres know.</param>
/// <param name="settings">Whether tokens are accepted.</param>
/// <param name="oidc">Whether the pages offer a sign-in service.</param>
/// <param name="kept">Callers known from before.</param>
internal sealed class CallerLookup(
    Credentials credentials,
    AccessSettings settings,
    OidcSettings oidc,
    KeptCallers kept
)
{
    private const string Bearer = "Bearer ";

    /// <summary>The caller; null when there is no valid credential.</summary>
    /// <exception cref="RefusedException">The centre named in Center-Id is unknown or foreign (404).</exception>
    public async Task<Caller?> FindAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return await OfCookieAsync(context);
        }

        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var secret = authorization[Bearer.Length..].Trim();
        return secret.StartsWith(KeySecret.KeyPrefix, StringComparison.Ordinal) ? await OfKeyAsync(context, secret)
            : settings.AcceptsTokens ? await OfTokenAsync(context)
            : null;
    }

    /// <summary>The caller once more, when what he was known by has changed since.</summary>
    /// <exception cref="RefusedException">The key was revoked in between, or may no longer do this.</exception>
    public async Task<Caller> FindAgainAsync(HttpContext context)
    {
        kept.Forget(KeySecret.HashOf(context.Request.Headers.Authorization.ToString()[Bearer.Length..].Trim()));
        var caller =
            await FindAsync(context)
            ?? throw new RefusedException("unauthenticated", "Send a valid key or token as Bearer.");
        return EndpointAccess.Admit(context.GetEndpoint()!, caller)
            ?? throw new RefusedException("forbidden", "None of your roles may do this.");
    }

    private async Task<Caller?> OfKeyAsync(HttpContext context, string secret)
    {
        var hash = KeySecret.HashOf(secret);
        var late = context.GetEndpoint()?.Metadata.GetMetadata<CallerCheckedLateMark>() is not null;
        if (late && kept.Find(hash) is { } before)
        {
            CheckCentre(context, [before.Centre]);
            return before;
        }

        var known = await credentials.OfSecretAsync(hash, context.RequestAborted);
        if (known?.Credential is not { } id || known.IsErased || known.Access.Key(id) is not { Revoked: false } key)
        {
            return null;
        }

        CheckCentre(context, [known.Centre]);
        var caller = await CallerMaking.OfKeyAsync(known, key, "api", FollowAsync);
        return late ? kept.Keep(hash, known, caller) : caller;
    }

    private async Task<Caller?> OfCookieAsync(HttpContext context)
    {
        var ticket = await context.AuthenticateAsync(PageSession.Scheme);
        if (!ticket.Succeeded || PageSession.Read(ticket.Principal) is not { } session)
        {
            return null;
        }

        var subjects = await credentials.OfSubjectAsync(session.Subject, context.RequestAborted);
        if (session.IsIdentity)
        {
            return await OfIdentityAsync(context, session, subjects);
        }

        if (subjects.FirstOrDefault(subject => subject.Centre == session.Centre) is not { IsErased: false } known)
        {
            return null;
        }

        CheckCentre(context, [known.Centre]);
        SameOrigin.Check(context);
        return known.Access.Key(session.Credential) is { Revoked: false } key
                ? await CallerMaking.OfKeyAsync(known, key, "page", FollowAsync)
            : known.Access.Link(session.Credential) is { Used: true, Revoked: false } link
                ? await CallerMaking.OfLinkAsync(known, link, FollowAsync)
            : null;
    }

    // A session outlives its sign-in service no more than a key outlives its revocation.
    private async Task<Caller?> OfIdentityAsync(
        HttpContext context,
        PageSession session,
        IReadOnlyList<KnownSubject> subjects
    )
    {
        if (!oidc.IsOffered)
        {
            return null;
        }

        CheckCentre(context, [session.Centre]);
        SameOrigin.Check(context);
        var known =
            subjects.FirstOrDefault(subject => subject.Centre == session.Centre)
            ?? new KnownSubject(session.Centre, session.Subject, AccessDecider.Initial, null, null);
        return await OfIdentityAsync(known, session.Credential, "page");
    }

    // Nobody comes in as somebody whose data were erased.
    private async Task<Caller?> OfIdentityAsync(KnownSubject known, CredentialId credential, string channel) =>
        known.IsErased
        || (known.Access.Person is { } linked && await FollowAsync(known.Centre, linked) is { IsErased: true })
            ? null
            : await CallerMaking.OfIdentityAsync(known, credential, channel, FollowAsync);

    private async Task<Caller?> OfTokenAsync(HttpContext context)
    {
        var ticket = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        var subject = ticket.Principal?.FindFirst("sub");
        if (!ticket.Succeeded || subject is null)
        {
            return null;
        }

        var pseudonym = Pseudonym.Of(subject.Issuer, subject.Value);
        var known = await credentials.OfSubjectAsync(pseudonym.ToString(), context.RequestAborted);
        var centres = known.Count > 0 ? known.Select(one => one.Centre) : await OnlyCentreAsync(context);
        var centre = CheckCentre(context, [.. centres]);
        var access =
            known.FirstOrDefault(one => one.Centre == centre)
            ?? new KnownSubject(centre, pseudonym.ToString(), AccessDecider.Initial, null, null);
        return await OfIdentityAsync(access, new CredentialId(pseudonym), "api");
    }

    // A stranger to all centres may still ask who he is, so that an administrator can grant him something.
    private async Task<IReadOnlyList<string>> OnlyCentreAsync(HttpContext context)
    {
        var centres = await credentials.CentresAsync(context.RequestAborted);
        return centres.Count == 1 ? centres : [];
    }

    private async Task<KnownSubject?> FollowAsync(string centre, PersonId person)
    {
        var subjects = await credentials.OfSubjectAsync(person.ToString(), default);
        return subjects.FirstOrDefault(subject => subject.Centre == centre);
    }

    private static string CheckCentre(HttpContext context, IReadOnlyList<string> open)
    {
        var named = context.Request.Headers["Center-Id"].ToString();
        var centre = open.FirstOrDefault(one => named.Length == 0 || one == named);
        return centre is null || (named.Length == 0 && open.Count > 1)
            ? throw new RefusedException("not-found", "Name a centre that you have rights in, in Center-Id.")
            : centre;
    }
}
