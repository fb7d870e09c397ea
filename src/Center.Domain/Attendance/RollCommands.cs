using System;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>What the device read.</summary>
/// <param name="ScanId">Made by the device, unique on it.</param>
/// <param name="Device">The device.</param>
/// <param name="DeviceSeq">The device's own running number.</param>
/// <param name="Person">The id that was scanned, or null when it was a code that is no id.</param>
/// <param name="Direction">Which way.</param>
public sealed record ScanReading(
    string ScanId,
    DeviceId Device,
    long DeviceSeq,
    PersonId? Person,
    ScanDirection Direction
);

/// <summary>Puts a scan on a roll.</summary>
/// <param name="Scan">What the device read.</param>
/// <param name="Times">When it happened and was heard of.</param>
/// <param name="Site">Code of the site where the device stands.</param>
/// <param name="Day">Local day for which it counts.</param>
/// <param name="Refusal">Why it can be on no roll, or null when person and place are known.</param>
/// <param name="OutsideCheckIn">Whether it went into a booking that cannot be checked in to at that time.</param>
/// <param name="NumberedLike">Another scan of the device with the same sequence number, or null.</param>
/// <param name="RepeatWithin">How long after a scan the same one again is a repeat (house rule).</param>
public sealed record RecordScan(
    ScanReading Scan,
    ScanTimes Times,
    string Site,
    DateOnly Day,
    ScanRefusalReason? Refusal,
    bool OutsideCheckIn,
    string? NumberedLike,
    TimeSpan RepeatWithin
);

/// <summary>Takes a scan off the roll.</summary>
/// <param name="Scan">Which.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">Now.</param>
/// <param name="By">The device that asks, or null when a steward does.</param>
public sealed record AnnulScan(ScanKey Scan, AnnulReason Reason, DateTimeOffset At, DeviceId? By);
