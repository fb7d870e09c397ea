using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Volunteering;

/// <summary>Which entries are wanted; what is null does not narrow.</summary>
/// <param name="State">Where they stand.</param>
/// <param name="Person">Whose.</param>
/// <param name="From">First local date.</param>
/// <param name="To">Last local date.</param>
/// <param name="RecordingUnits">Codes of the organisations that answer for the record.</param>
public sealed record ServiceEntryFilter(
    ServiceEntryState? State,
    PersonId? Person,
    DateOnly? From,
    DateOnly? To,
    IReadOnlyList<string>? RecordingUnits
);

/// <summary>Service entries of a centre, page by page, in the order of their recording.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class ServiceEntryList(NpgsqlDataSource source)
{
    private static readonly string _page = $"""
        select data from {CenterStore.Schema}.{CenterStore.TableOf(typeof(ServiceEntryRow))}
        where tenant_id = $1 and id > $2
          and ($4::text is null or data -> 'entry' ->> 'state' = $4)
          and ($5::text is null or data ->> 'person' = $5)
          and ($6::date is null or (data ->> 'day')::date >= $6)
          and ($7::date is null or (data ->> 'day')::date <= $7)
          and ($8::text[] is null or data -> 'entry' -> 'service' ->> 'recordingUnit' = any($8))
        order by id limit $3
        """;

    /// <summary>Reads a page.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="after">Id after which the page starts; empty for the first.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<ServiceEntryRow>> PageAsync(
        string centre,
        ServiceEntryFilter filter,
        string after,
        int limit,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var state = filter.State is { } wanted ? JsonNamingPolicy.KebabCaseLower.ConvertName(wanted.ToString()) : null;
        await using var command = source.CreateCommand(_page);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = centre });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = state });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = filter.Person?.ToString() });
        command.Parameters.Add(new NpgsqlParameter<DateOnly?> { TypedValue = filter.From });
        command.Parameters.Add(new NpgsqlParameter<DateOnly?> { TypedValue = filter.To });
        command.Parameters.Add(new NpgsqlParameter<string[]?> { TypedValue = filter.RecordingUnits?.ToArray() });
        return await RowReader.ReadAsync<ServiceEntryRow>(command, stopping);
    }
}
