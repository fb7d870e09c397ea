using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A database with an event store and one centre, without the service around it.</summary>
internal sealed class AuditDatabase : IAsyncDisposable
{
    public const string Centre = "test";

    private readonly WorkFactory _works;

    private AuditDatabase(NpgsqlDataSource source, DocumentStore store)
    {
        Source = source;
        Store = store;
        _works = new WorkFactory(store, TimeProvider.System);
    }

    public NpgsqlDataSource Source { get; }

    public DocumentStore Store { get; }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    /// <summary>Opens transactions.</summary>
    public WorkFactory Works => _works;

    public static async Task<AuditDatabase> CreateAsync(TestPostgres postgres)
    {
        var database = Open(await postgres.CreateDatabaseAsync());
        await database.ExecuteAsync("create schema center; create extension btree_gist");
        await database.Store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await using var connection = await database.Source.OpenConnectionAsync(Stopping);
        await Tables.ApplyAsync(connection, Stopping);
        await database.Store.Advanced.AddMartenManagedTenantsAsync(Stopping, Centre);
        return database;
    }

    /// <summary>A copy of the database as it is now, as a backup would bring it back later.</summary>
    public async Task<AuditDatabase> CopyAsync(TestPostgres postgres)
    {
        Source.Clear();
        var from = new NpgsqlConnectionStringBuilder(Source.ConnectionString).Database;
        return Open(await postgres.CreateDatabaseAsync(from));
    }

    public Task<Work> BeginAsync() => _works.BeginAsync(Centre, EventContext.System("test", "request"), Stopping);

    /// <summary>Appends to a stream whatever its version is.</summary>
    public async Task AppendAsync(string stream, params object[] events)
    {
        await using var work = await BeginAsync();
        var (_, version) = await work.FoldAsync(stream, 0, (count, _) => count + 1);
        work.Append(stream, version, events);
        await work.CommitAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stopping);
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Source.CreateCommand($"select count(*) from ({sql}) counted");
        return (long)(await command.ExecuteScalarAsync(Stopping))!;
    }

    /// <summary>All events, as they lie in the store.</summary>
    public async Task<IReadOnlyList<StoredEvent>> StoredAsync() =>
        await new EventLog(Source).ReadAsync(Centre, new EventFilter(), 1000, Stopping).ToListAsync(Stopping);

    public Task<ReplayReport> ReplayAsync(string view = Replay.AllViews, long? asOf = null) =>
        new Replay(Source).RunAsync(new ReplayRequest(Guid.CreateVersion7(), Centre, view, asOf), null, Stopping);

    /// <summary>Lets the views follow the log until they have caught up with it.</summary>
    public async Task FollowAsync()
    {
        using var daemon = await Store.BuildProjectionDaemonAsync();
        await daemon.StartAllAsync();
        await using var connection = await Source.OpenConnectionAsync(Stopping);
        var head = await ViewProgress.HeadAsync(connection, Centre, Stopping);
        foreach (var view in CenterStore.Views)
        {
            while (!view.Inline && await ViewProgress.ReadAsync(connection, view.Name, Centre, Stopping) < head)
            {
                await Task.Delay(20, Stopping);
            }
        }

        await daemon.StopAllAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static AuditDatabase Open(string connectionString)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        var store = DocumentStore.For(options =>
        {
            options.Connection(source);
            CenterStore.Configure(options, TimeProvider.System);
        });
        return new AuditDatabase(source, store);
    }
}
