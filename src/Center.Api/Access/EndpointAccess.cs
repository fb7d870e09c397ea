using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;

namespace Center.Api.Access;

/// <summary>On an endpoint: what its caller must be allowed to do.</summary>
/// <param name="Permission">The thing.</param>
internal sealed record RequiredPermission(Permission Permission);

/// <summary>On an endpoint: no credential is asked for.</summary>
internal sealed record OpenToStrangersMark;

/// <summary>Says on each endpoint who may call it. An endpoint that says nothing refuses everybody.</summary>
internal static class EndpointAccess
{
    /// <summary>Lets through whoever holds the permission in some scope; the handler checks scope and ownership.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredPermission(permission));

    /// <summary>Lets everybody through.</summary>
    public static TBuilder OpenToStrangers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToStrangersMark());
}
