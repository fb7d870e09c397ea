using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Access;

namespace Center.Api.Access;

/// <summary>Grants a role, and in the same breath says which person an identity of another sign-in service is.</summary>
internal static class Granting
{
    /// <param name="command">The command.</param>
    /// <param name="subject">Who gets the role.</param>
    /// <param name="grant">The role.</param>
    /// <param name="person">The person that the subject is; null or the same id where nothing is to be linked.</param>
    public static async Task<Reply> GrantAsync(Command command, string subject, Grant grant, PersonId? person)
    {
        var by = command.Caller.AsIssuer();
        var link = await LinkOfAsync(command, subject, person, by);
        var decided = await command.DecideAsync(
            AccessView.StreamOf(subject),
            AccessDecider.Initial,
            AccessDecider.Evolve,
            state => Together(link?.Invoke(state), AccessDecider.Decide(new GrantRole(grant, by), state))
        );
        return decided.Refusal is { } refusal
            ? refusal
            : Reply.Created($"/api/v1/grants?subject={subject}", GrantAnswer.Of(subject, grant));
    }

    private static async Task<Func<SubjectAccess, Decision>?> LinkOfAsync(
        Command command,
        string subject,
        PersonId? person,
        Issuer by
    )
    {
        if (person is not { } owner || owner.ToString() == subject)
        {
            return null;
        }

        var held = await command.Work.Session.LoadAsync<SubjectRow>(owner.ToString());
        var grants = held?.Access.Grants.Select(one => one.Grant).ToValueList() ?? [];
        return state => AccessDecider.Decide(new LinkIdentity(owner, grants, by), state);
    }

    private static Decision Together(Decision? first, Decision second) =>
        first is null || second.Refusal is not null ? second
        : first.Refusal is not null ? first
        : Decision.Accept([.. first.Events, .. second.Events]);
}

/// <summary>A role that a subject holds.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Role">The role.</param>
/// <param name="Scope">Where.</param>
/// <param name="GrantedBy">Subject that granted it; absent in the answer to the granting itself.</param>
internal sealed record GrantAnswer(string Subject, Role Role, Scope Scope, string? GrantedBy)
{
    public static GrantAnswer Of(string subject, Grant grant, string? grantedBy = null) =>
        new(subject, grant.Role, grant.Scope, grantedBy);
}
