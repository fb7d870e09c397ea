using Center.Api.Plumbing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Facilities;

/// <summary>What the room brings to the house.</summary>
internal static class FacilitiesRoom
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CentreTenants>();
        builder.Services.AddSingleton<DefinitionImporting>();
        builder.Services.AddSingleton<IFirstStart, ImportOnFirstStart>();
        builder.Services.AddScoped<ClosureActs>();
    }

    public static void MapApi(RouteGroupBuilder api)
    {
        FacilitiesQueries.Map(api);
        FacilitiesEndpoints.Map(api);
        ClosuresEndpoints.Map(api);
    }
}
