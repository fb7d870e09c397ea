using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Access;
using Center.Projections.People;

namespace Center.Api.People;

/// <summary>What became of a person's records.</summary>
/// <param name="Fields">Fields that were in the vault, in order; empty when they were gone before.</param>
/// <param name="Refusal">Why nothing was done, or null.</param>
internal sealed record Erased(IReadOnlyList<string> Fields, Refusal? Refusal);

/// <summary>
/// An erasure within its transaction, which holds the centre's admission lock: the keys in the vault are destroyed, what is
/// left is restricted, and nobody acts in that name any more (decision 0036).
/// </summary>
/// <param name="vaultKey">Opens the vault.</param>
internal sealed class Erasing(VaultKey vaultKey)
{
    /// <summary>Erases the records of one person; what was done before is not done again.</summary>
    /// <param name="command">The transaction.</param>
    /// <param name="records">The record that counts and those that were merged into it.</param>
    /// <param name="ask">What is left, and why it is done.</param>
    /// <param name="by">Subject that ends the person's access.</param>
    public async Task<Erased> RunAsync(Command command, IReadOnlyList<string> records, ErasePersonalData ask, string by)
    {
        var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
        var fields = new List<string>();
        foreach (var record in records)
        {
            var decided = await command.DecideAsync(
                PersonView.StreamOf(IdOf(record)),
                PersonDecider.Initial,
                PersonDecider.Evolve,
                state => PersonDecider.Decide(ask, state)
            );
            if (decided.Refusal is { } refusal)
            {
                return new Erased([], refusal);
            }

            await EndAccessAsync(command, record, by);
            fields.AddRange((await vault.ReadAllAsync(record)).Keys);
            await vault.DestroyAsync(record);
        }

        await CancelForErasure.RunAsync(command, [.. records.Select(IdOf)]);
        return new Erased([.. fields.Distinct().Order(StringComparer.Ordinal)], null);
    }

    /// <summary>Marks the key of somebody whom the log does not know (any more).</summary>
    public Task DestroyAsync(Command command, string record) =>
        new Vault(command.Work.Connection, command.Work.Centre, vaultKey).DestroyAsync(record);

    private static Task EndAccessAsync(Command command, string subject, string by) =>
        (command with { IfMatch = null }).DecideAsync(
            AccessView.StreamOf(subject),
            AccessDecider.Initial,
            AccessDecider.Evolve,
            state => AccessDecider.Decide(new EndAccess(by), state)
        );

    private static PersonId IdOf(string record) => new(Guid.Parse(record));
}
