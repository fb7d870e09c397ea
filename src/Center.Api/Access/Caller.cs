using System.Collections.Generic;
using System.Linq;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Access;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>Who makes a request, as the credential says.</summary>
internal sealed record Caller
{
    /// <summary>The centre (tenant) that the request is about.</summary>
    public required string Centre { get; init; }

    /// <summary>The actor written into events: the person when the credential has one, else the credential itself.</summary>
    public required string Subject { get; init; }

    public required CredentialId Credential { get; init; }

    public PersonId? Person { get; init; }

    /// <summary>Code of the organisation that the caller acts for; null without one, and with several.</summary>
    public string? Organisation => Organisations is [var only] ? only : null;

    /// <summary>Codes of all organisations that the caller acts for, each once.</summary>
    public IReadOnlyList<string> Organisations =>
        [.. Grants.Select(grant => grant.Scope.Organisation).OfType<string>().Distinct()];

    public required ValueList<Grant> Grants { get; init; }

    /// <summary>The role written into events: the one that lets the request through.</summary>
    public required Role Role { get; init; }

    /// <summary>api, page, device or command-line.</summary>
    public required string Channel { get; init; }

    /// <summary>Subjects that issued the credential or granted its roles; who approves must be none of them.</summary>
    public ValueList<string> IssuedBy { get; init; } = [];

    /// <summary>The rows that the caller was known by, where that may have been a while ago; else null.</summary>
    public SubjectRevision? Revision { get; init; }

    /// <summary>
    /// Whether the caller may do a thing there. Without site and organisation the thing belongs to the centre as a whole,
    /// and a right in one site or organisation is not enough.
    /// </summary>
    public bool May(Permission permission, string? site = null, string? organisation = null) =>
        Grants.Any(grant => AccessPolicy.Allows(grant.Role, permission) && grant.Scope.Covers(site, organisation));

    /// <summary>Whether the caller may do a thing for an organisation as one of its own, whatever holds for others.</summary>
    public bool MayAs(string organisation, Permission permission) =>
        Grants.Any(grant => grant.Scope.Organisation == organisation && AccessPolicy.Allows(grant.Role, permission));

    /// <summary>Whether the caller may do a thing at all, wherever that is. The endpoint's gate; what is touched decides on.</summary>
    public bool MaySomewhere(Permission permission) => Grants.Any(grant => AccessPolicy.Allows(grant.Role, permission));

    /// <summary>The same caller, named by the role that allows the thing.</summary>
    public Caller InRoleFor(Permission permission) =>
        Grants.FirstOrDefault(grant => AccessPolicy.Allows(grant.Role, permission)) is { } grant
            ? this with
            {
                Role = grant.Role,
            }
            : this;

    /// <summary>The caller as one who hands out rights.</summary>
    public Issuer AsIssuer() => new(Subject, Grants);

    /// <summary>Whoever works at the machine itself: first start and command line.</summary>
    public static Caller Console(string centre) =>
        new()
        {
            Centre = centre,
            Subject = Issuer.Console.Subject,
            Credential = default,
            Grants = Issuer.Console.Grants,
            Role = Role.Admin,
            Channel = "command-line",
        };

    /// <summary>The caller of an authenticated request.</summary>
    /// <exception cref="Plumbing.RefusedException">There is none (401).</exception>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>()
        ?? throw new Plumbing.RefusedException("unauthenticated", "Send a key or token as Bearer.");
}
