using System;
using Center.Domain.Kernel;

namespace Center.Domain.Access;

/// <summary>Who hands out or takes back a right, and what they hold themselves.</summary>
/// <param name="Subject">Their subject.</param>
/// <param name="Grants">Their grants.</param>
public sealed record Issuer(string Subject, ValueList<Grant> Grants)
{
    /// <summary>Whoever works at the machine itself: first start and command line.</summary>
    public static Issuer Console { get; } = new("system:console", [Grant.Everywhere(Role.Admin)]);
}

/// <summary>Issue a key.</summary>
/// <param name="KeyId">Its id.</param>
/// <param name="Grant">What it allows.</param>
/// <param name="SecretHash">Hash of its secret.</param>
/// <param name="By">Who issues it.</param>
/// <param name="Authority">Under which permission: keys or devices.</param>
public sealed record IssueKey(
    CredentialId KeyId,
    Grant Grant,
    string SecretHash,
    Issuer By,
    Permission Authority = Permission.ManageKeys
);

/// <summary>Revoke a key or what a sign-in link opened.</summary>
/// <param name="KeyId">The key or link.</param>
/// <param name="By">Who revokes it.</param>
public sealed record RevokeKey(CredentialId KeyId, Issuer By);

/// <summary>Give the subject a role.</summary>
/// <param name="Grant">The role and its scope.</param>
/// <param name="By">Who grants it.</param>
public sealed record GrantRole(Grant Grant, Issuer By);

/// <summary>Take a role from the subject.</summary>
/// <param name="Grant">The role and its scope.</param>
/// <param name="By">Who takes it.</param>
public sealed record RevokeRole(Grant Grant, Issuer By);

/// <summary>Take everything that the subject can do: its keys, what its sign-in links opened, and its roles.</summary>
/// <param name="By">Subject that takes it.</param>
public sealed record EndAccess(string By);

/// <summary>Say that an identity of another sign-in service is a person of the centre.</summary>
/// <param name="Person">The person.</param>
/// <param name="PersonsGrants">What the person already holds.</param>
/// <param name="By">Who says so.</param>
public sealed record LinkIdentity(PersonId Person, ValueList<Grant> PersonsGrants, Issuer By);

/// <summary>Make a one-time sign-in link for the subject.</summary>
/// <param name="LinkId">Its id.</param>
/// <param name="SecretHash">Hash of its secret.</param>
/// <param name="At">Now.</param>
/// <param name="By">Who makes it.</param>
public sealed record MakeSignInLink(CredentialId LinkId, string SecretHash, DateTimeOffset At, Issuer By);

/// <summary>Use a sign-in link.</summary>
/// <param name="LinkId">The link.</param>
/// <param name="At">Now.</param>
public sealed record UseSignInLink(CredentialId LinkId, DateTimeOffset At);
