using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Notifications;

/// <summary>An event of a booking that its person may want to be told of.</summary>
/// <param name="Position">Place in the centre's log.</param>
/// <param name="Event">Id of the event.</param>
/// <param name="Stream">Stream key.</param>
/// <param name="Version">Place in its stream.</param>
/// <param name="At">When it was decided.</param>
public sealed record NoticeCause(long Position, Guid Event, string Stream, long Version, DateTimeOffset At);

/// <summary>
/// The place in a centre's log up to which notices were made. It moves in the transaction that writes their messages, so
/// none is forgotten and none is made twice, whichever node does it.
/// </summary>
public static class NoticeLog
{
    /// <summary>Most events of one transaction.</summary>
    public const int PageSize = 500;

    private const string CausesOf = $"""
        select seq_id, id, stream_id, version, {StoredEvent.Instant} from center.mt_events
        where tenant_id = $1 and seq_id > $2 and seq_id <= $3 and starts_with(stream_id, 'booking/')
          and split_part(type, '.v', 1) in
            ('booking.confirmed', 'booking.cancelled', 'booking.declined', 'booking.lapsed', 'booking.released-as-no-show')
          and coalesce(headers->>'channel', '') <> 'demonstration'
        order by seq_id limit $4
        """;

    /// <summary>Begins at a position, unless notices were made before.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="position">End of the log.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task BeginAsync(
        NpgsqlDataSource source,
        string centre,
        long position,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(
            "insert into center.notice_position (centre, position) values ($1, $2) on conflict do nothing"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = position });
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>Takes the next events, for this transaction alone, and queues the move of the position.</summary>
    /// <param name="work">The transaction that writes the messages.</param>
    /// <param name="final">Final position of the log.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Events, and whether the end was reached; null when another node is at it or has been.</returns>
    public static async Task<(IReadOnlyList<NoticeCause> Causes, bool AtEnd)?> TakeAsync(
        Work work,
        long final,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(work);
        if (await PositionAsync(work, stopping) is not { } position || position >= final)
        {
            return null;
        }

        var causes = await ReadAsync(work, position, final, stopping);
        var atEnd = causes.Count < PageSize;
        work.Queue(
            "update center.notice_position set position = $2 where centre = $1",
            new NpgsqlParameter { Value = work.Centre },
            new NpgsqlParameter { Value = atEnd ? final : causes[^1].Position }
        );
        return (causes, atEnd);
    }

    private static async Task<long?> PositionAsync(Work work, CancellationToken stopping)
    {
        await using var command = work.Connection.CreateCommand();
        command.CommandText = "select position from center.notice_position where centre = $1 for update skip locked";
        command.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        return (long?)await command.ExecuteScalarAsync(stopping);
    }

    private static async Task<List<NoticeCause>> ReadAsync(Work work, long after, long upTo, CancellationToken stopping)
    {
        await using var command = work.Connection.CreateCommand();
        command.CommandText = CausesOf;
        command.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = upTo });
        command.Parameters.Add(new NpgsqlParameter { Value = PageSize });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var causes = new List<NoticeCause>();
        while (await reader.ReadAsync(stopping))
        {
            causes.Add(
                new NoticeCause(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetInt64(3),
                    reader.GetFieldValue<DateTimeOffset>(4)
                )
            );
        }

        return causes;
    }
}
