using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Center.Benchmarks;

/// <summary>
/// A service as a process of its own on a private PostgreSQL that waits for the disk, both in a scratch home that is
/// removed at the end.
/// </summary>
internal sealed class BenchmarkedCenter : IAsyncDisposable
{
    /// <summary>The centre (tenant) of the shipped definition.</summary>
    public const string Centre = "nanyang_xincun";

    private readonly string _root;
    private readonly PrivatePostgresServer _postgres;

    private BenchmarkedCenter(string root, PrivatePostgresServer postgres, string binFolder)
    {
        _root = root;
        _postgres = postgres;
        PostgresBin = binFolder;
        Database = NpgsqlDataSource.Create(postgres.ConnectionString);
    }

    /// <summary>The running service.</summary>
    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>Connections to the service's database, for references and checks.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Connection string of the service's database.</summary>
    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>The <c>bin</c> folder of the PostgreSQL that the service uses.</summary>
    public string PostgresBin { get; }

    /// <summary>CENTER_HOME of the service.</summary>
    public string Home => Path.Combine(_root, "home");

    /// <summary>The administrator's key.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(Home, "admin-key")).Trim();

    /// <summary>Starts database and service.</summary>
    public static async Task<BenchmarkedCenter> StartAsync()
    {
        var root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"center-bench-{Guid.NewGuid():N}"));
        var home = CenterHome.Open(Path.Combine(root.FullName, "home"));
        var options = PrivatePostgresOptions.From(Environment.GetEnvironmentVariable) with { IsProduction = false };
        var postgres = await PrivatePostgresServer.StartAsync(home, options, NullLogger.Instance, default);
        var folders = ServerFolders.Of(home);
        var account = await ServerAccount.ChooseAsync(folders.Data, default);
        var search = new BinariesSearch(options, account, NullLogger.Instance);
        var binaries = await search.FindAsync(new DataFolder(folders, account).Major, default);
        var center = new BenchmarkedCenter(root.FullName, postgres, binaries.Folder);
        var definition = Path.Combine(root.FullName, "definition.json");
        await File.WriteAllTextAsync(definition, RoomyDefinition.Make());
        center.Service = await ServiceProcess.StartAsync(center.Home, definition);
        return center;
    }

    /// <summary>Ends the service; the database goes on.</summary>
    public ValueTask StopServiceAsync() => Service.DisposeAsync();

    /// <summary>The parts of a service on the same database and home; nothing listens, nothing runs by itself.</summary>
    public Task<CenterHost> PartsAsync() =>
        CenterHost.BuildAsync(
            [],
            adjust: builder =>
            {
                builder.Logging.ClearProviders();
                builder.Configuration.AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["ConnectionStrings:Center"] = ConnectionString,
                        ["CENTER_HOME"] = Home,
                    }
                );
            }
        );

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        var elsewhere = Path.Combine(Home, ServerFolders.PointerName);
        if (File.Exists(elsewhere))
        {
            Directory.Delete((await File.ReadAllTextAsync(elsewhere)).Trim(), recursive: true);
        }

        Directory.Delete(_root, recursive: true);
    }
}
