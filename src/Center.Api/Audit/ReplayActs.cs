using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.EventStore;

namespace Center.Api.Audit;

/// <summary>What somebody does with replays, over the API and on the page alike.</summary>
internal static class ReplayActs
{
    /// <summary>Asks for a replay.</summary>
    /// <param name="demand">What is to be replayed.</param>
    /// <param name="ends">Knows the final position: what is replayed to an earlier one comes out the same for ever.</param>
    /// <exception cref="RefusedException">There is no view of that name.</exception>
    public static Func<Command, Task<Reply>> Start(ReplayDemand demand, FinalPositions ends)
    {
        var view = demand.View ?? Replay.AllViews;
        if (!Replay.Knows(view))
        {
            var known = string.Join(", ", Replay.Names);
            throw new RefusedException("invalid-value", $"A view is one of {known}, or {Replay.AllViews}.", "view");
        }

        return async command =>
        {
            if (demand.AsOf is { } asOf && (asOf < 0 || asOf > await ends.NowAsync(command.Work.Centre, default)))
            {
                return new Refusal("invalid-value", "It lies beyond the final position.").With("member", "asOf");
            }

            var run = new ReplayRun(
                Guid.CreateVersion7(),
                command.Work.Centre,
                view,
                demand.AsOf,
                command.Caller.Subject,
                command.Work.Now
            );
            ReplayRuns.Add(command.Work, run);
            return Reply.Accepted($"/api/v1/audit/replays/{run.Id}", ReplayAnswer.Of(run));
        };
    }

    /// <summary>Gives a replay up.</summary>
    /// <param name="id">The run.</param>
    /// <param name="runs">The runs.</param>
    public static Func<Command, Task<Reply>> Cancel(Guid id, ReplayRuns runs) =>
        async command =>
        {
            var run = await runs.FindAsync(command.Work.Centre, id, CancellationToken.None);
            if (run is null)
            {
                return new Refusal("not-found", "There is no such replay.");
            }

            if (run.State is ReplayState.Done or ReplayState.Failed)
            {
                return new Refusal("wrong-state", "The replay is over.").With("state", run.State);
            }

            ReplayRuns.Cancel(command.Work, id);
            return Reply.NoContent();
        };

    /// <summary>Lets a replay that was given up, or failed, go on where it stopped.</summary>
    /// <param name="id">The run.</param>
    /// <param name="runs">The runs.</param>
    public static Func<Command, Task<Reply>> Resume(Guid id, ReplayRuns runs) =>
        async command =>
        {
            var run = await runs.FindAsync(command.Work.Centre, id, CancellationToken.None);
            if (run is null)
            {
                return new Refusal("not-found", "There is no such replay.");
            }

            if (run.State is not (ReplayState.Cancelled or ReplayState.Failed))
            {
                var why = run.State == ReplayState.Done ? "The replay is done." : "The replay goes on already.";
                return new Refusal("wrong-state", why).With("state", run.State);
            }

            ReplayRuns.Resume(command.Work, id);
            return Reply.NoContent();
        };
}
