using System;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.EventStore;

/// <summary>A point of a centre's log at which something is looked at as it stood then.</summary>
/// <param name="Position">A final position; 0 before the first event.</param>
/// <param name="At">
/// The instant that it stands for, UTC: the one that was asked for, else when the last event up to the position was decided;
/// null at position 0.
/// </param>
public sealed record LogMoment(long Position, DateTimeOffset? At);

/// <summary>Finds the points of a centre's log that positions and instants mean.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class LogMoments(NpgsqlDataSource source)
{
    private const string Sql = $"""
        select seq_id, {StoredEvent.Instant} from center.mt_events
        where tenant_id = $1 and seq_id <= $2 and ($3::timestamptz is null or timestamp <= $3)
        order by seq_id desc limit 1
        """;

    /// <summary>The moment of a position; the position stays as it is, also where no event lies.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="position">A final position, at least 0.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<LogMoment> OfPositionAsync(string centre, long position, CancellationToken stopping) =>
        new(position, (await LastAsync(centre, position, null, stopping)).At);

    /// <summary>
    /// The moment of an instant: up to the last event that was decided at or before it. Events are decided side by side and
    /// told pasts carry their own time, so an event before that one may be a little, or much, younger.
    /// </summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="final">Position up to which to look; a final one.</param>
    /// <param name="instant">The instant, inclusive.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when nothing had been decided by then.</returns>
    public async Task<LogMoment?> OfInstantAsync(
        string centre,
        long final,
        DateTimeOffset instant,
        CancellationToken stopping
    ) =>
        await LastAsync(centre, final, instant, stopping) is { Position: > 0 } last
            ? last with
            {
                At = instant.ToUniversalTime(),
            }
            : null;

    private async Task<LogMoment> LastAsync(string centre, long upTo, DateTimeOffset? until, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = upTo });
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = (object?)until?.UtcDateTime ?? DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.TimestampTz,
            }
        );
        await using var reader = await command.ExecuteReaderAsync(stopping);
        return await reader.ReadAsync(stopping)
            ? new LogMoment(
                reader.GetInt64(0),
                new DateTimeOffset(reader.GetDateTime(1).ToUniversalTime(), TimeSpan.Zero)
            )
            : new LogMoment(0, null);
    }
}
