using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>What came of opening an epoch.</summary>
/// <param name="Done">Whether the log can go on.</param>
/// <param name="Message">One sentence for the operator.</param>
internal sealed record OpenedEpoch(bool Done, string Message);

/// <summary>
/// Ends the epoch of a log that may not go on, and begins the next under a new origin, so that no two trees of one
/// origin are ever signed. The beginning is an event, and so a leaf of the new tree.
/// </summary>
/// <param name="works">Opens transactions.</param>
/// <param name="key">The key's side.</param>
internal sealed class LogEpochs(WorkFactory works, ILogKeySide key)
{
    /// <summary>Opens an epoch, or takes over one that was opened with another home's heads.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="reason">Why.</param>
    /// <param name="stopping">Gives up.</param>
    /// <param name="headIsLost">True: what was signed last is not known here, so nothing may be continued under the old name.</param>
    public async Task<OpenedEpoch> OpenAsync(
        string centre,
        EpochReason reason,
        CancellationToken stopping,
        bool headIsLost = false
    )
    {
        await using var work = await works.BeginAsync(centre, Context(centre), stopping);
        await LockAsync(work, stopping);
        var guard = new LogGuard(key, work.Connection, centre);
        var halt = await guard.ExamineAsync(stopping);
        var state = (await LogState.ReadAsync(work.Connection, centre, hold: true, stopping))!;
        var head = halt is LogHalt.Head ? null : key.ReadHead(centre);
        if (halt is null && !headIsLost && await guard.ContinueAsync(state, head, stopping) is not null)
        {
            return new OpenedEpoch(false, $"The log {state.Origin} is not halted; there is nothing to open.");
        }

        if (halt is LogHalt.Epoch && state.Origin == key.OriginOf(centre, state.Epoch))
        {
            key.KeepHead(centre, SignedHead.Of(state.Epoch, state.Origin, state.Continue()));
            var known = $"Epoch {state.Epoch} was opened elsewhere; this node signs {state.Origin} now.";
            return new OpenedEpoch(true, known);
        }

        var next = Math.Max(state.Epoch, head?.Epoch ?? 0) + 1;
        var opened = new LogState(
            next,
            key.OriginOf(centre, next),
            key.PublicKey,
            state.Size,
            state.Position,
            state.Edge
        );
        await RecordAsync(work, Event(state, opened, head, reason, work.Now));
        QueueState(work, opened);
        await work.CommitAsync();
        key.KeepHead(centre, SignedHead.Of(next, opened.Origin, state.Continue()));
        return new OpenedEpoch(true, $"Epoch {next} is open: {opened.VerifierKey}");
    }

    private static EventContext Context(string centre)
    {
        var caller = Caller.Console(centre);
        var request = Guid.CreateVersion7().ToString();
        return new EventContext(caller.Subject, "admin", caller.Channel, request, request);
    }

    private static LogEpochOpened Event(
        LogState ended,
        LogState opened,
        SignedHead? head,
        EpochReason reason,
        DateTimeOffset now
    ) =>
        new(
            opened.Epoch,
            reason,
            ended.VerifierKey.ToString(),
            head?.Size ?? 0,
            head?.Continue().Root.ToString() ?? string.Empty,
            opened.Size,
            opened.Continue().Root.ToString(),
            opened.VerifierKey.ToString(),
            now
        );

    private static async Task RecordAsync(Work work, LogEpochOpened opened)
    {
        var stream = $"log/{work.Centre}";
        var (_, version) = await work.FoldAsync(stream, 0, (count, _) => count + 1);
        work.Append(stream, version, [opened]);
    }

    private static void QueueState(Work work, LogState opened) =>
        work.Queue(
            "update center.log_state set epoch = $2, origin = $3, public_key = $4 where centre = $1",
            new NpgsqlParameter { Value = work.Centre },
            new NpgsqlParameter { Value = opened.Epoch },
            new NpgsqlParameter { Value = opened.Origin },
            new NpgsqlParameter { Value = opened.PublicKey.ToArray() }
        );

    private static async Task LockAsync(Work work, CancellationToken stopping)
    {
        await using var command = work.Connection.CreateCommand();
        command.CommandText = $"select pg_advisory_xact_lock({AdvisoryLocks.Sequencer}, hashtext($1))";
        command.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        await command.ExecuteNonQueryAsync(stopping);
    }
}
