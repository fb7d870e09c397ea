using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Access;
using Center.Projections.EventStore;

namespace Center.Api.Access;

/// <summary>What signing in came to: a session, or the reason why not.</summary>
/// <param name="Session">The session, or null.</param>
/// <param name="Refusal">The reason, or null.</param>
internal sealed record SignedIn(PageSession? Session, Refusal? Refusal);

/// <summary>Turns a key, a one-time link or an identity into a session of the pages.</summary>
/// <param name="works">Opens transactions.</param>
/// <param name="credentials">Whose secret it is.</param>
internal sealed class SignIn(WorkFactory works, Credentials credentials)
{
    private const int Attempts = 4;

    private static readonly Refusal _unknown = new("unauthenticated", "There is no such key or link.");

    public async Task<SignedIn> ByKeyAsync(string secret, CancellationToken stopping)
    {
        var known = await credentials.OfSecretAsync(KeySecret.HashOf(secret), stopping);
        return known?.Credential is { } id && known.Access.Key(id) is { Revoked: false }
            ? new SignedIn(new PageSession(known.Centre, known.Subject, id), null)
            : new SignedIn(null, _unknown);
    }

    /// <summary>
    /// Opens a session for an identity that the sign-in service vouches for, in the centre that is named, or that knows it,
    /// or that is the only one. Rights are read with every request, so nobody needs any to sign in.
    /// </summary>
    /// <param name="pseudonym">The identity.</param>
    /// <param name="centre">The centre; empty when none is named.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<SignedIn> ByIdentityAsync(Guid pseudonym, string centre, CancellationToken stopping)
    {
        var subject = pseudonym.ToString();
        var known = await credentials.OfSubjectAsync(subject, stopping);
        var open = known.Count > 0 ? [.. known.Select(one => one.Centre)] : await credentials.CentresAsync(stopping);
        var meant = open.Where(one => centre.Length == 0 || one == centre).ToList();
        return meant is [var only]
            ? new SignedIn(new PageSession(only, subject, new CredentialId(pseudonym), IsIdentity: true), null)
            : new SignedIn(null, new Refusal("not-found", "There are several centres; name one."));
    }

    /// <summary>Uses a link up. Of two who use it at once, one gets in.</summary>
    public async Task<SignedIn> ByLinkAsync(string token, string requestId)
    {
        var known = await credentials.OfSecretAsync(KeySecret.HashOf(token), CancellationToken.None);
        if (known?.Credential is not { } id || known.Access.Link(id) is null)
        {
            return new SignedIn(null, _unknown);
        }

        var session = new PageSession(known.Centre, known.Subject, id);
        try
        {
            var refusal = await DecideAsync(
                session,
                requestId,
                (state, now) => AccessDecider.Decide(new UseSignInLink(id, now), state)
            );
            return refusal is null ? new SignedIn(session, null) : new SignedIn(null, refusal);
        }
        catch (StaleStreamException)
        {
            return new SignedIn(
                null,
                new Refusal("wrong-state", "The link was used at the same moment; make a new one.")
            );
        }
    }

    /// <summary>
    /// Ends the session that a link opened, so that a copy of its cookie opens nothing either. A key goes on: it is not
    /// the page's to take back.
    /// </summary>
    public async Task EndAsync(PageSession session, string requestId)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await DecideAsync(
                    session,
                    requestId,
                    (state, _) =>
                        state.Link(session.Credential) is null
                            ? Decision.Nothing
                            : AccessDecider.Decide(
                                new RevokeKey(session.Credential, new Issuer(session.Subject, [])),
                                state
                            )
                );
                return;
            }
            catch (StaleStreamException) when (attempt < Attempts)
            {
                // Something else happened to the subject in between; decide again on what is there now.
            }
        }
    }

    private async Task<Refusal?> DecideAsync(
        PageSession session,
        string requestId,
        Func<SubjectAccess, DateTimeOffset, Decision> decide
    )
    {
        var context = new EventContext(session.Subject, "resident", "page", requestId, requestId);
        await using var work = await works.BeginAsync(session.Centre, context, CancellationToken.None);
        var stream = AccessView.StreamOf(session.Subject);
        var (state, version) = await work.FoldAsync(stream, AccessDecider.Initial, AccessDecider.Evolve);
        var decision = decide(state, work.Now);
        if (decision.Refusal is null && decision.Events.Count > 0)
        {
            work.Append(stream, version, decision.Events);
            await work.CommitAsync();
        }

        return decision.Refusal;
    }
}
