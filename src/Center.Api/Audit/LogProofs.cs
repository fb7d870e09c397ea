using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>Proofs for those who may read events, to be checked offline, and how far the log has come.</summary>
internal static class LogProofs
{
    public static void Map(RouteGroupBuilder api)
    {
        var routes = api.MapGroup("/audit").AddEndpointFilter(LogDamage.ExplainAsync);
        routes.MapGet("/log/status", Status).Requires(Permission.ReadEvents);
        routes.MapGet("/proofs/events/{eventId:guid}", OfEvent).Requires(Permission.ReadEvents);
        routes.MapGet("/proofs/leaves/{index:long}", OfLeaf).Requires(Permission.ReadEvents);
        routes.MapGet("/proofs/consistency", Consistency).Requires(Permission.ReadEvents);
    }

    private static async Task<IResult> Status(
        HttpContext context,
        NpgsqlDataSource source,
        LogWatch watch,
        PublicLog log,
        LogTree tree,
        Cosignatures cosignatures,
        WitnessWatch witnesses
    )
    {
        var (centre, stopping) = (Caller.Of(context).Centre, context.RequestAborted);
        var levels = await LogLevels.ReadAsync(source, centre, stopping);
        var key = await log.KeyAsync(centre, stopping);
        var epoch = (await tree.NewestAsync(centre, stopping))?.Epoch ?? 1;
        var seen = await cosignatures.NewestAsync(centre, epoch, stopping);
        return new JsonAnswer(LogStatusAnswer.Of(levels, key, watch.HaltOf(centre), witnesses.StatusOf(levels, seen)));
    }

    private static async Task<IResult> OfEvent(Guid eventId, HttpContext context, LogProver prover)
    {
        var centre = Caller.Of(context).Centre;
        var size = new QueryParameters(context.Request, "size").Position("size");
        var leaf = await prover.LeafOfAsync(centre, eventId, context.RequestAborted);
        return new JsonAnswer(await prover.ProveAsync(centre, leaf, size, context.RequestAborted));
    }

    private static async Task<IResult> OfLeaf(long index, HttpContext context, SealedLeaves leaves, LogProver prover)
    {
        var centre = Caller.Of(context).Centre;
        var size = new QueryParameters(context.Request, "size").Position("size");
        return await leaves.AtAsync(centre, index, context.RequestAborted) is { } leaf
            ? new JsonAnswer(await prover.ProveAsync(centre, leaf, size, context.RequestAborted))
            : throw new RefusedException("not-found", "There is no such leaf.");
    }

    private static async Task<IResult> Consistency(HttpContext context, PublicLog log, LogTree tree, LogProver prover)
    {
        var centre = Caller.Of(context).Centre;
        var query = new QueryParameters(context.Request, "from", "to");
        var newest = await log.NewestAsync(centre, context.RequestAborted);
        var from = QueryParameters.Required(query.Position("from"), "from");
        var to = query.Position("to") ?? newest.Size;
        if (to > newest.Size)
        {
            throw QueryParameters.Wrong("to", $"is at most the {newest.Size} leaves that are published");
        }

        return from < 1 || from > to
            ? throw QueryParameters.Wrong("from", $"is a number of leaves from 1 to {to}")
            : new JsonAnswer(await prover.CompareAsync(centre, from, to, context.RequestAborted));
    }
}

/// <summary>Makes proofs out of a few tiles.</summary>
/// <param name="tree">Reads trees.</param>
/// <param name="log">Reads checkpoints and keys.</param>
/// <param name="leaves">Reads leaves with what they stand for.</param>
internal sealed class LogProver(LogTree tree, PublicLog log, SealedLeaves leaves)
{
    /// <summary>The leaf of an event.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="id">Id of the event.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="RefusedException">There is no such event, or it waits for its leaf.</exception>
    public async Task<SealedLeaf> LeafOfAsync(string centre, Guid id, CancellationToken stopping)
    {
        if (await leaves.OfEventAsync(centre, id, stopping) is { } leaf)
        {
            return leaf;
        }

        throw await leaves.WaitsAsync(centre, id, stopping)
            ? new RefusedException("not-published", "The event is stored and waits for its leaf.")
            : new RefusedException("not-found", "There is no such event.");
    }

    /// <summary>Proves a leaf.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="leaf">The leaf with what it stands for.</param>
    /// <param name="size">Size of the checkpoint to prove it in; null for the newest.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="RefusedException">It is not published, was altered, or there is no such checkpoint.</exception>
    public async Task<LeafProofAnswer> ProveAsync(
        string centre,
        SealedLeaf leaf,
        long? size,
        CancellationToken stopping
    )
    {
        if (!leaf.Holds(centre))
        {
            var refusal = new Domain.Kernel.Refusal("event-altered", "What is stored now is not what was sealed.");
            throw new RefusedException(refusal.With("leaf", leaf.Index).With("position", leaf.Leaf.Position));
        }

        var checkpoint = size is { } asked
            ? await tree.AtAsync(centre, asked, stopping)
                ?? throw QueryParameters.Wrong("size", "is the size of a published checkpoint")
            : await log.NewestAsync(centre, stopping);
        if (leaf.Index >= checkpoint.Size)
        {
            throw size is null
                ? new RefusedException("not-published", "The leaf waits for its checkpoint.")
                : QueryParameters.Wrong("size", $"is more than the index {leaf.Index} of the leaf");
        }

        var shape = ProofShape.OfInclusion(leaf.Index, checkpoint.Size);
        var tiles = await tree.TilesAsync(centre, shape, checkpoint.Size, stopping);
        var proof = new LeafProof(leaf.Index, tiles.ProofOf(shape), checkpoint.Note);
        return LeafProofAnswer.Of(centre, leaf, proof, await log.KeyOfAsync(centre, checkpoint, stopping));
    }

    /// <summary>Proves that a tree is the beginning of another.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">Leaves of the smaller tree.</param>
    /// <param name="to">Leaves of the larger tree; published.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<ConsistencyAnswer> CompareAsync(string centre, long from, long to, CancellationToken stopping)
    {
        var shape = ProofShape.OfConsistency(from, to);
        LeafRange[] roots = [new(0, from), new(0, to)];
        var tiles = await tree.TilesAsync(centre, shape.Concat(roots), to, stopping);
        return new ConsistencyAnswer(
            new TreeAnswer(from, RootOf(tiles, from), (await tree.AtAsync(centre, from, stopping))?.Note),
            new TreeAnswer(to, RootOf(tiles, to), (await tree.AtAsync(centre, to, stopping))?.Note),
            [.. tiles.ProofOf(shape).Select(hash => hash.ToString())]
        );
    }

    private static string RootOf(TreeTiles tiles, long size) => tiles.HashOf(new LeafRange(0, size)).ToString();
}
