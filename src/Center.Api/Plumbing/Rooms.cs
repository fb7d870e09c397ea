using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Plumbing;

/// <summary>The rooms of the house: one line each for services, middleware and routes.</summary>
internal static class Rooms
{
    public static void AddServices(WebApplicationBuilder builder)
    {
        _ = builder;
    }

    /// <summary>Middleware between routing and the endpoints.</summary>
    public static void Use(WebApplication app)
    {
        _ = app;
    }

    /// <summary>Routes below <c>/api/v1</c>.</summary>
    public static void MapApi(RouteGroupBuilder api)
    {
        _ = api;
    }

    /// <summary>Pages and everything else outside <c>/api/v1</c>.</summary>
    public static void MapPages(WebApplication app)
    {
        _ = app;
    }
}
