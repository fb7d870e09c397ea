using System;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>
/// The door that every command comes through: one transaction, idempotency key, If-Match, retry after a lost race, and
/// the answer only after the commit. Refused commands leave nothing behind.
/// </summary>
/// <param name="works">Opens transactions.</param>
/// <param name="http">The request.</param>
/// <param name="source">Connections for what is read after the transaction.</param>
internal sealed class CommandDoor(WorkFactory works, IHttpContextAccessor http, NpgsqlDataSource source)
{
    private const int Attempts = 4;

    private static readonly byte[] _noBody = SHA256.HashData([]);

    private HttpContext Request => http.HttpContext!;

    /// <summary>Runs a command with a body.</summary>
    public Task<IResult> RunAsync<T>(Body<T> body, Func<Command, Task<Reply>> handle)
        where T : class => RunAsync(body.Hash, handle);

    /// <summary>Runs a command without a body.</summary>
    public Task<IResult> RunAsync(Func<Command, Task<Reply>> handle) => RunAsync(_noBody, handle);

    /// <summary>Decides as a command would, answers, and writes nothing.</summary>
    public async Task<IResult> TryAsync(Func<Command, Task<Reply>> handle)
    {
        var caller = Caller.Of(Request);
        await using var work = await works.BeginAsync(caller.Centre, ContextOf(caller), Request.RequestAborted);
        var reply = await handle(new Command(work, caller, null));
        return reply.Refusal is { } refusal ? new ProblemAnswer(refusal) : new ReplyAnswer(reply);
    }

    private async Task<IResult> RunAsync(byte[] bodyHash, Func<Command, Task<Reply>> handle)
    {
        var key = IdempotencyKey();
        var ifMatch = IfMatch();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(bodyHash, key, ifMatch, handle);
            }
            catch (StaleStreamException) when (attempt < Attempts)
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * attempt), Request.RequestAborted);
            }
            catch (StaleStreamException)
            {
                return new ProblemAnswer(new Refusal("overloaded", "Others kept changing the same thing; try again."));
            }
        }
    }

    private async Task<IResult> AttemptAsync(
        byte[] bodyHash,
        string? key,
        long? ifMatch,
        Func<Command, Task<Reply>> handle
    )
    {
        var caller = Caller.Of(Request);
        var route = $"{Request.Request.Method} {Request.Request.Path}";

        // Once the commit is under way it is not given up when the client goes away, so work is not tied to the request.
        await using var work = await works.BeginAsync(caller.Centre, ContextOf(caller), CancellationToken.None);
        if (
            key is not null
            && await IdempotencyKeys.FindAsync(work, caller.Credential, route, key, CancellationToken.None) is { } kept
        )
        {
            return kept.BodyHash.AsSpan().SequenceEqual(bodyHash)
                ? new KeptReplyAnswer(kept)
                : new ProblemAnswer(new Refusal("idempotency-key-reused", "This key was used for another body."));
        }

        var reply = await handle(new Command(work, caller, ifMatch));
        if (reply.Refusal is { } refusal)
        {
            // Ends the transaction, and with it every lock, before anything more is read for the answer.
            await work.DisposeAsync();
            return new ProblemAnswer(
                reply.Enrich is null ? refusal : await reply.Enrich(source, Request.RequestAborted)
            );
        }

        if (key is not null)
        {
            IdempotencyKeys.Keep(work, caller.Credential, route, key, bodyHash, reply);
        }

        await work.CommitAsync();
        return new ReplyAnswer(reply);
    }

    private EventContext ContextOf(Caller caller) =>
        new(
            caller.Subject,
            JsonNamingPolicy.KebabCaseLower.ConvertName(caller.Role.ToString()),
            caller.Channel,
            Request.TraceIdentifier,
            Activity.Current?.TraceId.ToString() ?? Request.TraceIdentifier
        );

    private string? IdempotencyKey()
    {
        if (!Request.Request.Headers.TryGetValue("Idempotency-Key", out var values) || Request.Request.Method != "POST")
        {
            return null;
        }

        var key = values.ToString();
        return key.Length is > 0 and <= IdempotencyKeys.LongestKey
            ? key
            : throw new RefusedException(
                "invalid-value",
                "An idempotency key has 1 to 255 characters.",
                "Idempotency-Key"
            );
    }

    private long? IfMatch()
    {
        var text = Request.Request.Headers.IfMatch.ToString();
        if (text.Length == 0)
        {
            return Request.Request.Method == "PUT"
                ? throw new RefusedException(
                    "precondition-required",
                    "A PUT names the version that it replaces in If-Match."
                )
                : null;
        }

        if (text == "*")
        {
            return null;
        }

        return long.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new RefusedException("invalid-value", "If-Match holds the ETag of the resource.", "If-Match");
    }
}

/// <summary>Writes a reply.</summary>
/// <param name="reply">The reply.</param>
internal sealed class ReplyAnswer(Reply reply) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        JsonAnswer.WriteAsync(httpContext, reply.Status, reply.Headers, reply.BodyText());
}

/// <summary>Writes an answer that was given before.</summary>
/// <param name="kept">The answer.</param>
internal sealed class KeptReplyAnswer(KeptAnswer kept) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers["Idempotent-Replayed"] = "true";
        return JsonAnswer.WriteAsync(httpContext, kept.Status, kept.Headers, kept.Body);
    }
}
