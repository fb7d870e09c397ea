using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Center.Api.Tests.Infrastructure;

/// <summary>A whole running service: real Kestrel, real PostgreSQL, a database and a home of its own.</summary>
public sealed class CenterUnderTest : IAsyncDisposable
{
    private readonly ScratchHome _home;
    private readonly CenterHost _host;

    private CenterUnderTest(ScratchHome home, CenterHost host, string connectionString, string adminKey)
    {
        _home = home;
        _host = host;
        ConnectionString = connectionString;
        AdminKey = adminKey;
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        BaseAddress = new Uri(addresses.Addresses.Single());
        Http = new HttpClient { BaseAddress = BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
    }

    public const string Centre = "nanyang_xincun";

    public Uri BaseAddress { get; }

    public string ConnectionString { get; }

    /// <summary>A key that may do everything.</summary>
    public string AdminKey { get; }

    public IServiceProvider Services => _host.Services;

    public HttpClient Http { get; }

    /// <summary>Starts a service.</summary>
    /// <param name="postgres">Where its database is made.</param>
    /// <param name="clock">A clock to take at its word; null for the real one.</param>
    /// <param name="connectionString">An existing database, for a second node; null for a new one.</param>
    /// <param name="configuration">More settings.</param>
    /// <param name="log">Hears what it logs; null for nobody.</param>
    public static async Task<CenterUnderTest> StartAsync(
        TestPostgres postgres,
        TimeProvider? clock = null,
        string? connectionString = null,
        IReadOnlyDictionary<string, string?>? configuration = null,
        ILoggerProvider? log = null
    )
    {
        ArgumentNullException.ThrowIfNull(postgres);
        var single = connectionString is null;
        connectionString ??= await postgres.CreateDatabaseAsync();
        var home = new ScratchHome("center");
        var folder = configuration?.GetValueOrDefault("CENTER_HOME") ?? home.Open().Folder;
        var settings = new Dictionary<string, string?>(configuration ?? new Dictionary<string, string?>())
        {
            ["ConnectionStrings:Center"] = connectionString,
            ["CENTER_HOME"] = folder,
            ["Center:VaultKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("thirty-two bytes for the tests!!")),
            ["Center:SingleNode"] =
                single && configuration?.ContainsKey("Center:SingleNode") != true
                    ? "true"
                    : configuration?.GetValueOrDefault("Center:SingleNode"),
            ["urls"] = "http://127.0.0.1:0",
        };
        var host = await CenterHost.BuildAsync([], clock, builder => Adjust(builder, settings, log));
        await host.Services.GetRequiredService<Migration>().RunAsync(TestContext.Current.CancellationToken);
        var keys = host.Services.GetRequiredService<ConsoleKeys>();
        var secret = KeySecret.NewKey();
        await keys.IssueAsync(Centre, new WantedKey("tests", Grant.Everywhere(Role.Admin)), secret, default);
        await host.App.StartAsync(TestContext.Current.CancellationToken);
        return new CenterUnderTest(home, host, connectionString, secret);
    }

    /// <summary>Asks the service to stop and waits until it has.</summary>
    public Task StopAsync() => _host.App.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.App.StopAsync();
        await _host.DisposeAsync();
        _home.Dispose();
    }

    private static void Adjust(
        WebApplicationBuilder builder,
        Dictionary<string, string?> settings,
        ILoggerProvider? log
    )
    {
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }
    }
}
