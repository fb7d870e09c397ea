using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>Record one service within one local day; made from a longer one by <see cref="ServiceAdmission"/>.</summary>
/// <param name="Entry">Id of the new entry, made outside.</param>
/// <param name="Service">What was done.</param>
/// <param name="Evidence">How it is known.</param>
/// <param name="By">Who records.</param>
/// <param name="WorkingDaysLate">See <see cref="RecordingTime"/>; 0 when in time.</param>
/// <param name="Reason">Why it looks as it does, where the recorder says so.</param>
public sealed record RecordService(
    ServiceEntryId Entry,
    ServiceDone Service,
    Evidence Evidence,
    Signatory By,
    int WorkingDaysLate = 0,
    ServiceReason? Reason = null
);

/// <summary>Approve an entry.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Volunteer">Whose day it is.</param>
/// <param name="By">Who approves.</param>
/// <param name="PolicyVersion">Version of the service time rules in force on the day.</param>
/// <param name="DailyCap">Their cap for a day.</param>
public sealed record CreditService(
    ServiceEntryId Entry,
    PersonId Volunteer,
    Signatory By,
    string PolicyVersion,
    Minutes DailyCap
);

/// <summary>Turn an entry down before it counts.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="By">Who turns it down.</param>
/// <param name="Reason">Why.</param>
public sealed record RejectService(ServiceEntryId Entry, Signatory By, ServiceReason Reason);

/// <summary>Take a credit back.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="By">Who takes it back; not one of its approvers.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokeCredit(ServiceEntryId Entry, Signatory By, ServiceReason Reason);

/// <summary>Add or take minutes.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Adjustment">Id of this adjustment, made outside.</param>
/// <param name="Volunteer">Whose day it is.</param>
/// <param name="Minutes">Signed, not zero, at most a day.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who signs.</param>
public sealed record AdjustService(
    ServiceEntryId Entry,
    AdjustmentId Adjustment,
    PersonId Volunteer,
    int Minutes,
    ServiceReason Reason,
    Signatory By
);

/// <summary>Ask for a correction.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Correction">Id of this request, made outside.</param>
/// <param name="By">Who asks.</param>
public sealed record RequestCorrection(ServiceEntryId Entry, CorrectionId Correction, Signatory By);
