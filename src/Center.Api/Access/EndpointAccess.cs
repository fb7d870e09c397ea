using System;
using System.Threading.Tasks;
using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access;

/// <summary>On an endpoint: what its caller must be allowed to do.</summary>
/// <param name="Permission">The thing.</param>
internal sealed record RequiredPermission(Permission Permission);

/// <summary>On an endpoint: no credential is asked for.</summary>
internal sealed record OpenToStrangersMark;

/// <summary>On an endpoint: the caller may be one known from before, since he is checked in the transaction that decides.</summary>
internal sealed record CallerCheckedLateMark;

/// <summary>On an endpoint of pages: what somebody without the permission is shown instead of problem+json.</summary>
/// <param name="Show">Makes the page; the caller is known by then.</param>
internal sealed record ShownToOthersMark(Func<HttpContext, Task<IResult>> Show);

/// <summary>Says on each endpoint who may call it. An endpoint that says nothing refuses everybody.</summary>
internal static class EndpointAccess
{
    /// <summary>Lets through whoever holds the permission in some scope; the handler checks scope and ownership.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredPermission(permission));

    /// <summary>Lets everybody through.</summary>
    public static TBuilder OpenToStrangers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToStrangersMark());

    /// <summary>
    /// Spares the gate its round trip for a key that was seen before. Only for endpoints behind the admission door: it
    /// looks at the caller's rows again with the facts of the decision, so a revoked key counts at once on every node.
    /// </summary>
    public static TBuilder CallerCheckedLate<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new CallerCheckedLateMark());

    /// <summary>Shows a page to those in a browser who are known and may not.</summary>
    public static TBuilder ShowsOthers<TBuilder>(this TBuilder builder, Func<HttpContext, Task<IResult>> show)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ShownToOthersMark(show));

    /// <summary>
    /// The decision of the gate: the caller, named by the role that lets the request through; null when none does, or
    /// when the endpoint does not say what it requires. Who one is, everybody known may ask.
    /// </summary>
    /// <param name="endpoint">An endpoint that is not open to strangers.</param>
    /// <param name="caller">Who calls.</param>
    public static Caller? Admit(Endpoint endpoint, Caller caller) =>
        endpoint.Metadata.GetMetadata<RequiredPermission>() is { } required
        && (required.Permission == Permission.SeeSelf || caller.MaySomewhere(required.Permission))
            ? caller.InRoleFor(required.Permission)
            : null;
}
