using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>
/// Somebody who audits asked who a person id is, and was shown it. Who asked stands in the metadata; what was shown stands in
/// the vault alone. Stream <c>look-ups/{asker}/{date}</c>.
/// </summary>
/// <param name="LookUp">The look-up; one is written once.</param>
/// <param name="Person">The record that was asked for.</param>
/// <param name="ReasonCode">Why; see <see cref="LookUpReasons"/>.</param>
/// <param name="Case">Number of the case that it belongs to, or null when it belongs to none; see <see cref="CaseNumber"/>.</param>
[EventName("personal-data.disclosed", 1)]
public sealed record PersonalDataDisclosed(LookUpId LookUp, PersonId Person, string ReasonCode, string? Case);
