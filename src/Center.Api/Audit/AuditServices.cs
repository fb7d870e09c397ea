using Center.Projections.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Audit;

/// <summary>Services of the room: reading the log, replaying views.</summary>
internal static class AuditServices
{
    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<EventLog>();
        services.AddSingleton<StreamHistory>();
        services.AddSingleton<Replay>();
        services.AddSingleton<ReplayRuns>();
        services.AddSingleton<RunReplays>();
        services.AddHostedService(provider => provider.GetRequiredService<RunReplays>());
    }
}
