using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>What decisions about a person read.</summary>
/// <param name="Registration">The registration, or null when there is no such person.</param>
/// <param name="MergedInto">The record that counts instead, or null.</param>
/// <param name="Erased">Whether the personal data are gone for good.</param>
/// <param name="Consents">
/// What was last said about who may act for the person, the newest last; null before anything was, and after an erasure.
/// </param>
public sealed record Person(
    PersonRegistered? Registration,
    PersonId? MergedInto,
    bool Erased,
    ValueList<Consent>? Consents = null
);
