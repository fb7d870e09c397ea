using System.Linq;
using Center.Domain.Access;
using Center.Domain.Kernel;
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

    /// <summary>Code of the organisation that the caller acts for, or null.</summary>
    public string? Organisation { get; init; }

    public required ValueList<Grant> Grants { get; init; }

    /// <summary>The role written into events.</summary>
    public required Role Role { get; init; }

    /// <summary>api, page or device.</summary>
    public required string Channel { get; init; }

    public bool May(Permission permission, string? site = null, string? organisation = null) =>
        Grants.Any(grant => AccessPolicy.Allows(grant.Role, permission) && grant.Scope.Covers(site, organisation));

    /// <summary>The caller of an authenticated request.</summary>
    /// <exception cref="Plumbing.RefusedException">There is none (401).</exception>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>()
        ?? throw new Plumbing.RefusedException("unauthenticated", "Send a key or token as Bearer.");
}
