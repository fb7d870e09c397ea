using System;
using System.Collections.Generic;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.Attendance;

namespace Center.Api.Attendance;

/// <summary>A device to be put to work.</summary>
/// <param name="Name">What staff call it; kept in the vault.</param>
/// <param name="Site">Code of the site where it stands.</param>
/// <param name="ClockOffsetMs">Milliseconds to add to its clock.</param>
internal sealed record EnrolDeviceRequest(string Name, string Site, long ClockOffsetMs = 0);

/// <summary>A device that was put to work.</summary>
/// <param name="Id">The device.</param>
/// <param name="Key">Its key, shown once; absent afterwards.</param>
internal sealed record EnrolledAnswer(DeviceId Id, string? Key);

/// <summary>Scans that a device made, online or while it was offline.</summary>
/// <param name="Device">The device.</param>
/// <param name="Scans">At most 500, in any order.</param>
internal sealed record ScanUploadRequest(Guid Device, IReadOnlyList<ScanRequest> Scans);

/// <summary>One scan: exactly one place, and a person or a token.</summary>
/// <param name="ScanId">Made by the device, unique on it: 1 to 64 of letters, digits, dot, underscore, colon, hyphen.</param>
/// <param name="DeviceSeq">The device's running number.</param>
/// <param name="Direction">Which way.</param>
/// <param name="OccurredAt">What the device's clock said.</param>
/// <param name="Session">A session.</param>
/// <param name="Booking">A booking.</param>
/// <param name="Shift">A shift.</param>
/// <param name="Site">Code of a site.</param>
/// <param name="Person">Id of a person.</param>
/// <param name="Token">A code shown instead of an id.</param>
internal sealed record ScanRequest(
    string ScanId,
    long DeviceSeq,
    ScanDirection Direction,
    DateTimeOffset OccurredAt,
    string? Session = null,
    string? Booking = null,
    string? Shift = null,
    string? Site = null,
    string? Person = null,
    string? Token = null
);

/// <summary>Why a scan is annulled.</summary>
/// <param name="ReasonCode">Why.</param>
internal sealed record AnnulScanRequest(AnnulReason ReasonCode);

/// <summary>People counted at the door.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Date">Local day, not to come.</param>
/// <param name="Count">By hand: of the whole day. Of a counter: what it shows since it was last set to zero.</param>
/// <param name="Method">Who counted.</param>
internal sealed record CountVisitorsRequest(string Site, DateOnly Date, int Count, CountMethod Method);

/// <summary>What became of an upload.</summary>
/// <param name="Items">One for each scan, in the order sent.</param>
/// <param name="MissingSeqs">Numbers of the device that never arrived.</param>
internal sealed record ScanUploadAnswer(IReadOnlyList<ScanAnswer> Items, IReadOnlyList<long> MissingSeqs);

/// <summary>What became of a scan; whatever it is, the device may forget the scan now.</summary>
/// <param name="ScanId">The scan.</param>
/// <param name="Result">What was done.</param>
/// <param name="Reason">Why it is on no roll; absent when it is on one.</param>
/// <param name="Flags">What was noticed; a duplicate has what the first had.</param>
internal sealed record ScanAnswer(
    string ScanId,
    ScanResult Result,
    ScanRefusalReason? Reason,
    ValueList<ScanFlag> Flags
)
{
    public static ScanAnswer Duplicate(ScanReceipt receipt) =>
        new(receipt.ScanId, ScanResult.Duplicate, receipt.Reason, receipt.Flags);

    public static ScanAnswer New(ScanReceipt receipt) =>
        new(
            receipt.ScanId,
            receipt.Reason is null ? ScanResult.Recorded : ScanResult.Refused,
            receipt.Reason,
            receipt.Flags
        );
}

/// <summary>What was done with a scan.</summary>
internal enum ScanResult
{
    /// <summary>It is on a roll.</summary>
    Recorded,

    /// <summary>It was known; nothing was written.</summary>
    Duplicate,

    /// <summary>It is kept, but on no roll.</summary>
    Refused,
}

/// <summary>What was counted at the door of a site on one day.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Date">Local day.</param>
/// <param name="Manual">The last count by hand; absent when there is none.</param>
/// <param name="Counter">The counter's figure; absent when it reported nothing.</param>
internal sealed record VisitsAnswer(string Site, DateOnly Date, int? Manual, int? Counter)
{
    public static VisitsAnswer Of(string site, DateOnly date, DayVisits visits) =>
        new(site, date, visits.Manual, visits.Counter);
}

/// <summary>Who was at a place.</summary>
/// <param name="Items">One line for each person scanned.</param>
/// <param name="Counted">People of whom at least one scan counts.</param>
internal sealed record RollAnswer(IReadOnlyList<RollLineAnswer> Items, int Counted);

/// <summary>One person at a place.</summary>
/// <param name="Person">Who.</param>
/// <param name="FirstIn">When the person first came; absent when never scanned in.</param>
/// <param name="LastOut">When the person last left; absent when never scanned out.</param>
/// <param name="Minutes">Whole minutes between an in and its own out.</param>
/// <param name="Provisional">Whether something is still open.</param>
/// <param name="Flags">What was noticed.</param>
internal sealed record RollLineAnswer(
    PersonId Person,
    DateTimeOffset? FirstIn,
    DateTimeOffset? LastOut,
    Minutes Minutes,
    bool Provisional,
    ValueList<ScanFlag> Flags
)
{
    public static RollLineAnswer Of(RollLine line) =>
        new(line.Person, line.FirstIn, line.LastOut, line.Minutes, line.Provisional, line.Flags);
}

/// <summary>A device.</summary>
/// <param name="Id">The device.</param>
/// <param name="Name">What staff call it; absent when the vault no longer says.</param>
/// <param name="Site">Code of the site where it stands.</param>
/// <param name="ClockOffsetMs">Milliseconds to add to its clock.</param>
/// <param name="EnrolledAt">When it was put to work.</param>
/// <param name="Retired">Whether it was taken out of use.</param>
internal sealed record DeviceAnswer(
    string Id,
    string? Name,
    string Site,
    long ClockOffsetMs,
    DateTimeOffset EnrolledAt,
    bool Retired
);
