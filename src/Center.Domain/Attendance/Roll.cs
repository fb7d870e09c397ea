using System;
using System.Collections.Immutable;

namespace Center.Domain.Attendance;

/// <summary>Everything that was scanned at one place: a booking, or a site on one local day.</summary>
public sealed record Roll
{
    /// <summary>Scans that were recorded, the annulled ones too.</summary>
    public ImmutableDictionary<ScanKey, ScanRecorded> Scans { get; init; } =
        ImmutableDictionary<ScanKey, ScanRecorded>.Empty;

    /// <summary>Scans that happened and are on no roll.</summary>
    public ImmutableHashSet<ScanKey> Refused { get; init; } = [];

    /// <summary>Recorded scans that count no longer.</summary>
    public ImmutableHashSet<ScanKey> Annulled { get; init; } = [];

    /// <summary>Whether the scan is known here in whatever way.</summary>
    /// <param name="scan">The scan.</param>
    public bool Knows(ScanKey scan) => Scans.ContainsKey(scan) || Refused.Contains(scan);

    /// <summary>The roll with a recorded scan; one that is there already stays as it is.</summary>
    /// <param name="scan">The scan.</param>
    public Roll With(ScanRecorded scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return Scans.ContainsKey(scan.Key) ? this : this with { Scans = Scans.Add(scan.Key, scan) };
    }
}
