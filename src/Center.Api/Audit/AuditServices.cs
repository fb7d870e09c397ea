using Center.Api.Plumbing;
using Center.Api.Plumbing.Metrics;
using Center.Projections.Audit;
using Center.Projections.Audit.Bundles;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Center.Api.Audit;

/// <summary>Services of the room: reading the log, replaying views, sealing and publishing the log.</summary>
internal static class AuditServices
{
    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<EventLog>();
        services.AddSingleton<StreamHistory>();
        services.AddSingleton<Replay>();
        services.AddSingleton<PastViews>();
        services.AddSingleton<LogMoments>();
        services.AddSingleton<PastReads>();
        services.AddSingleton<AuditReads>();
        services.AddSingleton<RightsLog>();
        services.AddSingleton<RightsReads>();
        services.AddSingleton<AuditReceipts>();
        services.AddSingleton<SampledEvents>();
        services.AddSingleton<Drawing>();
        services.AddSingleton<FindingList>();
        services.AddSingleton<PastDays>();
        services.AddSingleton<ReplayRuns>();
        services.AddSingleton<ReplayQueue>();
        services.AddSingleton<RunReplays>();
        services.AddHostedService(provider => provider.GetRequiredService<RunReplays>());
        AddLog(builder);
    }

    private static void AddLog(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider =>
            LogSettings.Of(builder.Configuration, provider.GetRequiredService<CenterHome>())
        );
        services.AddSingleton<ILogKeySide, LogKey>();
        services.AddSingleton<IFirstStart, FirstLogKey>();
        services.AddSingleton<LogWatch>();
        services.AddSingleton<IMeasured, LogMeasures>();
        services.AddSingleton<LogTree>();
        services.AddSingleton<SealedLeaves>();
        services.AddSingleton<LogSequencer>();
        services.AddSingleton<LogCheck>();
        services.AddSingleton<PublicLog>();
        services.AddSingleton<LogProver>();
        services.AddSingleton<LogEpochs>();
        services.AddSingleton<BundleRanges>();
        services.AddSingleton<BundleExport>();
        services.AddSingleton<BundlePlanning>();
        services.AddHostedService<SealLog>();
        services.AddSingleton<Cosignatures>();
        services.AddSingleton<WitnessWatch>();
        services.AddSingleton<WitnessClient>();
        foreach (var witness in Witness.In(builder.Configuration))
        {
            services.AddSingleton<IHostedService>(provider =>
                ActivatorUtilities.CreateInstance<AskWitness>(provider, witness)
            );
        }
    }
}
