using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Microsoft.AspNetCore.Http;

namespace Center.Api.People;

/// <summary>
/// Changes name, contacts and card of somebody who is known. The texts go into the vault; the event says which of them
/// changed and never what they say.
/// </summary>
internal static class DetailChanges
{
    private const string Card = "card";

    public static Task<IResult> Change(Guid id, Body<ChangeDetailsRequest> body, CommandDoor door, VaultKey vaultKey)
    {
        var wanted = body.Value.ByName();
        return wanted.Count == 0
            ? throw new RefusedException("invalid-body", "Name at least one detail.", "$")
            : door.RunAsync(body, Changing(id, wanted, vaultKey));
    }

    /// <summary>Changes them; told once for clients and for pages.</summary>
    /// <param name="id">The person.</param>
    /// <param name="wanted">What the details are to be; an empty one is taken out.</param>
    /// <param name="vaultKey">Opens the vault.</param>
    /// <exception cref="RefusedException">A text is not acceptable (400).</exception>
    public static Func<Command, Task<Reply>> Changing(
        Guid id,
        IReadOnlyDictionary<string, string> wanted,
        VaultKey vaultKey
    )
    {
        PersonalDetails.Check(wanted.Where(pair => pair.Value.Length > 0).ToDictionary(), string.Empty);
        return command => ChangeAsync(command, new PersonId(id), wanted, vaultKey);
    }

    private static async Task<Reply> ChangeAsync(
        Command command,
        PersonId person,
        IReadOnlyDictionary<string, string> wanted,
        VaultKey vaultKey
    )
    {
        // No merge comes in between, and no card gets two holders.
        var work = command.Work;
        await work.LockCentreAsync();
        var vault = new Vault(work.Connection, work.Centre, vaultKey);
        var self = person.ToString();
        var one = await SamePeople.OfAsync(work, person);
        IReadOnlyList<string> records = [.. one.Records.Select(record => record.ToString())];
        if (await IsOfAnotherAsync(vault, wanted, records))
        {
            return new Refusal("card-taken", "The card is another person's.").With("member", Card);
        }

        var changed = await ChangedAsync(vault, self, wanted, records);
        var ask = new ChangeDetails(changed.Order(StringComparer.Ordinal).ToValueList());
        var decided = await command.DecideAsync(
            PersonView.StreamOf(person),
            PersonDecider.Initial,
            PersonDecider.Evolve,
            state => PersonDecider.Decide(ask, state)
        );
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        await KeepAsync(vault, self, wanted.Where(pair => changed.Contains(pair.Key)), records);
        return Reply.Ok(PersonAnswer.Of(self, decided.State, decided.Version), decided.Version);
    }

    private static async Task<bool> IsOfAnotherAsync(
        Vault vault,
        IReadOnlyDictionary<string, string> wanted,
        IReadOnlyList<string> records
    ) =>
        wanted.GetValueOrDefault(Card) is { Length: > 0 } card
        && (await vault.FindAsync(Card, card)).Any(holder => !records.Contains(holder));

    // Texts of records that were merged away find the person too, so they are a part of what is kept of him or her.
    private static async Task<List<string>> ChangedAsync(
        Vault vault,
        string self,
        IReadOnlyDictionary<string, string> wanted,
        IReadOnlyList<string> records
    )
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            var kept = await vault.ReadAllAsync(record);
            changed.UnionWith(
                wanted
                    .Where(pair =>
                        record == self
                            ? kept.GetValueOrDefault(pair.Key, string.Empty) != pair.Value
                            : kept.ContainsKey(pair.Key)
                    )
                    .Select(pair => pair.Key)
            );
        }

        return [.. changed];
    }

    private static async Task KeepAsync(
        Vault vault,
        string person,
        IEnumerable<KeyValuePair<string, string>> texts,
        IReadOnlyList<string> records
    )
    {
        foreach (var (name, text) in texts)
        {
            foreach (var record in records.Where(record => record != person || text.Length == 0))
            {
                await vault.EraseAsync(record, name);
            }

            if (text.Length > 0)
            {
                await vault.PutAsync(person, name, text);
            }
        }
    }
}

/// <summary>Details that are to be changed; those that are left out stay, and an empty text takes one out.</summary>
/// <param name="Name">What the person is called.</param>
/// <param name="Phone">Telephone number.</param>
/// <param name="Card">Number of the card; the one before finds nobody any more.</param>
/// <param name="Email">Where notices go.</param>
/// <param name="Language">Language of notices.</param>
internal sealed record ChangeDetailsRequest(
    string? Name = null,
    string? Phone = null,
    string? Card = null,
    string? Email = null,
    string? Language = null
)
{
    /// <summary>What was named, by the names under which the vault keeps it.</summary>
    public IReadOnlyDictionary<string, string> ByName() =>
        new (string Name, string? Text)[]
        {
            ("name", Name),
            ("phone", Phone),
            ("card", Card),
            (Addressee.EmailField, Email),
            (Addressee.LanguageField, Language),
        }
            .Where(pair => pair.Text is not null)
            .ToDictionary(pair => pair.Name, pair => pair.Text!.Trim(), StringComparer.Ordinal);
}
