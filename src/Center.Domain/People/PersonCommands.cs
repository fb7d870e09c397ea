using System.Collections.Generic;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>Register a person.</summary>
/// <param name="AgeBand">Age in bands.</param>
/// <param name="Community">Code of the community of residence, or null.</param>
/// <param name="Guardians">People who answer for this one.</param>
/// <param name="ActsFor">People whom this one may act for.</param>
/// <param name="KnownCommunities">Codes of the centre's communities.</param>
/// <param name="KnownPeople">Which of the people named exist under a record of their own, and their age.</param>
public sealed record RegisterPerson(
    AgeBand AgeBand,
    string? Community,
    ValueList<PersonId> Guardians,
    ValueList<PersonId> ActsFor,
    IReadOnlySet<string> KnownCommunities,
    IReadOnlyDictionary<PersonId, AgeBand> KnownPeople
);

/// <summary>Join a second record of a person into the one that counts.</summary>
/// <param name="Self">The record that goes.</param>
/// <param name="Into">The record that counts.</param>
/// <param name="IntoState">What is known of the record that counts.</param>
public sealed record MergePerson(PersonId Self, PersonId Into, Person IntoState);

/// <summary>Change what the vault keeps of a person.</summary>
/// <param name="Changed">Names of the details that are not in the vault as they are to be, in order.</param>
public sealed record ChangeDetails(ValueList<string> Changed);

/// <summary>Erase what the vault keeps of a person, and restrict the rest.</summary>
/// <param name="Records">Kinds of records that are left; see <see cref="HeldRecords"/>.</param>
/// <param name="ReasonCode">Null: the person asks for it. Otherwise why it is done again; see <see cref="ErasureReasons"/>.</param>
public sealed record ErasePersonalData(ValueList<string> Records, string? ReasonCode = null);

/// <summary>Why data are erased without being asked anew.</summary>
public static class ErasureReasons
{
    /// <summary>They were erased before; a backup older than that brought them back.</summary>
    public const string RestoredBackup = "restored-backup";
}
