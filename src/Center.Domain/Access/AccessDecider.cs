using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Access;

/// <summary>Decides on one subject's keys, roles and sign-in links (stream <c>access/{subject}</c>).</summary>
public static class AccessDecider
{
    /// <summary>How long a sign-in link can be used: long enough to walk from the desk to a phone, short enough to lose.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(15);

    /// <summary>A subject that holds nothing.</summary>
    public static SubjectAccess Initial { get; } = new([], [], [], null);

    /// <summary>What the subject holds after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="event">What happened.</param>
    public static SubjectAccess Evolve(SubjectAccess state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            KeyIssued e => state with { Keys = state.Keys.Add(KeyOf(e)) },
            KeyRevoked e => Revoke(state, e.KeyId),
            RoleGranted e => state with
            {
                Grants = state.Grants.Add(new HeldGrant(new Grant(e.Role, e.Scope), e.GrantedBy)),
            },
            RoleRevoked e => state with
            {
                Grants = state.Grants.Where(held => held.Grant != new Grant(e.Role, e.Scope)).ToValueList(),
            },
            IdentityLinked e => state with { Person = e.Person },
            SignInLinkIssued e => state with { Links = state.Links.Add(LinkOf(e)) },
            SignInLinkUsed e => state with
            {
                Links = state.Links.Select(l => l.Id == e.LinkId ? l with { Used = true } : l).ToValueList(),
            },
            _ => state,
        };
    }

    /// <summary>Issues a key; refused <c>forbidden</c> above the issuer's rank or outside their scope.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(IssueKey command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (!AccessPolicy.MayHandOut(command.By.Grants, command.Authority, command.Grant))
        {
            return BeyondIssuer(command.Grant);
        }

        return state.Key(command.KeyId) is { } known
            ? Same(known, command)
            : Decision.Accept(
                new KeyIssued(
                    command.KeyId,
                    command.Grant.Role,
                    command.Grant.Scope,
                    command.SecretHash,
                    command.By.Subject
                )
            );
    }

    /// <summary>Revokes a key or a sign-in; who could not have issued it may not take it either.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(RevokeKey command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var revoked = Decision.Accept(new KeyRevoked(command.KeyId, command.By.Subject));
        if (state.Key(command.KeyId) is { } key)
        {
            return !AccessPolicy.MayHandOut(command.By.Grants, Permission.ManageKeys, key.Grant)
                    ? BeyondIssuer(key.Grant)
                : key.Revoked ? Decision.Nothing
                : revoked;
        }

        return state.Link(command.KeyId) is not { } link ? new Refusal("not-found", "There is no such key.")
            : link.Revoked ? Decision.Nothing
            : revoked;
    }

    /// <summary>Gives a role; nothing when it is held already.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(GrantRole command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return !AccessPolicy.MayHandOut(command.By.Grants, Permission.ManageGrants, command.Grant)
                ? BeyondIssuer(command.Grant)
            : state.Holds(command.Grant) ? Decision.Nothing
            : Decision.Accept(new RoleGranted(command.Grant.Role, command.Grant.Scope, command.By.Subject));
    }

    /// <summary>Takes a role; nothing when it is not held.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(RevokeRole command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return !AccessPolicy.MayHandOut(command.By.Grants, Permission.ManageGrants, command.Grant)
                ? BeyondIssuer(command.Grant)
            : !state.Holds(command.Grant) ? Decision.Nothing
            : Decision.Accept(new RoleRevoked(command.Grant.Role, command.Grant.Scope, command.By.Subject));
    }

    /// <summary>
    /// Takes everything that the subject can do; nothing when it can do nothing. Only for what follows from a decision about
    /// the subject itself, such as an erasure: no rank is asked for.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(EndAccess command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var keys = state.Keys.Where(key => !key.Revoked).Select(key => key.Id);
        var links = state.Links.Where(link => !link.Revoked).Select(link => link.Id);
        var roles = state.Grants.Select(held => new RoleRevoked(held.Grant.Role, held.Grant.Scope, command.By));
        return Decision.Accept([.. keys.Concat(links).Select(id => new KeyRevoked(id, command.By)), .. roles]);
    }

    /// <summary>
    /// Links an identity to a person. Whoever links must be able to hand out all that the person holds, or the link would
    /// be a way around ranks.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the identity holds.</param>
    public static Decision Decide(LinkIdentity command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var beyond = command
            .PersonsGrants.Append(Grant.Everywhere(Role.Resident))
            .FirstOrDefault(grant => !AccessPolicy.MayHandOut(command.By.Grants, Permission.ManageGrants, grant));
        return beyond is not null ? BeyondIssuer(beyond)
            : state.Person == command.Person ? Decision.Nothing
            : state.Person is not null ? new Refusal("wrong-state", "The identity is already linked to another person.")
            : Decision.Accept(new IdentityLinked(command.Person, command.By.Subject));
    }

    /// <summary>
    /// Makes a sign-in link. It carries being a resident, and of the subject's roles only those that its maker could hand
    /// out: a front desk that makes a link for a manager does not become one.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(MakeSignInLink command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var carried = state
            .Grants.Select(held => held.Grant)
            .Where(grant => AccessPolicy.MayHandOut(command.By.Grants, Permission.ManageGrants, grant))
            .ToValueList();
        return state.Link(command.LinkId) is not null
            ? Decision.Nothing
            : Decision.Accept(
                new SignInLinkIssued(
                    command.LinkId,
                    command.SecretHash,
                    command.At + LinkLife,
                    carried,
                    command.By.Subject
                )
            );
    }

    /// <summary>Uses a sign-in link: once, and before it ends.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What the subject holds.</param>
    public static Decision Decide(UseSignInLink command, SubjectAccess state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Link(command.LinkId) is not { } link ? new Refusal("not-found", "There is no such sign-in link.")
            : link.Used || link.Revoked ? new Refusal("wrong-state", "The sign-in link was already used or taken back.")
            : command.At >= link.ExpiresAt ? new Refusal("lapsed", "The sign-in link has run out.")
            : Decision.Accept(new SignInLinkUsed(command.LinkId));
    }

    private static SubjectAccess Revoke(SubjectAccess state, CredentialId id) =>
        state with
        {
            Keys = state.Keys.Select(key => key.Id == id ? key with { Revoked = true } : key).ToValueList(),
            Links = state.Links.Select(link => link.Id == id ? link with { Revoked = true } : link).ToValueList(),
        };

    private static IssuedKey KeyOf(KeyIssued e) =>
        new(e.KeyId, new Grant(e.Role, e.Scope), e.SecretHash, e.IssuedBy, false);

    private static IssuedLink LinkOf(SignInLinkIssued e) =>
        new(e.LinkId, e.Grants, e.ExpiresAt, e.IssuedBy, false, false);

    private static Decision Same(IssuedKey known, IssueKey command) =>
        known.Grant == command.Grant && known.SecretHash == command.SecretHash
            ? Decision.Nothing
            : new Refusal("wrong-state", "The key was issued with other rights.");

    private static Refusal BeyondIssuer(Grant grant) =>
        new Refusal("forbidden", "The role is above your own or outside your scope.").With("grant", grant.ToString());
}
