using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>A row whose copy differs from what the events gave.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Key">The row.</param>
/// <param name="Stored">The live row as JSON text, or null when there is none.</param>
/// <param name="Replayed">The replayed row as JSON text, or null when there is none.</param>
internal sealed record DifferingRow(string View, RowKey Key, string? Stored, string? Replayed);

/// <summary>Compares the copied live rows of a view with its replayed rows, in the database.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="schema">The scratch schema.</param>
/// <param name="centre">The centre (tenant).</param>
internal sealed class ReplayComparison(NpgsqlDataSource source, string schema, string centre)
{
    /// <summary>Rows of one type that differ, by id.</summary>
    /// <param name="view">Name of the view.</param>
    /// <param name="rowType">The row type.</param>
    /// <param name="most">Most rows to return.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>The first rows, and how many there are in all.</returns>
    public async Task<(IReadOnlyList<DifferingRow> Rows, long Count)> CompareAsync(
        string view,
        Type rowType,
        int most,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(
            $"""
            select coalesce(live.id, replayed.id), live.data::text, replayed.data::text, count(*) over ()
            from {schema}.{ReplayCut.LiveTableOf(rowType)} live
            full join (select id, data from {schema}.{CenterStore.TableOf(rowType)} where tenant_id = $1) replayed
              on live.id = replayed.id
            where live.data is distinct from replayed.data
            order by coalesce(live.id, replayed.id) collate "C" limit $2
            """
        );
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<DifferingRow>();
        var count = 0L;
        while (await reader.ReadAsync(stopping))
        {
            count = reader.GetInt64(3);
            rows.Add(
                new DifferingRow(
                    view,
                    new RowKey(rowType, reader.GetString(0)),
                    reader.IsDBNull(1) ? null : reader.GetString(1),
                    reader.IsDBNull(2) ? null : reader.GetString(2)
                )
            );
        }

        return (rows, count);
    }

    /// <summary>Counts the replayed rows of a view.</summary>
    public async Task<long> CountAsync(View view, CancellationToken stopping)
    {
        var count = 0L;
        foreach (var rowType in ReplayCut.ComparedOf(view))
        {
            await using var command = source.CreateCommand(
                $"select count(*) from {schema}.{CenterStore.TableOf(rowType)} where tenant_id = $1"
            );
            command.Parameters.Add(new NpgsqlParameter { Value = centre });
            count += (long)(await command.ExecuteScalarAsync(stopping))!;
        }

        return count;
    }
}
