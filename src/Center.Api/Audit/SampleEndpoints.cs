using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Audit;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Draws samples of the log by a seed, and shows them.</summary>
internal static class SampleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/samples", Draw).Requires(Permission.WriteFindings);
        api.MapGet("/audit/samples/{id:guid}", One).Requires(Permission.ReadEvents);
    }

    private static async Task<IResult> Draw(
        Body<SampleRequest> body,
        HttpContext http,
        CommandDoor door,
        Drawing drawing
    )
    {
        var centre = Caller.Of(http).Centre;
        var drawn = await drawing.DrawAsync(centre, body.Value, http.RequestAborted);
        var events = await drawing.Events.AtAsync(centre, drawn.Drawn, http.RequestAborted);
        return await door.RunAsync(
            body,
            async command =>
            {
                var id = new SampleId(command.NewId(command.Work.Now));
                var kept = await command.DecideAsync(
                    SampleDecider.StreamOf(id),
                    SampleDecider.Initial,
                    SampleDecider.Evolve,
                    state => SampleDecider.Decide(drawn, state)
                );
                return kept.Refusal is { } refusal
                    ? refusal
                    : Reply.Created(
                        $"/api/v1/audit/samples/{id}",
                        SampleAnswer.Of(id, kept.State!, events),
                        kept.Version
                    );
            }
        );
    }

    private static async Task<IResult> One(Guid id, HttpContext http, IDocumentStore store, SampledEvents events)
    {
        _ = new QueryParameters(http.Request);
        var centre = Caller.Of(http).Centre;
        await using var session = store.QuerySession(centre);
        var told = await session.Events.FetchStreamAsync(
            SampleDecider.StreamOf(new SampleId(id)),
            token: http.RequestAborted
        );
        var sample = told.Aggregate(SampleDecider.Initial, (state, e) => SampleDecider.Evolve(state, e.Data));
        return sample is null
            ? throw new RefusedException("not-found", "There is no such sample.")
            : new JsonAnswer(
                SampleAnswer.Of(
                    new SampleId(id),
                    sample,
                    await events.AtAsync(centre, sample.Drawn, http.RequestAborted)
                ),
                told[^1].Version
            );
    }
}

/// <summary>Draws samples, one at a time on a node: each reads the stretch of the log that it is drawn from.</summary>
/// <param name="events">Reads the log.</param>
/// <param name="ends">Knows how far it is final.</param>
internal sealed class Drawing(SampledEvents events, FinalPositions ends)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    // Owns nothing that must be given back: it is only awaited.
    private SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Reads what was drawn.</summary>
    public SampledEvents Events => events;

    /// <summary>Draws; nothing is written.</summary>
    /// <exception cref="RefusedException">invalid-value, or overloaded.</exception>
    public async Task<DrawSample> DrawAsync(string centre, SampleRequest request, CancellationToken stopping)
    {
        var end = await ends.NowAsync(centre, stopping);
        var asked = request.Criteria ?? new SampleCriteriaRequest();
        var criteria = new SampleCriteria(asked.Type, asked.Stream, asked.From ?? 1, asked.To ?? end);
        if (SampleDecider.Refuse(request.Seed, request.Size, criteria) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        if (criteria.To > end)
        {
            throw new RefusedException("invalid-value", $"The log is final up to {end}.", "to");
        }

        if (!await Turn.WaitAsync(_patience, stopping))
        {
            throw new RefusedException("overloaded", "Another sample is being drawn; ask again in a few seconds.");
        }

        try
        {
            var draw = new SampleDraw(request.Seed, request.Size);
            await events.TellAsync(centre, criteria, draw, stopping);
            return new DrawSample(request.Seed, request.Size, criteria, draw.Told, draw.Drawn.ToValueList());
        }
        finally
        {
            Turn.Release();
        }
    }
}

/// <summary>A sample that is asked for.</summary>
/// <param name="Seed">What decides by chance: ASCII letters, digits, hyphens, dots, underscores.</param>
/// <param name="Size">How many events, 1 to 500.</param>
/// <param name="Criteria">Out of which events; absent for the whole log.</param>
internal sealed record SampleRequest(string Seed, int Size, SampleCriteriaRequest? Criteria = null);

/// <summary>Out of which events; what is absent does not narrow.</summary>
/// <param name="Type">Name of the event, with its version or without.</param>
/// <param name="Stream">Beginning of the stream's key.</param>
/// <param name="From">First position.</param>
/// <param name="To">Last position, inclusive; default the newest final one.</param>
internal sealed record SampleCriteriaRequest(
    string? Type = null,
    string? Stream = null,
    long? From = null,
    long? To = null
);

/// <summary>A sample.</summary>
/// <param name="Id">The sample.</param>
/// <param name="Seed">What decided by chance.</param>
/// <param name="Size">How many were wanted.</param>
/// <param name="Criteria">Out of which events; the last position is final.</param>
/// <param name="Matching">How many there were.</param>
/// <param name="Items">Those drawn, in the order of the draw.</param>
internal sealed record SampleAnswer(
    SampleId Id,
    string Seed,
    int Size,
    SampleCriteria Criteria,
    long Matching,
    IReadOnlyList<SampledEvent> Items
)
{
    public static SampleAnswer Of(SampleId id, SampleDrawn sample, IReadOnlyList<SampledEvent> events) =>
        new(id, sample.Seed, sample.Size, sample.Criteria, sample.Matching, events);
}
