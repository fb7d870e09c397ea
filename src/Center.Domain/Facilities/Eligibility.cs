using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;

namespace Center.Domain.Facilities;

/// <summary>Who may book something; what is null does not narrow it, and at least one is given.</summary>
/// <param name="Communities">Codes of communities: of residence of a person, or that an organisation belongs to.</param>
/// <param name="AgeBands">Ages of a person who books alone.</param>
/// <param name="Organisations">Codes of organisations; when only these are given, nobody books alone.</param>
public sealed record Eligibility(
    ValueList<string>? Communities,
    ValueList<AgeBand>? AgeBands,
    ValueList<string>? Organisations
)
{
    /// <summary>Whether a person who books alone may.</summary>
    /// <param name="band">Age band; null when the person is not registered.</param>
    /// <param name="community">Code of the community of residence, or null.</param>
    public bool AdmitsPerson(AgeBand? band, string? community)
    {
        var onlyOrganisations = Organisations is not null && Communities is null && AgeBands is null;
        return !onlyOrganisations
            && (Communities is null || (community is not null && Communities.Contains(community)))
            && (AgeBands is null || (band is { } age && AgeBands.Contains(age)));
    }

    /// <summary>Whether an organisation may; one of the whole street belongs to every community.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="community">Code of the community that it belongs to, or null.</param>
    public bool AdmitsOrganisation(string code, string? community) =>
        Organisations?.Contains(code) ?? (Communities is null || community is null || Communities.Contains(community));
}
