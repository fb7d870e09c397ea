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

/// <summary>The person's key in the vault was destroyed; what it sealed can never be read again.</summary>
[EventName("personal-data.erased", 1)]
public sealed record PersonalDataErased;
