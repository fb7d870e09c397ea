using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Marten;
using Npgsql;

namespace Center.Api.Facilities;

/// <summary>The centres that the store knows: each has its own partitions and its own sequence of positions.</summary>
/// <param name="store">The event store.</param>
/// <param name="source">Connections to the database.</param>
internal sealed class CentreTenants(IDocumentStore store, NpgsqlDataSource source)
{
    /// <summary>Whether any centre is registered.</summary>
    public async Task<bool> AnyAsync(CancellationToken stopping)
    {
        await using var command = source.CreateCommand("select exists (select from center.mt_tenant_partitions)");
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }

    /// <summary>Registers a centre; nothing happens when it is known.</summary>
    public async Task RegisterAsync(string centre, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(
            "select exists (select from center.mt_tenant_partitions where partition_value = $1)"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        if (!(bool)(await command.ExecuteScalarAsync(stopping))!)
        {
            await store.Advanced.AddMartenManagedTenantsAsync(stopping, centre);
        }
    }
}
