using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>A centre as its definition file describes it; whole and consistent.</summary>
/// <param name="CentreId">The centre's id.</param>
/// <param name="Centre">What it says about itself.</param>
/// <param name="ServiceLines">Lines of service.</param>
/// <param name="Parties">Parties.</param>
/// <param name="Communities">Communities of the street.</param>
/// <param name="Sites">Sites.</param>
/// <param name="Facilities">Facilities of all sites, equipment too.</param>
/// <param name="Organisations">Organisations.</param>
/// <param name="Teams">Teams.</param>
/// <param name="BookingRules">The version of the booking rules that it holds.</param>
/// <param name="ServiceTimeRules">The version of the rules of service time that it holds.</param>
public sealed record CentreDefinition(
    string CentreId,
    CentreDescription Centre,
    ValueList<ServiceLine> ServiceLines,
    ValueList<Party> Parties,
    ValueList<Community> Communities,
    ValueList<Site> Sites,
    ValueList<Facility> Facilities,
    ValueList<Organisation> Organisations,
    ValueList<Team> Teams,
    BookingRuleSet BookingRules,
    ServiceTimeRules ServiceTimeRules
)
{
    /// <summary>Reads a definition file.</summary>
    /// <param name="json">The whole text of the file.</param>
    /// <returns>The definition, or every problem with its place; nothing is thrown for what a file can hold.</returns>
    public static DefinitionReading<CentreDefinition> Read(string json) =>
        DefinitionJson.Read(json, DefinitionDraft.Read);
}
