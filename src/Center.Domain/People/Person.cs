using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>What decisions about a person read.</summary>
/// <param name="Registration">The registration, or null when there is no such person.</param>
/// <param name="MergedInto">The record that counts instead, or null.</param>
/// <param name="Erased">Whether the personal data are gone for good.</param>
public sealed record Person(PersonRegistered? Registration, PersonId? MergedInto, bool Erased);
