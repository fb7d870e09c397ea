using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Access;

/// <summary>What one subject can do, and by which credentials. Equal by value.</summary>
/// <param name="Keys">Keys ever issued to the subject, in order.</param>
/// <param name="Links">Sign-in links ever made for the subject, in order.</param>
/// <param name="Grants">Roles that the subject holds now, in the order of granting.</param>
/// <param name="Person">The person that the subject is, where it is an identity of another sign-in service.</param>
public sealed record SubjectAccess(
    ValueList<IssuedKey> Keys,
    ValueList<IssuedLink> Links,
    ValueList<HeldGrant> Grants,
    PersonId? Person
)
{
    /// <summary>A key of the subject, or null.</summary>
    /// <param name="id">The key.</param>
    public IssuedKey? Key(CredentialId id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>A sign-in link of the subject, or null.</summary>
    /// <param name="id">The link.</param>
    public IssuedLink? Link(CredentialId id) => Links.FirstOrDefault(link => link.Id == id);

    /// <summary>Whether the subject holds a role.</summary>
    /// <param name="grant">The role and its scope.</param>
    public bool Holds(Grant grant) => Grants.Any(held => held.Grant == grant);
}

/// <summary>A key of the subject.</summary>
/// <param name="Id">The key.</param>
/// <param name="Grant">What it allows.</param>
/// <param name="SecretHash">Hash of its secret.</param>
/// <param name="IssuedBy">Subject that issued it.</param>
/// <param name="Revoked">Whether it counts no longer.</param>
public sealed record IssuedKey(CredentialId Id, Grant Grant, string SecretHash, string IssuedBy, bool Revoked);

/// <summary>A sign-in link of the subject.</summary>
/// <param name="Id">The link.</param>
/// <param name="Grants">What it carries at most.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
/// <param name="IssuedBy">Subject that made it.</param>
/// <param name="Used">Whether it was used.</param>
/// <param name="Revoked">Whether what it opened counts no longer.</param>
public sealed record IssuedLink(
    CredentialId Id,
    ValueList<Grant> Grants,
    DateTimeOffset ExpiresAt,
    string IssuedBy,
    bool Used,
    bool Revoked
);

/// <summary>A role that the subject holds.</summary>
/// <param name="Grant">The role and its scope.</param>
/// <param name="GrantedBy">Subject that granted it.</param>
public sealed record HeldGrant(Grant Grant, string GrantedBy);
