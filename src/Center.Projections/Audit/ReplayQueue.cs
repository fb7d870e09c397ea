using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit;

/// <summary>
/// The replays that wait for a node or run on one, in a table that all nodes share. A run whose node was stopped or died
/// waits again, and the next node goes on with it.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class ReplayQueue(NpgsqlDataSource source)
{
    /// <summary>How often nodes take a run that somebody asked for: whatever ends one node after another is left alone.</summary>
    public const int MostTakings = 3;

    private static readonly string _back = $"""
        taking = null,
        state = case when cancel_requested then 'cancelled' when attempts < {MostTakings} then 'queued' else 'failed' end,
        finished_at = case when cancel_requested or attempts >= {MostTakings} then clock_timestamp() end,
        reason = case
          when not cancel_requested and attempts >= {MostTakings}
          then '{MostTakings} times the node that ran it was stopped or went away; look why before you resume it.'
        end
        """;

    private const string Progress = """
        position = coalesce($3, position), until = coalesce($4, until),
        resumed_from = case when $3 is null then resumed_from else $5 end
        """;

    private static readonly string _held = $"""
        exists (
          select from pg_locks
          where locktype = 'advisory' and objsubid = 2 and classid = {AdvisoryLocks.Replay}
            and database = (select oid from pg_database where datname = current_database())
            and objid = hashtext({ReplayLeftovers.SchemaOfRun})::oid
        )
        """;

    /// <summary>
    /// Takes the longest waiting run; no two nodes take the same. A run on which a node is still at work that was given up
    /// for dead has to wait for it.
    /// </summary>
    /// <param name="stopping">Gives up.</param>
    /// <returns>The run, now running, or null when none waits.</returns>
    public async Task<ReplayRun?> TakeAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            $"""
            update center.replay_run set state = 'running', taking = gen_random_uuid(), attempts = attempts + 1,
              started_at = coalesce(started_at, clock_timestamp()), alive_at = clock_timestamp()
            where id = (
              select id from center.replay_run where state = 'queued' and not {_held}
              order by id limit 1 for update skip locked
            )
            returning {ReplayRun.Columns}
            """
        );
        await using var reader = await command.ExecuteReaderAsync(stopping);
        return await reader.ReadAsync(stopping) ? ReplayRun.Read(reader) : null;
    }

    /// <summary>Says that a run is alive and how far it has come.</summary>
    /// <param name="run">The run, as it was taken.</param>
    /// <param name="progress">How far; null when it has not begun to apply events.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Whether it is to go on; false when it was asked to be given up, or given to another node.</returns>
    public async Task<bool> BeatAsync(ReplayRun run, ReplayProgress? progress, CancellationToken stopping)
    {
        await using var command = Command(
            $"alive_at = clock_timestamp(), {Progress}",
            run,
            progress,
            "and not cancel_requested"
        );
        return await command.ExecuteNonQueryAsync(stopping) == 1;
    }

    /// <summary>Ends a run.</summary>
    /// <param name="run">The run, as it was taken; nothing happens when it was given to another node.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="state">Done, failed or cancelled.</param>
    /// <param name="report">What it found, when done.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task FinishAsync(
        ReplayRun run,
        ReplayProgress? progress,
        ReplayState state,
        ReplayReport? report,
        string? reason,
        CancellationToken stopping
    )
    {
        await using var command = Command(
            $"taking = null, state = $6, report = $7, reason = $8, finished_at = clock_timestamp(), {Progress}",
            run,
            progress
        );
        command.Parameters.Add(Of(NpgsqlDbType.Text, JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString())));
        command.Parameters.Add(
            Of(NpgsqlDbType.Jsonb, report is null ? null : JsonSerializer.Serialize(report, CenterJson.Options))
        );
        command.Parameters.Add(Of(NpgsqlDbType.Text, reason));
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>Gives a run back since its node stops: it waits again, unless it was taken too often or given up.</summary>
    /// <param name="run">The run, as it was taken.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task LeaveAsync(ReplayRun run, ReplayProgress? progress, CancellationToken stopping)
    {
        await using var command = Command($"{_back}, {Progress}", run, progress);
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>Gives a run back that another node still works on, as if it had not been taken.</summary>
    /// <param name="run">The run, as it was taken.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task ReturnAsync(ReplayRun run, CancellationToken stopping)
    {
        await using var command = Command(
            """
            taking = null, attempts = attempts - 1,
            state = case when cancel_requested then 'cancelled' else 'queued' end,
            finished_at = case when cancel_requested then clock_timestamp() end
            """,
            run,
            null
        );
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>Takes runs away from nodes that have not been heard of for a minute; they wait again.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task BuryAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            $"""
            update center.replay_run set {_back}
            where state = 'running' and alive_at < clock_timestamp() - interval '1 minute'
            """
        );
        await command.ExecuteNonQueryAsync(stopping);
    }

    // $1 and $2 say which taking it is, $3 to $5 how far it has come.
    private NpgsqlCommand Command(string changes, ReplayRun run, ReplayProgress? progress, string also = "")
    {
        ArgumentNullException.ThrowIfNull(run);
        var command = source.CreateCommand(
            $"update center.replay_run set {changes} where id = $1 and taking = $2 and state = 'running' {also}"
        );
        command.Parameters.Add(Of(NpgsqlDbType.Uuid, run.Id));
        command.Parameters.Add(Of(NpgsqlDbType.Uuid, run.Taking));
        command.Parameters.Add(Of(NpgsqlDbType.Bigint, progress?.Position));
        command.Parameters.Add(Of(NpgsqlDbType.Bigint, progress?.To));
        command.Parameters.Add(Of(NpgsqlDbType.Bigint, progress?.ResumedFrom));
        return command;
    }

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
