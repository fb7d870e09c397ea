using System;
using System.IO;
using System.Threading.Tasks;
using Center.Api.Plumbing.PrivatePostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing;

/// <summary>The service with, where needed, the PostgreSQL that belongs to it.</summary>
internal sealed class CenterHost : IAsyncDisposable
{
    private readonly PrivatePostgresServer? _postgres;

    private CenterHost(WebApplication app, PrivatePostgresServer? postgres)
    {
        App = app;
        _postgres = postgres;
    }

    public WebApplication App { get; }

    public IServiceProvider Services => App.Services;

    /// <summary>Builds the service; nothing listens yet.</summary>
    /// <param name="args">Command line: configuration as <c>--Name=value</c>.</param>
    /// <param name="clock">A clock to take at its word; null for the system's and the database's.</param>
    /// <param name="adjust">More configuration, for tests.</param>
    /// <exception cref="StartupFailure">It cannot start; the message says what to do.</exception>
    public static async Task<CenterHost> BuildAsync(
        string[] args,
        TimeProvider? clock = null,
        Action<WebApplicationBuilder>? adjust = null
    )
    {
        var builder = NewBuilder(args, adjust);
        var settings = CenterSettings.Of(builder.Configuration);
        var home = CenterHome.Open(settings.Home);
        builder.Services.AddSingleton(home);
        var postgres = settings.ConnectionString is null ? await StartPostgresAsync(home) : null;
        try
        {
            var connectionString = settings.ConnectionString ?? postgres!.ConnectionString;
            CenterServices.Add(builder, settings, connectionString, clock ?? TimeProvider.System);
            var app = builder.Build();
            CenterPipeline.Use(app);
            return new CenterHost(app, postgres);
        }
        catch
        {
            await DisposePostgresAsync(postgres);
            throw;
        }
    }

    /// <summary>Listens until the process is asked to stop.</summary>
    public async Task ServeAsync()
    {
        // Held together by all services of the home; a restore takes it alone.
        await using var serving = Services.GetRequiredService<CenterHome>().EnterService();
        try
        {
            ListeningPorts.RequireFree(App.Configuration);
            await App.StartAsync();
        }
        catch (Exception exception) when (StartupFailure.Explain(exception) is { } explained)
        {
            throw explained;
        }

        await App.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await DisposePostgresAsync(_postgres);
    }

    private static WebApplicationBuilder NewBuilder(string[] args, Action<WebApplicationBuilder>? adjust)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                // Static files are found by this name, also where another program hosts the service.
                ApplicationName = typeof(CenterHost).Assembly.GetName().Name,
                Args = args,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        adjust?.Invoke(builder);
        if (
            string.IsNullOrEmpty(builder.Configuration["urls"])
            && string.IsNullOrEmpty(builder.Configuration["http_ports"])
        )
        {
            builder.WebHost.UseUrls(CenterSettings.DefaultUrl);
        }

        return builder;
    }

    private static async Task<PrivatePostgresServer> StartPostgresAsync(CenterHome home)
    {
        using var logs = LoggerFactory.Create(logging =>
            logging.AddSimpleConsole(console => console.SingleLine = true)
        );
        return await PrivatePostgresServer.StartAsync(home, logs.CreateLogger("Center.PrivatePostgres"), default);
    }

    private static ValueTask DisposePostgresAsync(PrivatePostgresServer? postgres) =>
        postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}
