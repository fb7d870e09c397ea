using System;
using Center.Domain.Kernel;

namespace Center.Domain.Access;

/// <summary>
/// A key was issued. The stream's subject is the person that it belongs to, or the key itself. Its label is text that
/// somebody typed and stays in the vault.
/// </summary>
/// <param name="KeyId">The key.</param>
/// <param name="Role">What its holder is.</param>
/// <param name="Scope">Where.</param>
/// <param name="SecretHash">SHA-256 of the 256-bit secret in hex; tells nothing about it.</param>
/// <param name="IssuedBy">Subject that issued it.</param>
[EventName("key.issued", 1)]
public sealed record KeyIssued(CredentialId KeyId, Role Role, Scope Scope, string SecretHash, string IssuedBy);

/// <summary>A key, or what a sign-in link opened, was revoked and counts no longer.</summary>
/// <param name="KeyId">The key or the link.</param>
/// <param name="RevokedBy">Subject that revoked it.</param>
[EventName("key.revoked", 1)]
public sealed record KeyRevoked(CredentialId KeyId, string RevokedBy);

/// <summary>The stream's subject was given a role.</summary>
/// <param name="Role">What the subject is from now on.</param>
/// <param name="Scope">Where.</param>
/// <param name="GrantedBy">Subject that granted it.</param>
[EventName("role.granted", 1)]
public sealed record RoleGranted(Role Role, Scope Scope, string GrantedBy);

/// <summary>A role was taken from the stream's subject.</summary>
/// <param name="Role">What the subject is no longer.</param>
/// <param name="Scope">Where.</param>
/// <param name="RevokedBy">Subject that took it.</param>
[EventName("role.revoked", 1)]
public sealed record RoleRevoked(Role Role, Scope Scope, string RevokedBy);

/// <summary>The stream's subject, an identity of another sign-in service, is a person of the centre.</summary>
/// <param name="Person">The person; from now on the two are one actor.</param>
/// <param name="LinkedBy">Subject that said so.</param>
[EventName("identity.linked", 1)]
public sealed record IdentityLinked(PersonId Person, string LinkedBy);

/// <summary>A one-time sign-in link was made for the stream's subject.</summary>
/// <param name="LinkId">The link; what it opens is known by the same id.</param>
/// <param name="SecretHash">SHA-256 of the 256-bit secret in hex.</param>
/// <param name="ExpiresAt">From this instant it opens nothing.</param>
/// <param name="Grants">Grants that it carries at most, beside being a resident.</param>
/// <param name="IssuedBy">Subject that made it.</param>
[EventName("sign-in-link.issued", 1)]
public sealed record SignInLinkIssued(
    CredentialId LinkId,
    string SecretHash,
    DateTimeOffset ExpiresAt,
    ValueList<Grant> Grants,
    string IssuedBy
);

/// <summary>A sign-in link was used; it opens nothing more.</summary>
/// <param name="LinkId">The link.</param>
[EventName("sign-in-link.used", 1)]
public sealed record SignInLinkUsed(CredentialId LinkId);
