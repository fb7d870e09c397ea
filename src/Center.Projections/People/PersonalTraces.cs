using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.People;

/// <summary>Events of one kind of stream that name a person.</summary>
/// <param name="StreamKind">First part of the stream key.</param>
/// <param name="Events">How many.</param>
/// <param name="First">When the first was decided.</param>
/// <param name="Last">When the last was decided.</param>
public sealed record PersonalTrace(string StreamKind, long Events, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Somebody was shown who a person is.</summary>
/// <param name="Event">Id of the event.</param>
/// <param name="At">When.</param>
/// <param name="By">Subject that asked.</param>
/// <param name="Role">Role in which it asked.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="Case">Number of the case, or null.</param>
public sealed record LookUpTrace(
    Guid Event,
    DateTimeOffset At,
    string By,
    string Role,
    string ReasonCode,
    string? Case
);

/// <summary>
/// Finds every event that names a person: as actor, as the one acted for, in its stream or in its body. An index over what
/// events name answers it, so that its cost grows with what is kept of the person, not with the log.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class PersonalTraces(NpgsqlDataSource source)
{
    internal const string Sql = $"""
        select split_part(stream_id, '/', 1), count(*), min({StoredEvent.Instant}), max({StoredEvent.Instant})
        from center.mt_events
        where tenant_id = $1 and {EventNaming.Ids} && $2
        group by 1 order by 1
        """;

    internal const string LookUpSql = $"""
        select id, {StoredEvent.Instant}, coalesce(user_name, ''), coalesce(headers->>'role', ''), data->>'reasonCode', data->>'case'
        from center.mt_events
        where tenant_id = $1 and {EventNaming.Ids} && $2
          and type = 'personal-data.disclosed.v1' and (data->>'person')::uuid = any($2)
        order by seq_id
        """;

    /// <summary>The traces by kind of stream.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="people">Ids of the person's records.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<PersonalTrace>> FindAsync(
        string centre,
        IReadOnlyCollection<string> people,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = people.Select(Guid.Parse).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var traces = new List<PersonalTrace>();
        while (await reader.ReadAsync(stopping))
        {
            traces.Add(
                new PersonalTrace(
                    reader.GetString(0),
                    reader.GetInt64(1),
                    reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetFieldValue<DateTimeOffset>(3)
                )
            );
        }

        return traces;
    }

    /// <summary>Who was shown who the person is, in order.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="people">Ids of the person's records.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<LookUpTrace>> LookUpsAsync(
        string centre,
        IReadOnlyCollection<string> people,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(LookUpSql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = people.Select(Guid.Parse).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var traces = new List<LookUpTrace>();
        while (await reader.ReadAsync(stopping))
        {
            traces.Add(
                new LookUpTrace(
                    reader.GetGuid(0),
                    reader.GetFieldValue<DateTimeOffset>(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5)
                )
            );
        }

        return traces;
    }
}
