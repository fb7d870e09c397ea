using System;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Center.Api.Plumbing.Metrics;
using Center.Api.Plumbing.Pages;
using Center.Api.Plumbing.Reference;
using Center.Projections.EventStore;
using JasperFx;
using JasperFx.CodeGeneration;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine;
using Wolverine.Marten;

namespace Center.Api.Plumbing;

/// <summary>Puts the service together: event store, messaging, plumbing, then the rooms.</summary>
internal static class CenterServices
{
    public static void Add(
        WebApplicationBuilder builder,
        CenterSettings settings,
        string connectionString,
        TimeProvider clock
    )
    {
        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(clock);
        AddDatabase(services, connectionString);
        services
            .AddMarten(options => CenterStore.Configure(options, clock))
            .UseNpgsqlDataSource()
            .UseLightweightSessions()
            .IntegrateWithWolverine(integration =>
            {
                integration.UseWolverineManagedEventSubscriptionDistribution = true;
                integration.MessageStorageSchemaName = CenterStore.Schema;
                integration.AutoCreate = AutoCreate.CreateOrUpdate;
            });
        builder.Host.UseWolverine(options => ConfigureMessaging(options, settings));
        services.AddSingleton<WorkFactory>();
        services.AddHttpContextAccessor();
        services.AddScoped<CommandDoor>();
        services.AddScoped<ViewReads>();
        services.AddSingleton<Migration>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        ReferenceDocument.Add(services);
        services.AddLocalization();
        services.AddRazorComponents();
        PageForms.Add(builder);
        services.ConfigureHttpJsonOptions(options =>
        {
            CenterJson.Apply(options.SerializerOptions);
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        MetricsRoutes.Add(services);
        Rooms.AddServices(builder);
    }

    private static void AddDatabase(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(new DatabaseAddress(connectionString));
        services.AddSingleton(_ => PreparedConnections.Open(connectionString));
        services.AddSingleton(_ => PreparedConnections.OpenLocked(connectionString));
    }

    private static void ConfigureMessaging(WolverineOptions options, CenterSettings settings)
    {
        options.Durability.Mode = settings.SingleNode ? DurabilityMode.Solo : DurabilityMode.Balanced;
        options.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(15);
        options.Policies.UseDurableLocalQueues();
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
        options.ApplicationAssembly = typeof(CenterServices).Assembly;
    }
}
