using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Access;
using Center.Projections.Facilities;
using Center.Projections.People;

namespace Center.Api.Access;

/// <summary>A key that is wanted.</summary>
/// <param name="Label">What people call it; kept in the vault.</param>
/// <param name="Grant">What it allows.</param>
/// <param name="Person">Whose it is, or null for a key that belongs to nobody.</param>
/// <param name="Authority">Under which permission it is issued: keys or devices.</param>
internal sealed record WantedKey(
    string Label,
    Grant Grant,
    PersonId? Person = null,
    Permission Authority = Permission.ManageKeys
);

/// <summary>A key as its holder gets to see it, once.</summary>
/// <param name="Id">The key.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Refusal">Why there is none, or null.</param>
internal sealed record NewKey(CredentialId Id, string Secret, Refusal? Refusal);

/// <summary>Issues keys: for people, desks, devices, the command line.</summary>
/// <param name="vaultKey">Opens the vault.</param>
internal sealed class KeyIssuing(VaultKey vaultKey)
{
    /// <summary>The name under which the vault keeps a key's label.</summary>
    public static string LabelField(CredentialId key) => $"key:{key}";

    /// <summary>Issues a key within a command; it counts once the command commits.</summary>
    public async Task<NewKey> IssueAsync(Command command, WantedKey wanted, string? secret = null)
    {
        var id = new CredentialId(command.NewId(command.Work.Now));
        secret ??= KeySecret.NewKey();
        var refusal =
            await RefuseUnknownAsync(command, wanted.Grant.Scope) ?? await RefuseUnknownAsync(command, wanted.Person);
        if (refusal is not null)
        {
            return new NewKey(id, secret, refusal);
        }

        var subject = wanted.Person?.ToString() ?? id.ToString();
        var ask = new IssueKey(id, wanted.Grant, KeySecret.HashOf(secret), command.Caller.AsIssuer(), wanted.Authority);
        var decided = await command.DecideAsync(
            AccessView.StreamOf(subject),
            AccessDecider.Initial,
            AccessDecider.Evolve,
            state => AccessDecider.Decide(ask, state)
        );
        if (decided.Refusal is null)
        {
            var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
            await vault.PutAsync(subject, LabelField(id), wanted.Label);
        }

        return new NewKey(id, secret, decided.Refusal);
    }

    /// <summary>Refuses a scope whose site or organisation the centre does not have.</summary>
    public static async Task<Refusal?> RefuseUnknownAsync(Command command, Scope scope)
    {
        if (scope == Scope.Centre)
        {
            return null;
        }

        var book = await command.Work.BookAsync();
        var known = scope.Site is { } site
            ? book.FindSite(site) is not null
            : book.Organisations.Any(organisation => organisation.Code == scope.Organisation);
        return known ? null : Invalid("scope", "The centre has no such site or organisation.");
    }

    /// <summary>Refuses a person who is not known, or whose record was merged into another.</summary>
    public static async Task<Refusal?> RefuseUnknownAsync(Command command, PersonId? person)
    {
        if (person is not { } id)
        {
            return null;
        }

        var row = await command.Work.Session.LoadAsync<PersonRow>(id.ToString());
        return row is null ? Invalid("person", "There is no such person.")
            : row.Person.Erased ? PersonDecider.Erased
            : row.Person.MergedInto is not null ? Invalid("person", "The record was merged into another one.")
            : null;
    }

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
