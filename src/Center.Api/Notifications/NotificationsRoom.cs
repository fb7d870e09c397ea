using System;
using Center.Api.Plumbing.Metrics;
using Center.Projections.EventStore;
using Center.Projections.Notifications;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

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
        services.AddSingleton<IMeasured, MessageWatch>();
        services.AddSingleton<FollowLog>();
        services.AddHostedService(provider => provider.GetRequiredService<FollowLog>());
        AddMail(builder);
    }

    public static void MapApi(RouteGroupBuilder api) => ChangesQueries.Map(api);

    private static void AddMail(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(MailSettings.Of(builder.Configuration));
        services.AddSingleton<Postman>();
        services.AddSingleton(provider => new NoticeDelivery(
            provider.GetRequiredService<MailSettings>(),
            provider.GetRequiredService<Postman>(),
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<VaultKey>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NoticeDelivery>>()
        ));
        services.AddHostedService<QueueNotices>();
    }
}
