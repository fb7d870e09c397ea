using System;
using System.Collections.Generic;
using System.Data;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Marten;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// The schema in which a replay works. An advisory lock on it says that its run is alive, so no two work in one. It is gone
/// when it is disposed, unless it is kept for a run that will go on; what nobody will go on with is dropped by the next run.
/// </summary>
internal sealed class ReplayScratch : IAsyncDisposable
{
    /// <summary>Beginning of the names of all scratch schemas.</summary>
    public const string Prefix = "center_replay_";

    // The server notices within a minute that the machine of a session is gone, and gives the lock back.
    private const string Watched =
        "set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

    private readonly NpgsqlConnection _connection;
    private bool _locked;

    private ReplayScratch(NpgsqlConnection connection, NpgsqlDataSource source, Guid run)
    {
        _connection = connection;
        Source = source;
        Schema = Prefix + run.ToString("N", CultureInfo.InvariantCulture);
        Table = new ReplayStandTable(Schema);
        Store = DocumentStore.For(options =>
        {
            options.Connection(source);
            CenterStore.ConfigureReplay(options, Schema);
        });
    }

    public string Schema { get; }

    /// <summary>Connections to the database.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Reads the rows in <see cref="Schema"/> when they are for readers.</summary>
    public DocumentStore Store { get; }

    /// <summary>Writes and reads rows as JSON, as the live store does.</summary>
    public ISerializer Serializer => Store.Options.Serializer();

    /// <summary>Keeps where the replay stands.</summary>
    public ReplayStandTable Table { get; }

    /// <summary>Where an earlier run stopped in it; null when it is new.</summary>
    public ReplayStand? Left { get; private set; }

    /// <summary>Whether it outlives its disposal.</summary>
    public bool IsKept { get; set; }

    /// <summary>
    /// Opens the schema that an earlier run of the same id left, when one can go on with it, or makes it anew with the row
    /// tables of the views.
    /// </summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="run">Id of the run.</param>
    /// <param name="views">Views to be replayed.</param>
    /// <param name="use">What the rows are for.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="ReplayHeldException">Somebody else works in it.</exception>
    public static async Task<ReplayScratch> OpenAsync(
        NpgsqlDataSource source,
        Guid run,
        IReadOnlyList<View> views,
        ScratchUse use,
        CancellationToken stopping
    )
    {
        var scratch = new ReplayScratch(await source.OpenConnectionAsync(stopping), source, run)
        {
            IsKept = use == ScratchUse.GoingOn,
        };
        try
        {
            await ReplayLeftovers.DropAsync(scratch._connection, stopping);
            await scratch.LockAsync(stopping);
            scratch.Left = await scratch.TakeOverAsync(views, stopping);
            if (scratch.Left is null)
            {
                await scratch.MakeAsync(views, use, stopping);
            }

            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Name of the table of a row type, with its schema.</summary>
    public string TableOf(Type rowType) => $"{Schema}.{CenterStore.TableOf(rowType)}";

    /// <summary>Keeps the first stand of a replay that copies no live rows.</summary>
    /// <param name="stand">Before the first event.</param>
    /// <param name="stopping">Gives up.</param>
    public Task BeginAsync(ReplayStand stand, CancellationToken stopping) =>
        Table.BeginAsync(_connection, stand, stopping);

    /// <summary>Empties the row tables of some views, to replay them once more and see what touches their rows.</summary>
    /// <param name="views">The views.</param>
    /// <param name="stand">Where the replay stands.</param>
    /// <param name="stopping">Gives up.</param>
    public Task EmptyAsync(IEnumerable<View> views, ReplayStand stand, CancellationToken stopping) =>
        Table.EmptyAsync(_connection, views, stand with { IsExplaining = true }, stopping);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        try
        {
            if (_locked)
            {
                await LeaveAsync();
            }
        }
        catch (NpgsqlException) when (_connection.State != ConnectionState.Open)
        {
            // The session is gone, and its lock with it. What is left is dropped by the next run.
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            if (!IsKept)
            {
                await ExecuteAsync($"drop schema if exists {Schema} cascade", CancellationToken.None);
            }
        }
        finally
        {
            // Said in words: the connection goes back to its pool, and would hold the lock there.
            if (_connection.State == ConnectionState.Open)
            {
                await ExecuteAsync(
                    $"select pg_advisory_unlock({AdvisoryLocks.Replay}, hashtext('{Schema}'))",
                    CancellationToken.None
                );
            }
        }
    }

    private async Task LockAsync(CancellationToken stopping)
    {
        await ExecuteAsync(Watched, stopping);
        await using var command = _connection.CreateCommand();
        command.CommandText = $"select pg_try_advisory_lock({AdvisoryLocks.Replay}, hashtext('{Schema}'))";
        _locked = await command.ExecuteScalarAsync(stopping) is true;
        if (!_locked)
        {
            throw new ReplayHeldException("Somebody else works on this replay.");
        }
    }

    private async Task<ReplayStand?> TakeOverAsync(IReadOnlyList<View> views, CancellationToken stopping)
    {
        var stand = await Table.TakeOverAsync(_connection, stopping);
        if (stand is { IsExplaining: true })
        {
            stand = stand.Again();
            await Table.EmptyAsync(_connection, views, stand, stopping);
        }

        return stand;
    }

    private async Task MakeAsync(IReadOnlyList<View> views, ScratchUse use, CancellationToken stopping)
    {
        using var script = new StringWriter(CultureInfo.InvariantCulture);
        await script.WriteLineAsync($"drop schema if exists {Schema} cascade;");
        await script.WriteLineAsync($"create schema {Schema};");
        await script.WriteLineAsync(Table.Script);
        foreach (var view in views)
        {
            foreach (var rowType in view.RowTypes)
            {
                await script.WriteLineAsync(use == ScratchUse.Reading ? Like(view, rowType) : Plain(rowType));
            }
        }

        await ExecuteAsync(script.ToString(), stopping);
    }

    // Nobody looks for a row otherwise than by its key, and all of them in the order of their bytes. The table is gone before
    // a vacuum would be worth its while.
    private string Plain(Type rowType) =>
        $"""
            create table {TableOf(rowType)} (
              tenant_id varchar not null, id varchar collate "C" not null, data jsonb not null,
              primary key (id, tenant_id)
            ) with (autovacuum_enabled = off);
            """;

    // Shape, keys and indexes of the live table, whose indexes may call functions of its schema; none of its rows.
    private string Like(View view, Type rowType) =>
        view is ReplayableTable
            ? Plain(rowType)
            : $"create table {TableOf(rowType)} (like {CenterStore.Schema}.{CenterStore.TableOf(rowType)} including all);";

    private async Task ExecuteAsync(string sql, CancellationToken stopping)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(stopping);
    }
}

/// <summary>What a scratch schema is for.</summary>
internal enum ScratchUse
{
    /// <summary>A replay that is over when it is stopped.</summary>
    Once,

    /// <summary>A replay that is gone on with when it is stopped.</summary>
    GoingOn,

    /// <summary>Rows that are read as the live ones are.</summary>
    Reading,
}

/// <summary>A replay that somebody else works on; nothing was touched.</summary>
/// <param name="message">What is so.</param>
/// <param name="inner">What told so; null when the lock did.</param>
public sealed class ReplayHeldException(string message, Exception? inner = null) : Exception(message, inner);
