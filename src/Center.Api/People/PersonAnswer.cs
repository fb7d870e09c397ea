using System.Collections.Generic;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;

namespace Center.Api.People;

/// <summary>A person; of whoever was erased nothing but the id, and that it is so.</summary>
/// <param name="Id">The opaque id.</param>
/// <param name="AgeBand">Age in bands; absent when the person was erased.</param>
/// <param name="Community">Code of the community of residence, or absent.</param>
/// <param name="Guardians">People who answer for this one.</param>
/// <param name="ActsFor">People whom this one may act for.</param>
/// <param name="MergedInto">The record that counts instead, or absent.</param>
/// <param name="Erased">Whether the personal data were erased; what is left is restricted to being kept.</param>
/// <param name="Version">Version of the record.</param>
/// <param name="Consents">Who may act for the person by consent, and what for.</param>
/// <param name="Personal">Names and contacts; only for the front desk and above, and for the person.</param>
internal sealed record PersonAnswer(
    string Id,
    AgeBand? AgeBand,
    string? Community,
    ValueList<PersonId> Guardians,
    ValueList<PersonId> ActsFor,
    PersonId? MergedInto,
    bool Erased,
    long Version,
    IReadOnlyList<ConsentAnswer> Consents,
    IReadOnlyDictionary<string, string>? Personal
)
{
    public static PersonAnswer Of(PersonRow row, IReadOnlyDictionary<string, string>? personal = null) =>
        Of(row.Id, row.Person, row.Version, personal);

    public static PersonAnswer Of(
        string id,
        Person person,
        long version,
        IReadOnlyDictionary<string, string>? personal = null
    ) =>
        person.Erased
            ? new(id, null, null, [], [], person.MergedInto, true, version, [], null)
            : new(
                id,
                person.Registration!.AgeBand,
                person.Registration.Community,
                person.Registration.Guardians,
                person.Registration.ActsFor,
                person.MergedInto,
                false,
                version,
                ConsentAnswer.Standing(person),
                personal
            );
}
