using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>Something that happened to one service entry.</summary>
public interface IServiceEntryEvent
{
    /// <summary>The entry.</summary>
    ServiceEntryId Entry { get; }
}

/// <summary>What a volunteer did within one local day.</summary>
/// <param name="Window">From when to when, within one local day of the centre.</param>
/// <param name="BreakMinutes">Minutes not served; they count off the end of the window, because nobody noted where they lay.</param>
/// <param name="ServiceLine">Code of the one service line it belongs to.</param>
/// <param name="Organisation">Code of the organisation that it was done for.</param>
/// <param name="RecordingUnit">Code of the organisation that answers for the record (Order 67 of the Ministry of Civil Affairs, 2020).</param>
public sealed record ServiceDone(
    TimeWindow Window,
    Minutes BreakMinutes,
    string ServiceLine,
    string Organisation,
    string RecordingUnit
);

/// <summary>A supervisor or a machine recorded a service.</summary>
/// <param name="Entry">The new entry.</param>
/// <param name="Service">What was done.</param>
/// <param name="Evidence">Scans, one-sided or roster.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="WorkingDaysLate">Working days past the time allowed for recording; 0 when in time.</param>
/// <param name="ReasonCode">Why it looks as it does, where the recorder said so.</param>
[EventName("service.recorded", 1)]
public sealed record ServiceRecorded(
    ServiceEntryId Entry,
    ServiceDone Service,
    Evidence Evidence,
    Signatory RecordedBy,
    int WorkingDaysLate,
    ServiceReason? ReasonCode
) : IServiceEntryEvent;

/// <summary>A volunteer's own report was recorded.</summary>
/// <param name="Entry">The new entry.</param>
/// <param name="Service">What was done.</param>
/// <param name="RecordedBy">Who sent the report in: the volunteer or a coordinator holding the slip.</param>
/// <param name="WorkingDaysLate">Working days past the time allowed for recording; 0 when in time.</param>
/// <param name="ReasonCode">Why it looks as it does, where the recorder said so.</param>
[EventName("service.self-reported", 1)]
public sealed record ServiceSelfReported(
    ServiceEntryId Entry,
    ServiceDone Service,
    Signatory RecordedBy,
    int WorkingDaysLate,
    ServiceReason? ReasonCode
) : IServiceEntryEvent;

/// <summary>A service was filled in afterwards from paper or memory.</summary>
/// <param name="Entry">The new entry.</param>
/// <param name="Service">What was done.</param>
/// <param name="RecordedBy">Who filled it in.</param>
/// <param name="WorkingDaysLate">Working days past the time allowed for recording; 0 when in time.</param>
/// <param name="ReasonCode">Why it was not recorded at the time, where the recorder said so.</param>
[EventName("service.backfilled", 1)]
public sealed record ServiceBackfilled(
    ServiceEntryId Entry,
    ServiceDone Service,
    Signatory RecordedBy,
    int WorkingDaysLate,
    ServiceReason? ReasonCode
) : IServiceEntryEvent;

/// <summary>Two entries of one person share time; both stand, the shared time counts once.</summary>
/// <param name="Entry">The entry that came later.</param>
/// <param name="With">The entry that was there.</param>
[EventName("overlap.detected", 1)]
public sealed record OverlapDetected(ServiceEntryId Entry, ServiceEntryId With) : IServiceEntryEvent;

/// <summary>Somebody else approved an entry; back-filled ones count after the second approval.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="CreditedBy">Who approved.</param>
/// <param name="PolicyVersion">Version of the service time rules in force on the day of the service.</param>
/// <param name="DailyCap">Most minutes that these rules credit a person for that day.</param>
[EventName("service.credited", 1)]
public sealed record ServiceCredited(ServiceEntryId Entry, Signatory CreditedBy, string PolicyVersion, Minutes DailyCap)
    : IServiceEntryEvent;

/// <summary>An entry was turned down before it counted.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="RejectedBy">Who turned it down.</param>
/// <param name="ReasonCode">Why.</param>
[EventName("service.rejected", 1)]
public sealed record ServiceRejected(ServiceEntryId Entry, Signatory RejectedBy, ServiceReason ReasonCode)
    : IServiceEntryEvent;

/// <summary>A credit was taken back; the entry and its adjustments count no more.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="RevokedBy">Who took it back.</param>
/// <param name="ReasonCode">Why.</param>
[EventName("credit.revoked", 1)]
public sealed record CreditRevoked(ServiceEntryId Entry, Signatory RevokedBy, ServiceReason ReasonCode)
    : IServiceEntryEvent;

/// <summary>Minutes were added to or taken from a credited entry.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Adjustment">This adjustment.</param>
/// <param name="Minutes">Signed minutes, not zero.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="AdjustedBy">Who signed it.</param>
[EventName("service.adjusted", 1)]
public sealed record ServiceAdjusted(
    ServiceEntryId Entry,
    AdjustmentId Adjustment,
    int Minutes,
    ServiceReason ReasonCode,
    Signatory AdjustedBy
) : IServiceEntryEvent;

/// <summary>The volunteer, or somebody for the volunteer, says that an entry is wrong; the words are kept in the vault.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Correction">This request.</param>
/// <param name="RequestedBy">Who asked.</param>
[EventName("correction.requested", 1)]
public sealed record CorrectionRequested(ServiceEntryId Entry, CorrectionId Correction, Signatory RequestedBy)
    : IServiceEntryEvent;
