using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>What a command is answered: a reply, or the one that was given before to the same idempotency key.</summary>
/// <param name="Reply">The reply, or null.</param>
/// <param name="Kept">The answer given before, or null.</param>
internal sealed record CommandAnswer(Reply? Reply, KeptAnswer? Kept)
{
    /// <summary>No answer: the caller is no longer what he was known as, and has to be looked at again.</summary>
    public static CommandAnswer CallerChanged { get; } = new(null, null);

    /// <summary>Others were faster each time that it was decided.</summary>
    public static CommandAnswer Contended { get; } =
        Of(new Refusal("overloaded", "Others kept changing the same thing; try again."));

    public static CommandAnswer Of(Reply reply) => new(reply, null);

    /// <summary>The same answer for the same body; another body is refused.</summary>
    public static CommandAnswer Again(KeptAnswer kept, byte[] bodyHash) =>
        kept.BodyHash.AsSpan().SequenceEqual(bodyHash)
            ? new(null, kept)
            : Of(new Refusal("idempotency-key-reused", "This key was used for another body."));

    /// <summary>Writes it. A refusal is made fuller here, where the transaction and its locks are gone.</summary>
    public async Task<IResult> ToResultAsync()
    {
        if (Kept is not null)
        {
            return new KeptReplyAnswer(Kept);
        }

        return await RefusalAsync() is { } refusal ? new ProblemAnswer(refusal) : new ReplyAnswer(Reply!);
    }

    /// <summary>The refusal, made fuller; null when the command was carried out.</summary>
    public async Task<Refusal?> RefusalAsync() =>
        Reply is { Refusal: not null, Enrich: { } enrich } ? await enrich() : Reply?.Refusal;

    /// <summary>Where the new thing is, said now or before; null when nothing new was made.</summary>
    public string? Location => (Kept?.Headers ?? Reply?.Headers)?.GetValueOrDefault("Location");

    private sealed class ReplyAnswer(Reply reply) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            JsonAnswer.WriteAsync(httpContext, reply.Status, reply.Headers, reply.BodyText());
    }

    private sealed class KeptReplyAnswer(KeptAnswer kept) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["Idempotent-Replayed"] = "true";
            return JsonAnswer.WriteAsync(httpContext, kept.Status, kept.Headers, kept.Body);
        }
    }
}
