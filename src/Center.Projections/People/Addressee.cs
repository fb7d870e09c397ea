using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Marten;
using Npgsql;

namespace Center.Projections.People;

/// <summary>Where and how somebody is written to, out of the vault.</summary>
/// <param name="Email">Address.</param>
/// <param name="Name">Name, or null.</param>
/// <param name="Language">Language tag, or null when it is not known.</param>
public sealed record Addressee(string Email, string? Name, string? Language)
{
    /// <summary>Field of the address in the vault.</summary>
    public const string EmailField = "email";

    /// <summary>Field of the language in the vault.</summary>
    public const string LanguageField = "language";

    /// <summary>Languages that people are written to in.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["zh-CN", "en"];

    /// <summary>
    /// The addressee for a person. The record that counts is asked first, then those that were merged into it on the way
    /// there.
    /// </summary>
    /// <param name="session">Session of the centre.</param>
    /// <param name="connection">Open connection.</param>
    /// <param name="key">The vault key.</param>
    /// <param name="person">The person as an event names her.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null without an address, and after an erasure.</returns>
    public static async Task<Addressee?> OfAsync(
        IQuerySession session,
        NpgsqlConnection connection,
        VaultKey key,
        PersonId person,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(session);
        var vault = new Vault(connection, session.TenantId, key);
        Addressee? found = null;
        PersonId? next = person;
        while (next is { } record)
        {
            var row = await session.LoadAsync<PersonRow>(record.ToString(), stopping);
            if (row is null || row.Person.Erased)
            {
                return null;
            }

            var texts = await vault.ReadAllAsync(row.Id, stopping);
            found = texts.TryGetValue(EmailField, out var email)
                ? new Addressee(
                    email,
                    texts.TryGetValue("name", out var name) ? name : null,
                    texts.TryGetValue(LanguageField, out var language) ? language : null
                )
                : found;
            next = row.Person.MergedInto;
        }

        return found;
    }
}
