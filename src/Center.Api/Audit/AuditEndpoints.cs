using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Asks for replays, and gives them up.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/replays", Start).Requires(Permission.Replay);
        api.MapPost("/audit/replays/{id:guid}/cancel", Cancel).Requires(Permission.Replay);
    }

    private static async Task<IResult> Start(Body<ReplayDemand> body, CommandDoor door, RunReplays runner)
    {
        var view = body.Value.View ?? Replay.AllViews;
        if (!Replay.Knows(view))
        {
            var known = string.Join(", ", Replay.Names);
            throw new RefusedException("invalid-value", $"A view is one of {known}, or {Replay.AllViews}.", "view");
        }

        var answer = await door.RunAsync(
            body,
            async command =>
            {
                var asOf = body.Value.AsOf;
                var head = await ViewProgress.HeadAsync(command.Work.Connection, command.Work.Centre, default);
                if (asOf < 0 || asOf > head)
                {
                    return new Refusal("invalid-value", $"The log ends at {head}.").With("member", "asOf");
                }

                var run = new ReplayRun(
                    Guid.CreateVersion7(),
                    command.Work.Centre,
                    view,
                    asOf,
                    command.Caller.Subject,
                    command.Work.Now
                );
                ReplayRuns.Add(command.Work, run);
                return Reply.Accepted($"/api/v1/audit/replays/{run.Id}", ReplayAnswer.Of(run));
            }
        );
        runner.Wake();
        return answer;
    }

    private static async Task<IResult> Cancel(
        Guid id,
        Body<CancelDemand> body,
        CommandDoor door,
        ReplayRuns runs,
        HttpContext context
    )
    {
        var centre = Caller.Of(context).Centre;
        var refused = await door.RunAsync(
            body,
            async command =>
            {
                var run = await runs.FindAsync(centre, id, CancellationToken.None);
                if (run is null)
                {
                    return new Refusal("not-found", "There is no such replay.");
                }

                if (run.State is ReplayState.Done or ReplayState.Failed)
                {
                    return new Refusal("wrong-state", "The replay is over.").With("status", run.State);
                }

                ReplayRuns.Cancel(command.Work, id);
                return Reply.NoContent();
            }
        );
        return refused is ProblemAnswer
            ? refused
            : new JsonAnswer(ReplayAnswer.Of((await runs.FindAsync(centre, id, CancellationToken.None))!));
    }
}

/// <summary>A replay that is asked for.</summary>
/// <param name="View">Name of a view or table; default all.</param>
/// <param name="AsOf">Position to replay to without comparing; default: compare with the live rows.</param>
internal sealed record ReplayDemand(string? View = null, long? AsOf = null);

/// <summary>Nothing more to say.</summary>
internal sealed record CancelDemand;
