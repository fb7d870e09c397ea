using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.People;

/// <summary>Lists who is suspended.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class Suspensions(NpgsqlDataSource source)
{
    private static readonly string _standing = $"""
        select data::text from {CenterStore.Schema}.{CenterStore.TableOf(typeof(SuspensionRow))}
        where tenant_id = $1 and (data->>'until')::timestamptz > $2
        order by (data->>'until')::timestamptz, id limit $3
        """;

    /// <summary>Suspensions that stand at an instant, the one that ends first before the others.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="now">The instant.</param>
    /// <param name="most">Most rows.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<SuspensionRow>> StandingAsync(
        string centre,
        DateTimeOffset now,
        int most,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(_standing);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = now.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        return await RowReader.ReadAsync<SuspensionRow>(command, stopping);
    }
}
