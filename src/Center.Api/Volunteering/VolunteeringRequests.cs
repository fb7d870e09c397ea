using System;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;

namespace Center.Api.Volunteering;

/// <summary>A service that is to be recorded.</summary>
/// <param name="Person">The volunteer.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; not in the future.</param>
/// <param name="Evidence">How it is known.</param>
/// <param name="ServiceLine">Code of the service line.</param>
/// <param name="Organisation">Code of the organisation that it was done for.</param>
/// <param name="RecordingUnit">Code of the organisation that answers for the record.</param>
/// <param name="BreakMinutes">Minutes not served; they count off the end.</param>
/// <param name="Shift">A volunteering shift.</param>
/// <param name="ReasonCode">Why it is recorded so; a code that is not known is kept as <c>other</c>.</param>
internal sealed record RecordServiceRequest(
    PersonId Person,
    DateTimeOffset Start,
    DateTimeOffset End,
    Evidence Evidence,
    string ServiceLine,
    string Organisation,
    string RecordingUnit,
    int? BreakMinutes = null,
    Guid? Shift = null,
    string? ReasonCode = null
);

/// <summary>Nothing more to say.</summary>
internal sealed record CreditServiceRequest;

/// <summary>Why an entry is turned down or a credit taken back.</summary>
/// <param name="ReasonCode">Code; one that is not known is kept as <c>other</c>.</param>
internal sealed record ServiceReasonRequest(string ReasonCode);

/// <summary>Minutes to add or take.</summary>
/// <param name="Minutes">Signed, not 0, at most a day.</param>
/// <param name="ReasonCode">Code; one that is not known is kept as <c>other</c>.</param>
internal sealed record AdjustServiceRequest(int Minutes, string ReasonCode);

/// <summary>What the volunteer says is wrong.</summary>
/// <param name="Claim">In the volunteer's own words; kept in the vault.</param>
internal sealed record CorrectionRequest(string Claim);
