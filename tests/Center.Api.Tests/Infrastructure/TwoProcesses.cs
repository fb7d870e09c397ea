using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Center.Api.Tests.Infrastructure;

/// <summary>Two services on one database, each a process of its own that can be killed and started again.</summary>
internal sealed class TwoProcesses : IAsyncDisposable
{
    private readonly ScratchHome[] _homes = [new("one"), new("two")];
    private readonly ServiceProcess?[] _services = new ServiceProcess?[2];
    private readonly HttpClient?[] _addresses = new HttpClient?[2];
    private readonly Dictionary<string, string?> _settings;
    private string _key = "";

    private TwoProcesses(string connectionString)
    {
        ConnectionString = connectionString;
        _settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Center"] = connectionString,
            ["Center:VaultKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("thirty-two bytes for the tests!!")),
            ["Center:LogKey"] = Path.Combine(_homes[0].Open().Folder, "log-key"),
        };
    }

    public string ConnectionString { get; }

    /// <summary>What both have said, for whoever looks for a fault.</summary>
    public string Said => string.Join("\n\n", _services.OfType<ServiceProcess>().Select(service => service.Said));

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public static async Task<TwoProcesses> StartAsync(string connectionString)
    {
        var nodes = new TwoProcesses(connectionString);
        try
        {
            await nodes.StartAsync(0);
            string[] words = ["keys", "create", "--role", "admin", "--name", "tests"];
            nodes._key = (await ServiceProcess.SayAsync(nodes._homes[0].Folder, nodes._settings, words)).Trim();
            await nodes.StartAsync(1);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Who may do everything, at a node; where a killed one was, nobody answers.</summary>
    public CentreClient Admin(int node) => new(_addresses[node]!, _key);

    /// <summary>Ends a node as a power cut would (kill −9).</summary>
    public Task KillAsync(int node) => _services[node]!.KillAsync();

    /// <summary>Starts a node, for the first time or again.</summary>
    public async Task StartAsync(int node)
    {
        _services[node]?.Dispose();
        var service = ServiceProcess.Start(_homes[node].Folder, settings: _settings);
        _services[node] = service;
        var address = await service.ListensAsync(Stopping);
        _addresses[node] = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public ValueTask DisposeAsync()
    {
        foreach (var node in new[] { 0, 1 })
        {
            _services[node]?.Dispose();
            _addresses[node]?.Dispose();
            _homes[node].Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
