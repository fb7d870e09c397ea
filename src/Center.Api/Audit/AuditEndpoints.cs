using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Asks for replays, gives them up, and lets them go on.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/replays", Start).Requires(Permission.Replay);
        api.MapPost("/audit/replays/{id:guid}/cancel", Cancel).Requires(Permission.Replay);
        api.MapPost("/audit/replays/{id:guid}/resume", Resume).Requires(Permission.Replay);
    }

    private static async Task<IResult> Start(
        Body<ReplayDemand> body,
        CommandDoor door,
        RunReplays runner,
        FinalPositions ends
    )
    {
        var answer = await door.RunAsync(body, ReplayActs.Start(body.Value, ends));
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
        var answer = await door.RunAsync(body, ReplayActs.Cancel(id, runs));
        return await ToldAsync(answer, id, runs, context);
    }

    private static async Task<IResult> Resume(
        Guid id,
        Body<ResumeDemand> body,
        CommandDoor door,
        ReplayRuns runs,
        RunReplays runner,
        HttpContext context
    )
    {
        var answer = await door.RunAsync(body, ReplayActs.Resume(id, runs));
        runner.Wake();
        return await ToldAsync(answer, id, runs, context);
    }

    // The run as it stands once the command is carried out: a node may have noticed already.
    private static async Task<IResult> ToldAsync(IResult answer, Guid id, ReplayRuns runs, HttpContext context) =>
        answer is ProblemAnswer
            ? answer
            : new JsonAnswer(
                ReplayAnswer.Of((await runs.FindAsync(Caller.Of(context).Centre, id, CancellationToken.None))!)
            );
}

/// <summary>A replay that is asked for.</summary>
/// <param name="View">Name of a view or table; default all.</param>
/// <param name="AsOf">Position to replay to without comparing; default: compare with the live rows.</param>
internal sealed record ReplayDemand(string? View = null, long? AsOf = null);

/// <summary>Nothing more to say.</summary>
internal sealed record CancelDemand;

/// <summary>Nothing more to say.</summary>
internal sealed record ResumeDemand;
