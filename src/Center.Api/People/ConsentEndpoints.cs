using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.People;

/// <summary>Who may act for a person. Written under the lock under which bookings are decided, so that it counts at once.</summary>
internal static class ConsentEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/people/{id:guid}/consents", List).Requires(Permission.SeeSelf);
        api.MapPost("/people/{id:guid}/consents", Grant).Requires(Permission.GiveConsent);
        api.MapDelete("/people/{id:guid}/consents/{to:guid}", Withdraw).Requires(Permission.GiveConsent);
    }

    private static async Task<IResult> List(Guid id, HttpContext http, IDocumentStore store, CancellationToken stopping)
    {
        _ = new QueryParameters(http.Request);
        var caller = Caller.Of(http);
        await using var session = store.QuerySession(caller.Centre);
        await PeopleQueries.RefuseForeignAsync(session, caller, id);
        var row = await session.LoadAsync<PersonRow>(id.ToString(), stopping);
        return row is null ? throw new RefusedException("not-found", "There is no such person.")
            : row.Person.Erased ? throw new RefusedException(PersonDecider.Erased)
            : new JsonAnswer(new Page<ConsentAnswer>(ConsentAnswer.Standing(row.Person), null), row.Version);
    }

    private static Task<IResult> Grant(Guid id, Body<ConsentRequest> body, CommandDoor door) =>
        door.RunAsync(body, command => GrantAsync(command, new PersonId(id), body.Value));

    private static async Task<Reply> GrantAsync(Command command, PersonId person, ConsentRequest request)
    {
        await command.Work.LockCentreAsync();
        var ties = Ties.In(command.Work);
        var said = await ConsentVoices.OfAsync(command, ties, person, request.Guardian);
        var (to, holder) = await ties.FinalAsync(request.To);
        ConsentVoices.CheckEvidence(command, said, request, to);
        var ask = new GrantConsent(
            said.Person,
            to,
            holder,
            request.Kind,
            said.Guardian,
            said.Answers,
            request.Evidence,
            await ties.BetweenAsync(to, said.Person) ?? ConsentVoices.NoTie
        );
        var granted = await DecideAsync(command, said.Person, state => ConsentDecider.Decide(ask, state));
        return granted.Refusal is { } refusal
            ? refusal
            : Reply.Created(
                $"/api/v1/people/{said.Person}/consents",
                ConsentAnswer.Of(granted.State, to, request.Kind),
                granted.Version
            );
    }

    private static Task<IResult> Withdraw(Guid id, Guid to, HttpContext http, CommandDoor door)
    {
        var kind = new QueryParameters(http.Request, "kind").OneOf<ConsentKind>("kind");
        return door.RunAsync(async command =>
        {
            await command.Work.LockCentreAsync();
            var ties = Ties.In(command.Work);
            var (holder, _) = await ties.FinalAsync(new PersonId(to));
            var said = await ConsentVoices.OfAsync(command, ties, new PersonId(id), null, holder);
            var ask = new WithdrawConsent(
                holder,
                kind is { } one ? [one] : Enum.GetValues<ConsentKind>(),
                said.Voice,
                await ties.BetweenAsync(holder, said.Person) ?? ConsentVoices.NoTie
            );
            var withdrawn = await DecideAsync(command, said.Person, state => ConsentDecider.Decide(ask, state));
            return withdrawn.Refusal is { } refusal ? refusal : Reply.NoContent();
        });
    }

    private static Task<Decided<Person>> DecideAsync(Command command, PersonId person, Func<Person, Decision> decide) =>
        command.DecideAsync(PersonView.StreamOf(person), PersonDecider.Initial, PersonDecider.Evolve, decide);
}

/// <summary>What granting a consent takes.</summary>
/// <param name="To">Who may act.</param>
/// <param name="Kind">What for.</param>
/// <param name="Evidence">How staff know; only, and always, from staff.</param>
/// <param name="Guardian">Which guardian says so, for a minor; only from staff.</param>
internal sealed record ConsentRequest(
    PersonId To,
    ConsentKind Kind,
    ConsentEvidence? Evidence = null,
    PersonId? Guardian = null
);

/// <summary>A consent that stands.</summary>
/// <param name="To">Who may act.</param>
/// <param name="Kind">What for.</param>
/// <param name="Guardian">Who consented for the person; absent when the person did.</param>
/// <param name="Evidence">How staff know; absent when it was given with one's own credential.</param>
internal sealed record ConsentAnswer(PersonId To, ConsentKind Kind, PersonId? Guardian, ConsentEvidence? Evidence)
{
    /// <summary>Those of a person, in the order in which they were given.</summary>
    public static IReadOnlyList<ConsentAnswer> Standing(Person person) =>
        [
            .. (person.Consents ?? [])
                .Where(one => one.Stands)
                .Select(one => new ConsentAnswer(one.To, one.Kind, one.Guardian, one.Evidence)),
        ];

    // A guardian, or whoever was registered so, needs none and gets none.
    public static ConsentAnswer Of(Person person, PersonId to, ConsentKind kind) =>
        Standing(person).FirstOrDefault(one => one.To == to && one.Kind == kind)
        ?? new ConsentAnswer(to, kind, null, null);
}
