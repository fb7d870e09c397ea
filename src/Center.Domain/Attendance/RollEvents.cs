using System;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>A scan was put on the roll of its place.</summary>
/// <param name="ScanId">Made by the device, unique on it.</param>
/// <param name="Device">Where it was scanned.</param>
/// <param name="DeviceSeq">The device's own running number.</param>
/// <param name="Person">Who was scanned.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Site">Code of the site where the device stood.</param>
/// <param name="Day">Local day for which it counts.</param>
/// <param name="OccurredAt">What the device's clock said; never altered.</param>
/// <param name="ReceivedAt">When the centre heard of it.</param>
/// <param name="EffectiveAt">When it happened: the device's clock put right by its measured offset.</param>
/// <param name="Flags">What was noticed on arrival, as answered to the device, sorted.</param>
[EventName("scan.recorded", 1)]
public sealed record ScanRecorded(
    string ScanId,
    DeviceId Device,
    long DeviceSeq,
    PersonId Person,
    ScanDirection Direction,
    string Site,
    DateOnly Day,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset EffectiveAt,
    ValueList<ScanFlag> Flags
)
{
    /// <summary>The scan's name in the whole centre.</summary>
    internal ScanKey Key => new(Device, ScanId);
}

/// <summary>A scan happened that can be on no roll; it is kept, so the device may forget it.</summary>
/// <param name="ScanId">Made by the device, unique on it.</param>
/// <param name="Device">Where it was scanned.</param>
/// <param name="DeviceSeq">The device's own running number.</param>
/// <param name="Person">The id that was scanned, or null when a code was scanned instead of an id.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Site">Code of the site where the device stood.</param>
/// <param name="Day">Local day on which it is filed.</param>
/// <param name="OccurredAt">What the device's clock said; never altered.</param>
/// <param name="ReceivedAt">When the centre heard of it.</param>
/// <param name="EffectiveAt">When it happened: the device's clock put right by its measured offset.</param>
/// <param name="Flags">What was noticed on arrival, as answered to the device, sorted.</param>
/// <param name="Reason">Why it is on no roll.</param>
[EventName("scan.refused", 1)]
public sealed record ScanRefused(
    string ScanId,
    DeviceId Device,
    long DeviceSeq,
    PersonId? Person,
    ScanDirection Direction,
    string Site,
    DateOnly Day,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset EffectiveAt,
    ValueList<ScanFlag> Flags,
    ScanRefusalReason Reason
);

/// <summary>A scan contradicts another one; somebody should look at the device.</summary>
/// <param name="ScanId">The scan that came later.</param>
/// <param name="Device">Where both were scanned.</param>
/// <param name="Conflict">In what they contradict each other.</param>
/// <param name="OtherScanId">The scan that was there before.</param>
[EventName("scan.conflict-flagged", 1)]
public sealed record ScanConflictFlagged(string ScanId, DeviceId Device, ScanConflict Conflict, string OtherScanId);

/// <summary>A scan counts no longer; it stays in the history.</summary>
/// <param name="ScanId">Made by the device, unique on it.</param>
/// <param name="Device">Where it was scanned.</param>
/// <param name="Person">Whose scan it was said to be.</param>
/// <param name="Site">Code of the site where the device stood.</param>
/// <param name="Day">Local day for which it counted.</param>
/// <param name="Reason">Why.</param>
[EventName("scan.annulled", 1)]
public sealed record ScanAnnulled(
    string ScanId,
    DeviceId Device,
    PersonId Person,
    string Site,
    DateOnly Day,
    AnnulReason Reason
);
