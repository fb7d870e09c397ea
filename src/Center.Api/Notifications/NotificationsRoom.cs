using Center.Projections.EventStore;
using Center.Projections.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Notifications;

/// <summary>What the room brings to the house.</summary>
internal static class NotificationsRoom
{
    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<FinalPositions>();
        services.AddSingleton<ChangeLog>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<FollowLog>();
        services.AddHostedService(provider => provider.GetRequiredService<FollowLog>());
    }

    public static void MapApi(RouteGroupBuilder api) => ChangesQueries.Map(api);
}
