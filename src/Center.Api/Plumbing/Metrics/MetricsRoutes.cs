using System;
using System.Diagnostics.Metrics;
using Center.Api.Access;
using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Center.Api.Plumbing.Metrics;

/// <summary>How the service does, for Prometheus; see docs/guides/running.md.</summary>
internal static class MetricsRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", Scraping(app)).Requires(Permission.SeeOperations);
    }

    /// <summary>Collects what the meters of the service, of ASP.NET Core, of Npgsql and of .NET itself measure.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Measuring>();
        services.AddSingleton<IMeasured, ViewWatch>();
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Center.*")
                    .AddMeter("Microsoft.AspNetCore.Hosting")
                    .AddMeter("Microsoft.AspNetCore.Server.Kestrel")
                    .AddMeter("Npgsql")
                    .AddMeter("System.Runtime")
                    .AddPrometheusExporter()
            )
            .Services.ConfigureOpenTelemetryMeterProvider(
                (services, metrics) => metrics.AddView(OfThisService(services.GetRequiredService<IMeterFactory>()))
            );
    }

    // Another service in the same process takes its instruments with it when it ends: each tells its own only.
    private static Func<Instrument, MetricStreamConfiguration?> OfThisService(IMeterFactory own) =>
        instrument =>
            instrument.Meter.Scope is IMeterFactory other && other != own ? MetricStreamConfiguration.Drop : null;

    private static RequestDelegate Scraping(IEndpointRouteBuilder app)
    {
        var pipeline = app.CreateApplicationBuilder();
        pipeline.Use(
            async (http, next) =>
            {
                await http.RequestServices.GetRequiredService<Measuring>().RunAsync(http.RequestAborted);
                await next(http);
            }
        );
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true);
        return pipeline.Build();
    }
}
