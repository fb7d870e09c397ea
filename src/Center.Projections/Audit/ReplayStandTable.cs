using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// The table of one row in a scratch schema that keeps where its replay stands. It is written in the transaction of each
/// page of events, so rows and progress never part. What stands in the row appears with the copies of the live rows: without
/// it the schema was left half made.
/// </summary>
/// <param name="schema">The scratch schema.</param>
internal sealed class ReplayStandTable(string schema)
{
    private const string Name = "replay_stand";

    // Rows made by another build of the views, or out of a log that a backup was put in the place of, are not gone on with.
    private const string Log = $"'{CenterStore.Schema}.mt_events'::regclass";

    private static readonly string _program =
        $"{typeof(View).Module.ModuleVersionId}/{typeof(Decision).Module.ModuleVersionId}";

    private Guid _holder;

    /// <summary>SQL that makes the table, and the row with a holder: from the beginning nobody else can write a page.</summary>
    public string Script =>
        $"""
            create table {schema}.{Name} (holder uuid not null, program text not null, log oid not null, stand jsonb);
            insert into {schema}.{Name} (holder, program, log) values (gen_random_uuid(), '{_program}', {Log});
            """;

    /// <summary>Whether a failure says that somebody else has gone on with the replay.</summary>
    /// <param name="failure">Any failure.</param>
    public static bool IsLost(Exception failure) =>
        DatabaseFailure.In(failure)
            is PostgresException { SqlState: PostgresErrorCodes.NotNullViolation, TableName: Name };

    /// <summary>Keeps the first stand, in the transaction of the connection when one is open.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, ReplayStand stand, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"update {schema}.{Name} set holder = gen_random_uuid(), stand = $1::jsonb returning holder";
        command.Parameters.Add(new NpgsqlParameter { Value = Json(stand) });
        _holder = (Guid)(await command.ExecuteScalarAsync(stopping))!;
    }

    /// <summary>Takes over what was left; whoever held it before can write no more.</summary>
    /// <returns>Where it stands; null when there is nothing that one could go on with.</returns>
    public async Task<ReplayStand?> TakeOverAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var look = connection.CreateCommand();
        look.CommandText = $"select to_regclass('{schema}.{Name}') is not null";
        if (await look.ExecuteScalarAsync(stopping) is not true)
        {
            return null;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            update {schema}.{Name} set holder = gen_random_uuid()
            where program = $1 and log = {Log} and stand is not null
            returning holder, stand::text
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = _program });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        if (!await reader.ReadAsync(stopping))
        {
            return null;
        }

        _holder = reader.GetGuid(0);
        return JsonSerializer.Deserialize<ReplayStand>(reader.GetString(1), CenterJson.Options);
    }

    /// <summary>Writes where the replay stands.</summary>
    public NpgsqlBatchCommand Write(ReplayStand stand) =>
        Command($"update {schema}.{Name} set {Held("$1")}, stand = $2::jsonb", _holder, Json(stand));

    /// <summary>Fails when somebody else has gone on with the replay.</summary>
    public NpgsqlBatchCommand Guard() => Command($"update {schema}.{Name} set {Held("$1")}", _holder);

    /// <summary>Empties row tables and says so, in one transaction.</summary>
    /// <param name="connection">The connection that holds the lock.</param>
    /// <param name="views">Views whose rows go.</param>
    /// <param name="stand">Where the replay stands without them.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task EmptyAsync(
        NpgsqlConnection connection,
        IEnumerable<View> views,
        ReplayStand stand,
        CancellationToken stopping
    )
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 300 };
        batch.BatchCommands.Add(Write(stand));
        var tables = views.SelectMany(view => view.RowTypes).Select(type => $"{schema}.{CenterStore.TableOf(type)}");
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"truncate {string.Join(", ", tables)}"));
        await batch.ExecuteNonQueryAsync(stopping);
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    // Null is not allowed: a write by whoever is no longer the holder fails, and its transaction with it. The advisory lock
    // cannot see to that, since pages are written over other connections than the one that holds it.
    private static string Held(string parameter) => $"holder = case holder when {parameter} then holder end";

    private static string Json(ReplayStand stand) => JsonSerializer.Serialize(stand, CenterJson.Options);
}
