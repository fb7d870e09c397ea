using System;
using System.Collections.Immutable;
using Center.Domain.Kernel;

namespace Center.Domain.Access;

/// <summary>What one subject can do, and by which credentials.</summary>
/// <param name="Keys">Keys ever issued to the subject.</param>
/// <param name="Links">Sign-in links ever made for the subject.</param>
/// <param name="Grants">Roles that the subject holds now.</param>
/// <param name="Person">The person that the subject is, where it is an identity of another sign-in service.</param>
public sealed record SubjectAccess(
    ImmutableDictionary<CredentialId, IssuedKey> Keys,
    ImmutableDictionary<CredentialId, IssuedLink> Links,
    ImmutableList<Grant> Grants,
    PersonId? Person
);

/// <summary>A key of the subject.</summary>
/// <param name="Grant">What it allows.</param>
/// <param name="SecretHash">Hash of its secret.</param>
/// <param name="Revoked">Whether it counts no longer.</param>
public sealed record IssuedKey(Grant Grant, string SecretHash, bool Revoked);

/// <summary>A sign-in link of the subject.</summary>
/// <param name="Grants">What it carries at most.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
/// <param name="Used">Whether it was used.</param>
/// <param name="Revoked">Whether what it opened counts no longer.</param>
public sealed record IssuedLink(ValueList<Grant> Grants, DateTimeOffset ExpiresAt, bool Used, bool Revoked);
