using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.Bookings.Pages;

/// <summary>Somebody whom a resident may book for.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">Name out of the vault, where the person or the law lets it be seen; else null.</param>
public sealed record FamilyMember(Guid Id, string? Name)
{
    private const int CodeLength = 6;

    /// <summary>The end of the id, by which people without a name are told apart.</summary>
    public string Code => Id.ToString("N")[^CodeLength..].ToUpperInvariant();
}

/// <summary>Finds the people whom whoever looks at a page may book for.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="acted">Who they are.</param>
/// <param name="vaultKey">Opens names.</param>
internal sealed class Family(NpgsqlDataSource source, IDocumentStore store, PeopleActedFor acted, VaultKey vaultKey)
{
    private const string NameField = "name";

    /// <summary>All of them, by id; nobody for a credential without a person.</summary>
    public async Task<IReadOnlyList<FamilyMember>> OfAsync(HttpContext http)
    {
        var (caller, stopping) = (Caller.Of(http), http.RequestAborted);
        if (caller.Person is not { } self)
        {
            return [];
        }

        await using var session = store.QuerySession(caller.Centre);
        var others = await acted.OfAsync(session, self, ConsentKind.Bookings, stopping);
        if (others.Count == 0)
        {
            return [];
        }

        var named = await acted.OfAsync(session, self, ConsentKind.Details, stopping);
        await using var connection = await source.OpenConnectionAsync(stopping);
        var names = await new Vault(connection, caller.Centre, vaultKey).ReadEachAsync(
            [.. named.Select(person => person.ToString())],
            NameField,
            stopping
        );
        return [.. others.Select(person => new FamilyMember(person.Value, names.GetValueOrDefault(person.ToString())))];
    }
}
