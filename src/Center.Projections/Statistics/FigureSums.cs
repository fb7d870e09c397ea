using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Statistics;

/// <summary>By what the figures are cut.</summary>
public enum FigureDimension
{
    /// <summary>Not at all.</summary>
    Total,

    /// <summary>By site.</summary>
    Site,

    /// <summary>By whole facility.</summary>
    Facility,

    /// <summary>By kind of facility.</summary>
    Kind,

    /// <summary>By service line.</summary>
    ServiceLine,

    /// <summary>By organisation.</summary>
    Organisation,

    /// <summary>By party.</summary>
    Party,

    /// <summary>By community; the street's own stand under the street.</summary>
    Community,

    /// <summary>By the rule that refused.</summary>
    Rule,
}

/// <summary>The sum of a day's cells under one key.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Key">Code, or null for cells that have none in this dimension.</param>
/// <param name="Counts">The sum.</param>
public sealed record FigureSum(DateOnly Day, string? Key, FigureCounts Counts);

/// <summary>A volunteer with credited minutes on a day under one key; for counting people, who are not additive.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Key">Code, or null.</param>
/// <param name="Person">Opaque id.</param>
public sealed record ActiveVolunteer(DateOnly Day, string? Key, string Person);

/// <summary>Reads the cells of some days, summed by PostgreSQL.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="schema">Schema of the cells: the live ones, or those of an earlier position.</param>
public sealed class FigureSums(NpgsqlDataSource source, string schema = CenterStore.Schema)
{
    private static readonly string _sums = string.Join(
        ", ",
        typeof(FigureCounts)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name))
            .Select(name => $"'{name}', coalesce(sum((data->'counts'->>'{name}')::bigint), 0)")
    );

    /// <summary>SQL of the counts of many cells, summed, as JSON text.</summary>
    internal static string CountsOfCells { get; } = $"jsonb_build_object({_sums})::text";

    /// <summary>Sums by day and key.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Local day after the last.</param>
    /// <param name="by">The cut.</param>
    /// <param name="stopping">Gives up.</param>
    public Task<IReadOnlyList<FigureSum>> ReadAsync(
        string centre,
        DateOnly from,
        DateOnly to,
        FigureDimension by,
        CancellationToken stopping
    ) =>
        QueryAsync(
            // Keys begin with the day, so the primary key finds the days.
            $"""
            select left(id, 10), {KeyOf(by, "data->'cut'")}, {CountsOfCells}
            from {TableOf(typeof(FigureCell))}
            where tenant_id = $1 and id >= $2 and id < $3
            group by 1, 2 order by 1, 2
            """,
            [centre, DayText(from), DayText(to)],
            reader => new FigureSum(
                DayOf(reader.GetString(0)),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                JsonSerializer.Deserialize<FigureCounts>(reader.GetString(2), CenterJson.Options)!
            ),
            stopping
        );

    /// <summary>Volunteers with credited minutes, each once a day and key.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Local day after the last.</param>
    /// <param name="by">The cut.</param>
    /// <param name="stopping">Gives up.</param>
    public Task<IReadOnlyList<ActiveVolunteer>> ActiveVolunteersAsync(
        string centre,
        DateOnly from,
        DateOnly to,
        FigureDimension by,
        CancellationToken stopping
    ) =>
        QueryAsync(
            $"""
            select distinct data->>'day', {KeyOf(by, "share->'cut'")}, split_part(id, '/', 2)
            from {TableOf(typeof(FigureServiceDay))}, jsonb_array_elements(data->'shares') share
            where tenant_id = $1 and data->>'day' >= $2 and data->>'day' < $3
            and (share->'counts'->>'serviceMinutes')::bigint > 0
            """,
            [centre, DayText(from), DayText(to)],
            reader => new ActiveVolunteer(
                DayOf(reader.GetString(0)),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.GetString(2)
            ),
            stopping
        );

    private async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        IReadOnlyList<string> parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter, NpgsqlDbType = NpgsqlDbType.Text });
        }

        await using var reader = await command.ExecuteReaderAsync(stopping);
        var found = new List<T>();
        while (await reader.ReadAsync(stopping))
        {
            found.Add(read(reader));
        }

        return found;
    }

    private static string KeyOf(FigureDimension by, string cut) =>
        by switch
        {
            FigureDimension.Total => "'centre'",
            FigureDimension.Community => $"{cut}->>'area'",
            _ => $"{cut}->>'{JsonNamingPolicy.CamelCase.ConvertName(by.ToString())}'",
        };

    private string TableOf(Type row) => $"{schema}.{CenterStore.TableOf(row)}";

    private static string DayText(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly DayOf(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
