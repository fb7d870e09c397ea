using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>
/// The door that commands come through: one transaction, idempotency key, If-Match, retry after a lost race, and the
/// answer only after the commit. Refused commands leave nothing behind. Bookings have a door of their own, which lets
/// many in at once.
/// </summary>
/// <param name="works">Opens transactions.</param>
/// <param name="http">The request.</param>
internal sealed class CommandDoor(WorkFactory works, IHttpContextAccessor http)
{
    private const int Attempts = 4;

    private static readonly byte[] _noBody = SHA256.HashData([]);

    private HttpContext Request => http.HttpContext!;

    /// <summary>Runs a command with a body.</summary>
    public Task<IResult> RunAsync<T>(Body<T> body, Func<Command, Task<Reply>> handle)
        where T : class => RunAsync(CommandHead.Of(Request, body.Hash), handle);

    /// <summary>Runs a command without a body.</summary>
    public Task<IResult> RunAsync(Func<Command, Task<Reply>> handle) =>
        RunAsync(CommandHead.Of(Request, _noBody), handle);

    /// <summary>Runs a command of a page, which tells the answer in words.</summary>
    /// <param name="bodyHash">SHA-256 of what was sent; tells a form sent twice from a changed one.</param>
    /// <param name="key">The form's own idempotency key; null when the request's header counts.</param>
    /// <param name="handle">Decides.</param>
    public Task<CommandAnswer> AnswerAsync(byte[] bodyHash, string? key, Func<Command, Task<Reply>> handle)
    {
        var head = CommandHead.Of(Request, bodyHash);
        return AnswerAsync(head with { Key = key ?? head.Key }, handle);
    }

    /// <summary>Decides as a command would, answers, and writes nothing.</summary>
    public async Task<IResult> TryAsync(Func<Command, Task<Reply>> handle) =>
        await (await TryAnswerAsync(handle)).ToResultAsync();

    /// <summary>The same for a page, which tells the answer in words.</summary>
    public async Task<CommandAnswer> TryAnswerAsync(Func<Command, Task<Reply>> handle)
    {
        var caller = Caller.Of(Request);
        var context = CommandHead.ContextOf(Request, caller);
        Reply reply;
        await using (var work = await works.BeginAsync(caller.Centre, context, Request.RequestAborted))
        {
            reply = await handle(new Command(work, caller, null));
        }

        return CommandAnswer.Of(reply);
    }

    private async Task<IResult> RunAsync(CommandHead head, Func<Command, Task<Reply>> handle) =>
        await (await AnswerAsync(head, handle)).ToResultAsync();

    private async Task<CommandAnswer> AnswerAsync(CommandHead head, Func<Command, Task<Reply>> handle)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(head, handle);
            }
            catch (StaleStreamException) when (attempt < Attempts)
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * attempt), Request.RequestAborted);
            }
            catch (StaleStreamException)
            {
                return CommandAnswer.Contended;
            }
        }
    }

    private async Task<CommandAnswer> AttemptAsync(CommandHead head, Func<Command, Task<Reply>> handle)
    {
        // Once the commit is under way it is not given up when the client goes away, so work is not tied to the request.
        await using var work = await works.BeginAsync(head.Caller.Centre, head.Context, CancellationToken.None);
        if (await IdempotencyKeys.FindAsync(work, head, CancellationToken.None) is { } kept)
        {
            return CommandAnswer.Again(kept, head.BodyHash);
        }

        var command = new Command(work, head.Caller, head.IfMatch) { OnlyNew = head.Precondition.OnlyNew };
        var reply = await handle(command);
        if (reply.Refusal is null)
        {
            IdempotencyKeys.Keep(work, head, reply);
            await work.CommitAsync();
        }

        return CommandAnswer.Of(reply);
    }
}
