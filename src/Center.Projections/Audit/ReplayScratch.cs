using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Marten;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Center.Projections.Audit;

/// <summary>
/// The schema in which a replay works, gone when it is disposed. An advisory lock on it says that its run is alive;
/// schemas without one are leftovers of runs that died, and the next run drops them.
/// </summary>
internal sealed class ReplayScratch : IAsyncDisposable
{
    private const string Prefix = "center_replay_";

    private readonly NpgsqlConnection _connection;
    private bool _created;

    private ReplayScratch(NpgsqlConnection connection, NpgsqlDataSource source, Guid run)
    {
        _connection = connection;
        Schema = Prefix + run.ToString("N", CultureInfo.InvariantCulture);
        Store = DocumentStore.For(options =>
        {
            options.Connection(source);
            CenterStore.ConfigureReplay(options, Schema);
        });
    }

    public string Schema { get; }

    /// <summary>Reads the centre's events and keeps rows in <see cref="Schema"/>.</summary>
    public DocumentStore Store { get; }

    /// <summary>Makes the schema and the row tables of the views.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="run">Id of the run.</param>
    /// <param name="views">Views to be replayed.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<ReplayScratch> CreateAsync(
        NpgsqlDataSource source,
        Guid run,
        IReadOnlyList<View> views,
        CancellationToken stopping
    )
    {
        var scratch = new ReplayScratch(await source.OpenConnectionAsync(stopping), source, run);
        try
        {
            await scratch.DropLeftoversAsync(stopping);
            await scratch.MakeAsync(views, stopping);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Empties the row tables of the views, to replay them once more.</summary>
    public async Task EmptyAsync(IEnumerable<View> views, CancellationToken stopping)
    {
        foreach (var rowType in views.SelectMany(view => view.RowTypes))
        {
            await ExecuteAsync($"truncate {Schema}.{CenterStore.TableOf(rowType)}", stopping);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        try
        {
            if (_created)
            {
                await ExecuteAsync($"drop schema if exists {Schema} cascade", CancellationToken.None);
                await ExecuteAsync(
                    $"select pg_advisory_unlock({AdvisoryLocks.Replay}, hashtext('{Schema}'))",
                    CancellationToken.None
                );
            }
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task MakeAsync(IReadOnlyList<View> views, CancellationToken stopping)
    {
        await ExecuteAsync($"select pg_advisory_lock({AdvisoryLocks.Replay}, hashtext('{Schema}'))", stopping);
        _created = true;
        using var script = new StringWriter(CultureInfo.InvariantCulture);
        await script.WriteLineAsync($"create schema {Schema};");
        foreach (var view in views)
        {
            foreach (var table in view.RowTypes.Select(CenterStore.TableOf))
            {
                Shape(script, view, table);
            }
        }

        await ExecuteAsync(script.ToString(), stopping);
    }

    private void Shape(StringWriter script, View view, string table)
    {
        if (view is ReplayableTable)
        {
            // Told as documents only here: the live rows lie in a table of another shape.
            var told = Store
                .Storage.AllObjects()
                .OfType<Table>()
                .Single(one => one.Identifier.Schema == Schema && one.Identifier.Name == table);
            told.WriteCreateStatement(new PostgresqlMigrator(), script);
            return;
        }

        // Shape, keys and indexes of the live table, whose indexes may call functions of its schema; none of its rows.
        script.WriteLine($"create table {Schema}.{table} (like {CenterStore.Schema}.{table} including all);");
    }

    private async Task DropLeftoversAsync(CancellationToken stopping)
    {
        foreach (var schema in await ScratchSchemasAsync(stopping))
        {
            await using var command = _connection.CreateCommand();
            command.CommandText = $"select pg_try_advisory_lock({AdvisoryLocks.Replay}, hashtext('{schema}'))";
            if (await command.ExecuteScalarAsync(stopping) is true)
            {
                await ExecuteAsync($"drop schema if exists {schema} cascade", stopping);
                await ExecuteAsync(
                    $"select pg_advisory_unlock({AdvisoryLocks.Replay}, hashtext('{schema}'))",
                    stopping
                );
            }
        }
    }

    private async Task<List<string>> ScratchSchemasAsync(CancellationToken stopping)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"select nspname::text from pg_namespace where nspname ~ '^{Prefix}[0-9a-f]{{32}}$'";
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var schemas = new List<string>();
        while (await reader.ReadAsync(stopping))
        {
            schemas.Add(reader.GetString(0));
        }

        return schemas;
    }

    private async Task ExecuteAsync(string sql, CancellationToken stopping)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(stopping);
    }
}
