using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Audit;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;

namespace Center.Api.Audit;

/// <summary>What the first of the auditor's pages shows.</summary>
/// <param name="Book">The centre's definition.</param>
/// <param name="Levels">How far the log has come.</param>
/// <param name="Key">Key of the log; null before it is begun.</param>
/// <param name="Newest">The newest checkpoint; null when there is none.</param>
/// <param name="Halt">Why this node does not seal the log; null when it may.</param>
/// <param name="Replays">The newest replays; null when the caller may not see them.</param>
/// <param name="Events">Events of a stretch of the log, the newest first.</param>
/// <param name="UpTo">Last position of the stretch.</param>
public sealed record AuditOverview(
    CentreBook Book,
    LogLevels Levels,
    VerifierKey? Key,
    PublishedCheckpoint? Newest,
    LogHalt? Halt,
    IReadOnlyList<ReplayRun>? Replays,
    IReadOnlyList<StoredEvent> Events,
    long UpTo
)
{
    /// <summary>Positions of one stretch.</summary>
    public const int Stretch = 25;

    /// <summary>What was just done; null when nothing was.</summary>
    public string? Did { get; init; }

    /// <summary>Why it was not done; null when it was.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>First position of the stretch.</summary>
    public long First => Math.Max(1, UpTo - Stretch + 1);

    /// <summary>Whether a replay is not over yet.</summary>
    public bool IsReplaying => Replays?.Any(run => run.State is ReplayState.Queued or ReplayState.Running) == true;
}

/// <summary>One stream, up to a point, and what changed in it.</summary>
/// <param name="Book">The centre's definition.</param>
/// <param name="Key">Stream key.</param>
/// <param name="Last">Its newest version.</param>
/// <param name="Cut">Up to where it is told.</param>
/// <param name="Count">How many events lie up to there.</param>
/// <param name="Events">The newest of them, by version.</param>
/// <param name="Difference">What changed between two versions; null when that was not asked for.</param>
public sealed record AuditStream(
    CentreBook Book,
    string Key,
    long Last,
    StreamCut Cut,
    int Count,
    IReadOnlyList<StoredEvent> Events,
    StreamDifference? Difference
)
{
    /// <summary>Most events on one page.</summary>
    public const int MostShown = 200;

    /// <summary>People whom its events name and whom the reader may look up, by id.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Whether the time that was typed cannot be read.</summary>
    public bool IsTimeWrong { get; init; }

    /// <summary>Address of a stream's page.</summary>
    /// <param name="key">Stream key.</param>
    public static string AddressOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return $"/audit/streams/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
    }
}
