using System;
using System.Text.Json;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>Where a replay stands.</summary>
public enum ReplayState
{
    /// <summary>Waits for a node to take it.</summary>
    Queued,

    /// <summary>A node is at it.</summary>
    Running,

    /// <summary>Carried through; the report says whether anything differs.</summary>
    Done,

    /// <summary>Could not be carried through; the reason says why.</summary>
    Failed,

    /// <summary>Given up on request.</summary>
    Cancelled,
}

/// <summary>A replay that was asked for.</summary>
/// <param name="Id">The run; later runs have greater ids.</param>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="View">Name of the view, or all.</param>
/// <param name="AsOf">Position to replay to, or null to compare with the live rows.</param>
/// <param name="RequestedBy">Subject that asked.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">When a node first took it.</param>
/// <param name="FinishedAt">When it ended, one way or another.</param>
/// <param name="Progress">How far it has come, once it runs.</param>
/// <param name="Report">What it found, once it is done.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Taking">
/// Names this taking by a node, while it runs: a node that was given up for dead, and lives, ends nothing any more.
/// </param>
public sealed record ReplayRun(
    Guid Id,
    string Centre,
    string View,
    long? AsOf,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    ReplayState State = ReplayState.Queued,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? FinishedAt = null,
    ReplayProgress? Progress = null,
    ReplayReport? Report = null,
    string? Reason = null,
    Guid? Taking = null
)
{
    internal const string Columns = """
        id, centre, view, as_of, requested_by, requested_at, state, started_at, finished_at, position, until,
        resumed_from, report::text, reason, taking
        """;

    internal static ReplayRun Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            Number(reader, 3),
            reader.GetString(4),
            Instant(reader, 5)!.Value,
            Enum.Parse<ReplayState>(reader.GetString(6), ignoreCase: true),
            Instant(reader, 7),
            Instant(reader, 8),
            reader.IsDBNull(10)
                ? null
                : new ReplayProgress(reader.GetInt64(9), reader.GetInt64(10), Number(reader, 11)),
            reader.IsDBNull(12)
                ? null
                : JsonSerializer.Deserialize<ReplayReport>(reader.GetString(12), CenterJson.Options),
            reader.IsDBNull(13) ? null : reader.GetString(13),
            reader.IsDBNull(14) ? null : reader.GetGuid(14)
        );

    private static long? Number(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static DateTimeOffset? Instant(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetDateTime(column).ToUniversalTime());
}
