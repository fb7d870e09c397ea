using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.People;

/// <summary>A record whose key in the vault was destroyed.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Person">Id of the record.</param>
/// <param name="IsTold">Whether the log says so, or knows of no such person.</param>
public sealed record DestroyedKey(string Centre, string Person, bool IsTold);

/// <summary>Finds whose keys in the vault were destroyed, in every centre.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class DestroyedKeys(NpgsqlDataSource source)
{
    private static readonly string _destroyed = $"""
        select key.centre, key.person, row.id is null or coalesce((row.data->'person'->>'erased')::boolean, false)
        from {CenterStore.Schema}.person_key key
        left join {CenterStore.Schema}.{CenterStore.TableOf(typeof(PersonRow))} row
          on row.tenant_id = key.centre and row.id = key.person
        where key.wrapped_key is null order by key.centre, key.person
        """;

    /// <summary>All of them, by centre and person.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<DestroyedKey>> ReadAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand(_destroyed);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var keys = new List<DestroyedKey>();
        while (await reader.ReadAsync(stopping))
        {
            keys.Add(new DestroyedKey(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        }

        return keys;
    }
}
