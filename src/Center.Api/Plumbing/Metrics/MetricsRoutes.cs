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
    private const int MostStreams = 10_000;

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
                    // Room for several services in one process, each with instruments of its own.
                    .SetMaxMetricStreams(MostStreams)
                    .AddMeter("Center.*")
                    .AddMeter("Microsoft.AspNetCore.Hosting")
                    .AddMeter("Microsoft.AspNetCore.Server.Kestrel")
                    .AddMeter("Npgsql")
                    .AddMeter("System.Runtime")
                    .AddPrometheusExporter()
            );
    }

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
