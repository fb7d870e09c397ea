using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Plumbing.PrivatePostgres;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace Center.Api.Tests.Infrastructure;

/// <summary>One PostgreSQL for all tests of the assembly; each test that wants one gets a database of its own.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private readonly ScratchHome _home = new("tests");
    private PrivatePostgresServer? _server;
    private readonly Lazy<Task<CenterUnderTest>> _center;
    private int _databases;

    public TestPostgres() => _center = new(() => CenterUnderTest.StartAsync(this));

    /// <summary>
    /// One service for all tests that neither move the clock nor mind each other's bookings; started when first asked for.
    /// </summary>
    public Task<CenterUnderTest> SharedCenterAsync() => _center.Value;

    public async ValueTask InitializeAsync()
    {
        await ScratchHome.RemoveLeftoversAsync();
        _server = await PrivatePostgresServer.StartAsync(
            _home.Open(),
            ScratchHome.Options,
            NullLogger.Instance,
            TestContext.Current.CancellationToken
        );
        await CountSeldomAsync();
    }

    /// <summary>Makes a database; it goes with the server at the end.</summary>
    /// <param name="template">A database to copy, which nobody is connected to; null for an empty one.</param>
    /// <returns>Connection string as its owner.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var dataSource = NpgsqlDataSource.Create(_server!.ConnectionString);
        await using var command = dataSource.CreateCommand(
            $"CREATE DATABASE {name} TEMPLATE {template ?? "template1"}"
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Database = name,
            IncludeErrorDetail = true,
            MaxPoolSize = 40,
            ConnectionIdleLifetime = 10,
        }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_center.IsValueCreated)
        {
            await (await _center.Value).DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _home.Dispose();
    }

    // The service's own PostgreSQL counts its tables every few seconds; with a database for each test it would do nothing else.
    private async Task CountSeldomAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(_server!.ConnectionString);
        foreach (var sql in (string[])["alter system set autovacuum_naptime = '10min'", "select pg_reload_conf()"])
        {
            await using var command = dataSource.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
