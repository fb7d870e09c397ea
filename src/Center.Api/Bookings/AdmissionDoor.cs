using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Bookings;

/// <summary>
/// The door for everything that decides about bookings: like <see cref="CommandDoor"/>, but those who come at the same
/// time share one transaction, see <see cref="AdmissionBatch"/>.
/// </summary>
/// <param name="writers">The writers of the centres.</param>
/// <param name="http">The request.</param>
/// <param name="callers">Finds out anew who calls.</param>
internal sealed class AdmissionDoor(AdmissionWriters writers, IHttpContextAccessor http, CallerLookup callers)
{
    private const int Looks = 3;
    private static readonly Refusal _overloaded = new("overloaded", "Too many bookings wait; try again in a moment.");

    /// <summary>Runs a command with a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="foreseen">What the command will read.</param>
    /// <param name="handle">Decides, under the centre's admission lock.</param>
    public async Task<IResult> RunAsync<T>(Body<T> body, Foreseen foreseen, Func<Command, Task<Reply>> handle)
        where T : class
    {
        var answer = await AnswerAsync(body.Hash, null, foreseen, handle);
        return await answer.ToResultAsync();
    }

    /// <summary>Runs a command of a page, which tells the answer in words.</summary>
    /// <param name="bodyHash">SHA-256 of what was sent; tells a form sent twice from a changed one.</param>
    /// <param name="key">The form's own idempotency key; null when the request's header counts.</param>
    /// <param name="foreseen">What the command will read.</param>
    /// <param name="handle">Decides, under the centre's admission lock.</param>
    public async Task<CommandAnswer> AnswerAsync(
        byte[] bodyHash,
        string? key,
        Foreseen foreseen,
        Func<Command, Task<Reply>> handle
    )
    {
        var request = http.HttpContext!;
        for (var look = 1; look <= Looks; look++)
        {
            var head = CommandHead.Of(request, bodyHash);
            head = head with { Key = key ?? head.Key };
            var waiting = new WaitingCommand(head, foreseen, handle, request.RequestAborted);
            if (!writers.Of(head.Caller.Centre).TryQueue(waiting))
            {
                return CommandAnswer.Of(_overloaded);
            }

            var answer = await waiting.Answer;
            if (answer != CommandAnswer.CallerChanged)
            {
                return answer;
            }

            request.Features.Set(await callers.FindAgainAsync(request));
        }

        return CommandAnswer.Of(_overloaded);
    }
}
