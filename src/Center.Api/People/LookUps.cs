using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Facilities;
using Center.Projections.People;
using Microsoft.AspNetCore.Http;

namespace Center.Api.People;

/// <summary>
/// Shows who a person id is, for clients and for pages alike: who asked, whom and why is committed as an event before
/// anything is shown.
/// </summary>
/// <param name="door">Carries the command out.</param>
/// <param name="key">What opens the vault.</param>
internal sealed class LookUps(CommandDoor door, VaultKey key)
{
    /// <summary>Asks who somebody is.</summary>
    /// <param name="http">The request.</param>
    /// <param name="bodyHash">SHA-256 of what was sent.</param>
    /// <param name="once">The form's own key; null when the request's header counts.</param>
    /// <param name="request">Whom, and why.</param>
    public async Task<CommandAnswer> AskAsync(HttpContext http, byte[] bodyHash, string? once, LookUpRequest request)
    {
        var wait = TimeSpan.Zero;
        var answer = await door.AnswerAsync(
            bodyHash,
            once,
            async command =>
            {
                var zone = (await command.Work.BookAsync()).Zone;
                var today = zone.DateOf(command.Work.Now);
                wait = zone.InstantOf(today.AddDays(1), TimeOnly.MinValue) - command.Work.Now;
                return await LookUpAsync(command, request, today);
            }
        );
        if (answer.Reply?.Refusal?.Code == "look-ups-spent")
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    private async Task<Reply> LookUpAsync(Command command, LookUpRequest request, DateOnly today)
    {
        var work = command.Work;
        var stream = LookUpDay.StreamOf(command.Caller.Subject, today);
        await work.LockStreamAsync(stream);
        var read = await Standings.OfAsync(work, request.Person);
        var id = new LookUpId(command.NewId(work.Now));
        var ask = new LookUpPerson(id, request.Person, read.Person, request.ReasonCode, request.Case);
        var decided = await command.DecideAsync(
            stream,
            LookUpDecider.Initial,
            LookUpDecider.Evolve,
            state => LookUpDecider.Decide(ask, state)
        );
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var all = await new Vault(work.Connection, work.Centre, key).ReadAllAsync(read.Id.ToString());
        PersonId? into = read.Id == request.Person ? null : read.Id;
        var answer = new LookUpAnswer(
            id,
            request.Person,
            into,
            PersonalDetails.Of(all),
            ask.ReasonCode,
            ask.Case,
            work.Now
        );
        return Reply.Ok(answer, bodyToKeep: answer with { Personal = null });
    }
}

/// <summary>Whom somebody wants to be shown, and why.</summary>
/// <param name="Person">The id.</param>
/// <param name="ReasonCode">Why; see <see cref="LookUpReasons"/>.</param>
/// <param name="Case">Number of the case; see <see cref="CaseNumber"/>.</param>
internal sealed record LookUpRequest(PersonId Person, string ReasonCode, string? Case = null);

/// <summary>Who a person id is.</summary>
/// <param name="Id">The look-up, as its event names it.</param>
/// <param name="Person">The record that was asked for.</param>
/// <param name="MergedInto">The record that counts instead, whose details these are; absent when none does.</param>
/// <param name="Personal">Names and contacts; absent when the same request had been answered before.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="Case">Number of the case, or absent.</param>
/// <param name="At">When.</param>
internal sealed record LookUpAnswer(
    LookUpId Id,
    PersonId Person,
    PersonId? MergedInto,
    IReadOnlyDictionary<string, string>? Personal,
    string ReasonCode,
    string? Case,
    DateTimeOffset At
);
