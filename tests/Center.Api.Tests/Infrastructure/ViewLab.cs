using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Infrastructure;

/// <summary>
/// A store of its own for one test of a view: append events, let the view follow them page by page, and replay all of
/// them at once into a schema of its own.
/// </summary>
internal sealed class ViewLab : IAsyncDisposable
{
    public const string Centre = "lab";
    private const string ReplaySchema = "replayed";

    private readonly DocumentStore _store;
    private readonly DocumentStore _replay;
    private long _followed;

    private ViewLab(NpgsqlDataSource source, DocumentStore store, DocumentStore replay)
    {
        Source = source;
        _store = store;
        _replay = replay;
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>The instant at which everything is appended.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public static async Task<ViewLab> StartAsync(TestPostgres postgres)
    {
        var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using (var command = source.CreateCommand($"create schema {CenterStore.Schema}"))
        {
            await command.ExecuteNonQueryAsync(Stopping);
        }

        // A store that applies its schema drops the partitions of centres that it has not heard of, so this one goes first.
        var replay = DocumentStore.For(options =>
        {
            options.Connection(source);
            CenterStore.ConfigureReplay(options, ReplaySchema);
        });
        await replay.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        var store = DocumentStore.For(options =>
        {
            options.Connection(source);
            CenterStore.Configure(options, TimeProvider.System);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await store.Advanced.AddMartenManagedTenantsAsync(Stopping, Centre);
        return new ViewLab(source, store, replay);
    }

    /// <summary>Appends events to a stream, each batch in a transaction of its own.</summary>
    public async Task AppendAsync(string stream, params object[] events)
    {
        var works = new WorkFactory(_store, new FixedClock(Now));
        await using var work = await works.BeginAsync(Centre, EventContext.System("test", "test"), Stopping);
        var before = await work.FoldAsync(stream, 0, (count, _) => count + 1);
        work.Append(stream, before.Version, events);
        await work.CommitAsync();
    }

    /// <summary>Lets a view follow the log to its end.</summary>
    /// <param name="view">The view.</param>
    /// <param name="pageSize">Events a page; 1 is the slowest live following there is.</param>
    public async Task FollowAsync(View view, int pageSize = 1)
    {
        _followed = await ApplyAsync(_store, view, _followed, pageSize);
    }

    /// <summary>Applies all events at once in another schema and says in which rows it differs from what is stored.</summary>
    public async Task<IReadOnlyList<string>> DifferencesOfReplayAsync(View view)
    {
        await ApplyAsync(_replay, view, 0, int.MaxValue);
        var differences = new List<string>();
        foreach (var type in view.RowTypes)
        {
            var stored = await RowsAsync(CenterStore.Schema, type);
            var replayed = await RowsAsync(ReplaySchema, type);
            differences.AddRange(
                stored
                    .Keys.Union(replayed.Keys)
                    .Where(id => stored.GetValueOrDefault(id) != replayed.GetValueOrDefault(id))
                    .Select(id => $"{type.Name} {id}")
            );
        }

        return differences;
    }

    public async Task<T?> FindAsync<T>(string id)
        where T : class, IViewRow
    {
        await using var session = _store.QuerySession(Centre);
        return await session.LoadAsync<T>(id, Stopping);
    }

    public async Task<IReadOnlyList<T>> AllAsync<T>()
        where T : class, IViewRow
    {
        await using var session = _store.QuerySession(Centre);
        return await session.Query<T>().ToListAsync(Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _replay.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static async Task<long> ApplyAsync(DocumentStore store, View view, long after, int pageSize)
    {
        await using var reading = store.QuerySession(Centre);
        var events = await reading
            .Events.QueryAllRawEvents()
            .Where(e => e.Sequence > after)
            .OrderBy(e => e.Sequence)
            .ToListAsync(Stopping);
        foreach (var page in events.Chunk(pageSize))
        {
            await using var session = store.LightweightSession(Centre);
            await new ViewProjection(view).ApplyAsync(session, page, Stopping);
            await session.SaveChangesAsync(Stopping);
        }

        return events.Count == 0 ? after : events[^1].Sequence;
    }

    private async Task<Dictionary<string, string>> RowsAsync(string schema, Type type)
    {
        await using var command = Source.CreateCommand(
            $"select id, data::text from {schema}.{CenterStore.TableOf(type)}"
        );
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(Stopping))
        {
            rows.Add(reader.GetString(0), reader.GetString(1));
        }

        return rows;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
