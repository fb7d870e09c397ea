using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit;

/// <summary>The replays that were asked for, as those who ask for them see them; nodes see a <see cref="ReplayQueue"/>.</summary>
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

    /// <summary>Asks that a run which was given up, or failed, go on where it stopped.</summary>
    /// <param name="work">The transaction; the run is read again after it commits.</param>
    /// <param name="id">The run.</param>
    public static void Resume(Work work, Guid id)
    {
        ArgumentNullException.ThrowIfNull(work);
        work.Queue(
            """
            update center.replay_run set state = 'queued', cancel_requested = false, attempts = 0, finished_at = null,
              reason = null
            where centre = $1 and id = $2 and state in ('cancelled', 'failed')
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
