using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Facilities;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.People;

/// <summary>Registers people and joins their records.</summary>
internal static class PeopleEndpoints
{
    // Before anybody is looked up; the rule itself is the decider's.
    private const int LargestRequest = 10 * PersonDecider.MostRelations;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/people", Register).Requires(Permission.RegisterPeople);
        api.MapPost("/people/{id:guid}/details", DetailChanges.Change).Requires(Permission.ChangeDetails);
        api.MapPost("/people/{id:guid}/merge", Merge).Requires(Permission.MergePeople);
        api.MapPost("/people/{id:guid}/sign-in-link", SignInLinks.Make).Requires(Permission.MakeSignInLinks);
    }

    private static Task<IResult> Register(Body<RegisterPersonRequest> body, CommandDoor door, VaultKey vaultKey)
    {
        PersonalDetails.Check(body.Value.Personal);
        return door.RunAsync(body, command => RegisterAsync(command, body.Value, vaultKey));
    }

    internal static async Task<Reply> RegisterAsync(Command command, RegisterPersonRequest request, VaultKey vaultKey)
    {
        var id = new PersonId(command.NewId(command.Work.Now));
        var ask = await AskAsync(command, request);
        var decided = await DecideAsync(command, id, state => PersonDecider.Decide(ask, state));
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
        await PersonalDetails.PutAsync(vault, id.ToString(), request.Personal);
        return Reply.Created(
            $"/api/v1/people/{id}",
            PersonAnswer.Of(id.ToString(), decided.State, decided.Version),
            decided.Version
        );
    }

    private static Task<IResult> Merge(Guid id, Body<MergePersonRequest> body, CommandDoor door) =>
        door.RunAsync(
            body,
            async command =>
            {
                // Two merges that cross must not both be decided on records that are still their own.
                await command.Work.LockCentreAsync();
                var (self, into) = (new PersonId(id), body.Value.Into);
                var (target, _) = await command.Work.FoldAsync(
                    PersonView.StreamOf(into),
                    PersonDecider.Initial,
                    PersonDecider.Evolve
                );
                var ask = new MergePerson(self, into, target);
                var decided = await DecideAsync(command, self, state => PersonDecider.Decide(ask, state));
                if (decided.Refusal is { } refusal)
                {
                    return refusal;
                }

                await TakeOverAsync(command, into, decided);
                return Reply.Ok(PersonAnswer.Of(self.ToString(), decided.State, decided.Version), decided.Version);
            }
        );

    // What the person said under the record that goes is not forgotten with it.
    private static async Task TakeOverAsync(Command command, PersonId into, Decided<Person> merged)
    {
        if (merged.Events.Count > 0 && merged.State.Consents is { } said)
        {
            await DecideAsync(
                command with
                {
                    IfMatch = null,
                },
                into,
                state => ConsentDecider.Decide(new TakeOverConsents(said), state)
            );
        }
    }

    private static async Task<RegisterPerson> AskAsync(Command command, RegisterPersonRequest request)
    {
        ValueList<PersonId> guardians = request.Guardians ?? [];
        ValueList<PersonId> actsFor = request.ActsFor ?? [];
        if (guardians.Count + actsFor.Count > LargestRequest)
        {
            throw new RefusedException("invalid-value", $"At most {LargestRequest} people are named.", "guardians");
        }

        var named = guardians.Concat(actsFor).Select(person => person.ToString()).Distinct().ToArray();
        var known = await command.Work.Session.LoadManyAsync<PersonRow>(named);
        var book = await command.Work.BookAsync();
        return new RegisterPerson(
            request.AgeBand,
            request.Community,
            guardians,
            actsFor,
            book.Communities.Select(community => community.Code).ToHashSet(),
            known
                .Where(row => row.Person is { Registration: not null, MergedInto: null, Erased: false })
                .ToDictionary(row => new PersonId(Guid.Parse(row.Id)), row => row.Person.Registration!.AgeBand)
        );
    }

    private static Task<Decided<Person>> DecideAsync(Command command, PersonId person, Func<Person, Decision> decide) =>
        command.DecideAsync(PersonView.StreamOf(person), PersonDecider.Initial, PersonDecider.Evolve, decide);
}

/// <summary>A person who is to be registered.</summary>
/// <param name="AgeBand">Age in bands.</param>
/// <param name="Community">Code of the community of residence.</param>
/// <param name="Guardians">People who answer for this one.</param>
/// <param name="ActsFor">People whom this one may act for.</param>
/// <param name="Personal">Name, phone, card and other details, for the vault alone.</param>
internal sealed record RegisterPersonRequest(
    AgeBand AgeBand,
    string? Community = null,
    ValueList<PersonId>? Guardians = null,
    ValueList<PersonId>? ActsFor = null,
    Dictionary<string, string>? Personal = null
);

/// <summary>A record that is to be joined into another.</summary>
/// <param name="Into">The record that counts.</param>
internal sealed record MergePersonRequest(PersonId Into);
