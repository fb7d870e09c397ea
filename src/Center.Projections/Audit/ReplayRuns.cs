using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit;

/// <summary>The replays that were asked for, in a table that all nodes share.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class ReplayRuns(NpgsqlDataSource source)
{
    /// <summary>Asks for a replay when the transaction commits.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="run">A queued run of the transaction's centre.</param>
    public static void Add(Work work, ReplayRun run)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(run);
        work.Queue(
            """
            insert into center.replay_run (id, centre, view, as_of, requested_by, requested_at, state)
            values ($1, $2, $3, $4, $5, $6, 'queued')
            """,
            Of(run.Id),
            Of(work.Centre),
            Of(run.View),
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = run.AsOf ?? (object)DBNull.Value },
            Of(run.RequestedBy),
            Of(run.RequestedAt.UtcDateTime)
        );
    }

    /// <summary>Asks that a run be given up: at once when it is queued, soon when it runs.</summary>
    /// <param name="work">The transaction; the run is read again after it commits.</param>
    /// <param name="id">The run.</param>
    public static void Cancel(Work work, Guid id)
    {
        ArgumentNullException.ThrowIfNull(work);
        work.Queue(
            """
            update center.replay_run set cancel_requested = true,
              finished_at = case state when 'queued' then clock_timestamp() end,
              state = case state when 'queued' then 'cancelled' else state end
            where centre = $1 and id = $2 and state in ('queued', 'running')
            """,
            Of(work.Centre),
            Of(id)
        );
    }

    /// <summary>One run, or null.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="id">The run.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<ReplayRun?> FindAsync(string centre, Guid id, CancellationToken stopping)
    {
        var found = await QueryAsync("where centre = $1 and id = $2", stopping, Of(centre), Of(id));
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Runs of a centre, newest first.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="before">Id before which to begin, exclusive; null for the newest.</param>
    /// <param name="limit">Most runs.</param>
    /// <param name="stopping">Gives up.</param>
    public Task<List<ReplayRun>> ListAsync(string centre, Guid? before, int limit, CancellationToken stopping) =>
        QueryAsync(
            "where centre = $1 and ($2::uuid is null or id < $2) order by id desc limit $3",
            stopping,
            Of(centre),
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = before ?? (object)DBNull.Value },
            Of(limit)
        );

    /// <summary>Takes the longest waiting run; no two nodes take the same.</summary>
    /// <param name="stopping">Gives up.</param>
    /// <returns>The run, now running, or null when none waits.</returns>
    public async Task<ReplayRun?> TakeAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            $"""
            update center.replay_run set state = 'running', started_at = clock_timestamp(), alive_at = clock_timestamp()
            where id = (select id from center.replay_run where state = 'queued' order by id limit 1 for update skip locked)
            returning {ReplayRun.Columns}
            """
        );
        await using var reader = await command.ExecuteReaderAsync(stopping);
        return await reader.ReadAsync(stopping) ? ReplayRun.Read(reader) : null;
    }

    /// <summary>Says that a run is alive and how far it has come.</summary>
    /// <param name="id">The run.</param>
    /// <param name="progress">How far; null when it has not begun to apply events.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Whether it is to go on; false when it was asked to be given up.</returns>
    public async Task<bool> BeatAsync(Guid id, ReplayProgress? progress, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            """
            update center.replay_run set alive_at = clock_timestamp(), position = $2, until = $3
            where id = $1 and state = 'running' and not cancel_requested
            """
        );
        command.Parameters.Add(Of(id));
        command.Parameters.Add(Of(progress?.Position ?? 0));
        command.Parameters.Add(Of(progress?.To ?? 0));
        return await command.ExecuteNonQueryAsync(stopping) == 1;
    }

    /// <summary>Ends a run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="state">Done, failed or cancelled.</param>
    /// <param name="report">What it found, when done.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task FinishAsync(
        Guid id,
        ReplayState state,
        ReplayReport? report,
        string? reason,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(
            """
            update center.replay_run set state = $2, report = $3, reason = $4, finished_at = clock_timestamp(),
              position = until
            where id = $1 and state = 'running'
            """
        );
        command.Parameters.Add(Of(id));
        command.Parameters.Add(Of(JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString())));
        command.Parameters.Add(
            new NpgsqlParameter
            {
                NpgsqlDbType = NpgsqlDbType.Jsonb,
                Value = report is null ? DBNull.Value : JsonSerializer.Serialize(report, CenterJson.Options),
            }
        );
        command.Parameters.Add(
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = reason ?? (object)DBNull.Value }
        );
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>Fails the runs of nodes that have not been heard of for a minute.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task BuryAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            """
            update center.replay_run set state = 'failed', finished_at = clock_timestamp(),
              reason = 'The node that ran it went away; ask again.'
            where state = 'running' and alive_at < clock_timestamp() - interval '1 minute'
            """
        );
        await command.ExecuteNonQueryAsync(stopping);
    }

    private async Task<List<ReplayRun>> QueryAsync(
        string which,
        CancellationToken stopping,
        params NpgsqlParameter[] parameters
    )
    {
        await using var command = source.CreateCommand($"select {ReplayRun.Columns} from center.replay_run {which}");
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var runs = new List<ReplayRun>();
        while (await reader.ReadAsync(stopping))
        {
            runs.Add(ReplayRun.Read(reader));
        }

        return runs;
    }

    private static NpgsqlParameter Of(object value) => new() { Value = value };
}
