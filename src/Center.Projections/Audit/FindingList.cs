using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>Lists findings, the oldest first.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class FindingList(NpgsqlDataSource source)
{
    private static readonly string _page = $"""
        select data::text from {CenterStore.Schema}.{CenterStore.TableOf(typeof(FindingRow))}
        where tenant_id = $1 and id > $2 order by id limit $3
        """;

    /// <summary>One page.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="after">Id of the last one seen; empty for the first page.</param>
    /// <param name="most">Most rows.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<FindingRow>> PageAsync(
        string centre,
        string after,
        int most,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(_page);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        return await RowReader.ReadAsync<FindingRow>(command, stopping);
    }
}
