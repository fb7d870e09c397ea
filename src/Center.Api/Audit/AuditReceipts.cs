using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Audit;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Audit;

/// <summary>The proof of one event, made to be printed and given away.</summary>
/// <param name="Book">The centre's definition.</param>
/// <param name="Event">The event.</param>
/// <param name="Proof">Its proof.</param>
/// <param name="Code">The proof to be scanned; null when it is too long even without the event.</param>
/// <param name="HoldsEvent">Whether the code holds the event too, and so can be checked by itself.</param>
/// <param name="MadeAt">When the receipt was made.</param>
public sealed record AuditReceipt(
    CentreBook Book,
    StoredEvent Event,
    LeafProofAnswer Proof,
    QrPicture? Code,
    bool HoldsEvent,
    DateTimeOffset MadeAt
)
{
    /// <summary>People whom the event names and whom the reader may look up, by id.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Address of the receipt of an event.</summary>
    /// <param name="id">Id of the event.</param>
    public static string AddressOf(Guid id) => $"/audit/events/{id}/receipt";
}

/// <summary>
/// Makes receipts. The code on one is a C2SP tlog-proof whose extra data are salt and canonical text: their SHA-256 is the
/// entry, so what is scanned can be checked with nothing but the log's key, see decision 0028.
/// </summary>
/// <param name="prover">Makes proofs.</param>
/// <param name="reads">Reads the definition.</param>
/// <param name="clock">Says what now is.</param>
internal sealed class AuditReceipts(LogProver prover, AuditReads reads, TimeProvider clock)
{
    /// <summary>The receipt of an event.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">Id of the event.</param>
    /// <param name="size">Size of the checkpoint to prove it in; null for the newest.</param>
    /// <exception cref="RefusedException">There is no proof; see <see cref="LogProver"/>.</exception>
    public async Task<AuditReceipt> MakeAsync(HttpContext http, Guid id, long? size)
    {
        var centre = Caller.Of(http).Centre;
        var leaf = await prover.LeafOfAsync(centre, id, http.RequestAborted);
        var answer = await prover.ProveAsync(centre, leaf, size, http.RequestAborted);
        LeafProof.TryRead(answer.Proof, out var proof);
        byte[] opening = [.. leaf.Salt!, .. leaf.Canonical(centre)!];
        var whole = QrPicture.Of((proof! with { Extra = opening }).ToString());
        return new AuditReceipt(
            await reads.BookAsync(http),
            leaf.Event!,
            answer,
            whole ?? QrPicture.Of(answer.Proof),
            whole is not null,
            clock.GetUtcNow()
        )
        {
            People = await reads.PeopleAsync(http, [leaf.Event!]),
        };
    }
}
