using System;
using System.Collections.Generic;
using System.Data;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Center.Projections.Statistics;
using Npgsql;

namespace Center.Projections.Audit.Bundles;

/// <summary>What the events of a bundle add up to.</summary>
/// <param name="Events">Events within the stretch of positions, by stored name.</param>
/// <param name="Figures">The centre's figures; null when the bundle does not begin with the first event.</param>
public sealed record BundleFigures(SortedDictionary<string, long> Events, StatedFigures? Figures = null);

/// <summary>The centre's figures as the service shows them once it has followed the log to a position.</summary>
/// <param name="Position">The position.</param>
/// <param name="Total">Sum over everything.</param>
/// <param name="Areas">Sum for each community, and for the street's own.</param>
public sealed record StatedFigures(long Position, FigureCounts Total, SortedDictionary<string, FigureCounts> Areas)
{
    /// <summary>Sums cells.</summary>
    /// <param name="position">Position that they stand at.</param>
    /// <param name="cells">Code of the area and counts, any number for each.</param>
    public static StatedFigures Of(long position, IEnumerable<(string Area, FigureCounts Counts)> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var areas = new SortedDictionary<string, FigureCounts>(StringComparer.Ordinal);
        var total = FigureCounts.None;
        foreach (var (area, counts) in cells)
        {
            areas[area] = areas.GetValueOrDefault(area, FigureCounts.None) + counts;
            total += counts;
        }

        return new StatedFigures(position, total, areas);
    }

    /// <summary>Reads what the service shows: cells and position in one snapshot, summed by the database.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<StatedFigures> ReadAsync(
        NpgsqlDataSource source,
        string centre,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
        var position = await ViewProgress.ReadAsync(connection, FiguresView.ViewName, centre, stopping);
        return await ReadAsync(connection, CenterStore.Schema, centre, position, stopping);
    }

    /// <summary>Reads what the log adds up to at an earlier position.</summary>
    /// <param name="past">Folds the log.</param>
    /// <param name="run">Id of the fold.</param>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="position">A final position.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when too much is folded at the moment.</returns>
    public static async Task<StatedFigures?> FoldAsync(
        PastViews past,
        Guid run,
        NpgsqlDataSource source,
        string centre,
        long position,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(source);
        await using var rows = await past.FoldAsync(run, centre, position, [FiguresView.ViewName], stopping);
        if (rows is null)
        {
            return null;
        }

        await using var connection = await source.OpenConnectionAsync(stopping);
        return await ReadAsync(connection, rows.Schema, centre, position, stopping);
    }

    private static async Task<StatedFigures> ReadAsync(
        NpgsqlConnection connection,
        string schema,
        string centre,
        long position,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            select data->'cut'->>'area', {FigureSums.CountsOfCells}
            from {schema}.{CenterStore.TableOf(typeof(FigureCell))} where tenant_id = $1 group by 1
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var cells = new List<(string, FigureCounts)>();
        while (await reader.ReadAsync(stopping))
        {
            var counts = JsonSerializer.Deserialize<FigureCounts>(reader.GetString(1), CenterJson.Options)!;
            cells.Add((reader.GetString(0), counts));
        }

        return Of(position, cells);
    }
}
