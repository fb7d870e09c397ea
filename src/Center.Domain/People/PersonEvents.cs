using System;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>A person became known to the centre. Who that is stands in the vault alone.</summary>
/// <param name="AgeBand">Age in bands.</param>
/// <param name="Community">Code of the community of residence, or null when it is none of the centre's.</param>
/// <param name="Guardians">People who answer for this one.</param>
/// <param name="ActsFor">People whom this one may act for.</param>
[EventName("person.registered", 1)]
public sealed record PersonRegistered(
    AgeBand AgeBand,
    string? Community,
    ValueList<PersonId> Guardians,
    ValueList<PersonId> ActsFor
);

/// <summary>The record turned out to be a second one of another person; the other one counts.</summary>
/// <param name="Into">The record that counts.</param>
[EventName("person.merged", 1)]
public sealed record PersonMerged(PersonId Into);

/// <summary>What the vault keeps of the person was changed: corrected, replaced, or taken out.</summary>
/// <param name="Members">Names of the details, in order, and never what they say: <c>card</c>, <c>email</c>, <c>phone</c> …</param>
[EventName("personal-details.changed", 1)]
public sealed record PersonalDetailsChanged(ValueList<string> Members);

/// <summary>The person's key in the vault was destroyed; what it sealed can never be read again.</summary>
/// <param name="ReasonCode">Null: the person asked for it. Otherwise why it was done again; see <see cref="ErasureReasons"/>.</param>
[EventName("personal-data.erased", 1)]
public sealed record PersonalDataErased(string? ReasonCode = null);

/// <summary>
/// What is left of the person, under an opaque id, is kept for what the law keeps it for and for nothing else (Personal
/// Information Protection Law, art. 47).
/// </summary>
/// <param name="Records">Kinds of records, in order; see <see cref="HeldRecords"/>.</param>
[EventName("processing.restricted", 1)]
public sealed record ProcessingRestricted(ValueList<string> Records);

/// <summary>The person lets somebody act for her.</summary>
/// <param name="To">Who may.</param>
/// <param name="Kind">What for.</param>
/// <param name="Evidence">How staff know; null when it was given with the person's own credential.</param>
[EventName("consent.granted", 1)]
public sealed record ConsentGranted(PersonId To, ConsentKind Kind, ConsentEvidence? Evidence);

/// <summary>A guardian lets somebody act for the person, who does not consent alone.</summary>
/// <param name="Guardian">Who consents.</param>
/// <param name="To">Who may act.</param>
/// <param name="Kind">What for.</param>
/// <param name="Evidence">How staff know; null when it was given with the guardian's own credential.</param>
[EventName("guardian-consent.recorded", 1)]
public sealed record GuardianConsentRecorded(
    PersonId Guardian,
    PersonId To,
    ConsentKind Kind,
    ConsentEvidence? Evidence
);

/// <summary>Somebody may no longer act for the person; this also ends what was registered without a consent.</summary>
/// <param name="To">Who may not.</param>
/// <param name="Kind">What for.</param>
[EventName("consent.withdrawn", 1)]
public sealed record ConsentWithdrawn(PersonId To, ConsentKind Kind);

/// <summary>The person did not come to a booking and did not give it up. Stream <c>person/{id}</c>.</summary>
/// <param name="Booking">The booking; one strike each.</param>
/// <param name="At">When the booking was due to be released.</param>
[EventName("strike.recorded", 1)]
public sealed record StrikeRecorded(BookingId Booking, DateTimeOffset At);

/// <summary>A strike does not count: it turned out that the person was there, or staff let it go.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="ReasonCode">Why; see <see cref="StandingReasons"/>.</param>
[EventName("strike.withdrawn", 1)]
public sealed record StrikeWithdrawn(BookingId Booking, string ReasonCode);

/// <summary>After too many strikes the person may not book for a while what counts no-shows.</summary>
/// <param name="Strikes">Bookings of the strikes that led to it; they do not count towards another one.</param>
/// <param name="Until">End, exclusive.</param>
[EventName("suspension.imposed", 1)]
public sealed record SuspensionImposed(ValueList<BookingId> Strikes, DateTimeOffset Until);

/// <summary>The suspension ended early.</summary>
/// <param name="ReasonCode">Why; see <see cref="StandingReasons"/>.</param>
[EventName("suspension.lifted", 1)]
public sealed record SuspensionLifted(string ReasonCode);
