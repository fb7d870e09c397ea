using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>How far a centre's log has come in each of its three states.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Committed">Newest position in the store.</param>
/// <param name="Sealed">Last position that leaves cover.</param>
/// <param name="SealedSize">Number of leaves.</param>
/// <param name="Published">Last position under a signed checkpoint.</param>
/// <param name="PublishedSize">Number of leaves under it.</param>
/// <param name="Waiting">How long the oldest event without a leaf has been waiting; zero when there is none.</param>
/// <param name="Gaps">Leaves that list gaps.</param>
/// <param name="Late">Leaves of events that appeared where none could.</param>
/// <param name="Unreadable">Leaves of events without canonical form.</param>
/// <param name="Signing">How long the oldest event under no signature has been waiting; zero when there is none.</param>
public sealed record LogLevels(
    string Centre,
    long Committed,
    long Sealed,
    long SealedSize,
    long Published,
    long PublishedSize,
    TimeSpan Waiting,
    long Gaps,
    long Late,
    long Unreadable,
    TimeSpan Signing
)
{
    private const string Sql = $"""
        select head.position, coalesce(state.position, 0), coalesce(state.size, 0),
          coalesce(signed.position, 0), coalesce(signed.size, 0),
          coalesce((
            select greatest(clock_timestamp() - {StoredEvent.Instant}, interval '0') from center.mt_events e
            where e.tenant_id = $1 and e.seq_id > coalesce(state.position, 0) order by e.seq_id limit 1
          ), interval '0'),
          (select count(*) from center.log_leaf where centre = $1 and (late or kind <> 'event') and kind = 'gap'),
          (select count(*) from center.log_leaf where centre = $1 and (late or kind <> 'event') and late),
          (select count(*) from center.log_leaf where centre = $1 and (late or kind <> 'event') and kind = 'unreadable'),
          coalesce((
            select greatest(clock_timestamp() - {StoredEvent.Instant}, interval '0') from center.mt_events e
            where e.tenant_id = $1 and e.seq_id > coalesce(signed.position, 0) order by e.seq_id limit 1
          ), interval '0')
        from (select coalesce(max(seq_id), 0) as position from center.mt_events where tenant_id = $1) head
        left join center.log_state state on state.centre = $1
        left join lateral (
          select size, position from center.log_checkpoint where centre = $1 and note is not null
          order by size desc limit 1
        ) signed on true
        """;

    /// <summary>Reads them at one instant.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<LogLevels> ReadAsync(NpgsqlDataSource source, string centre, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        await reader.ReadAsync(stopping);
        return new LogLevels(
            centre,
            reader.GetInt64(0),
            reader.GetInt64(1),
            reader.GetInt64(2),
            reader.GetInt64(3),
            reader.GetInt64(4),
            reader.GetTimeSpan(5),
            reader.GetInt64(6),
            reader.GetInt64(7),
            reader.GetInt64(8),
            reader.GetTimeSpan(9)
        );
    }

    /// <summary>The centres whose log is not at its end: events without leaf, or leaves without signature.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyList<string>> BehindAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(
            """
            select c.partition_value from center.mt_tenant_partitions c
            left join center.log_state s on s.centre = c.partition_value
            where exists (
              select 1 from center.mt_events e
              where e.tenant_id = c.partition_value and e.seq_id > coalesce(s.position, 0)
            ) or (s.size > 0 and not exists (
              select 1 from center.log_checkpoint k where k.centre = s.centre and k.size = s.size and k.note is not null
            ))
            order by 1
            """
        );
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var centres = new List<string>();
        while (await reader.ReadAsync(stopping))
        {
            centres.Add(reader.GetString(0));
        }

        return centres;
    }
}
