using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Facilities;

/// <summary>A facility or part as clients see it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Site">Code of the site where it is.</param>
/// <param name="Floor">Storey, the ground floor is 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="ServiceLine">Code of the line that it serves.</param>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Capacity">People it holds; 0 for equipment.</param>
/// <param name="Units">Number of seats, counters or pieces; 1 for a room.</param>
/// <param name="Features">What it offers, by code.</param>
/// <param name="Parts">Codes of its parts.</param>
/// <param name="PartOf">Code of the whole room; null unless it is a part.</param>
/// <param name="OpeningHours">When it is open: its own hours, else its site's, else the centre's; not in lists.</param>
/// <param name="Closures">All that were announced and not withdrawn, those of its parts too; not in lists.</param>
/// <param name="Definition">The shape of the definition file, as a PUT takes it; not in lists, not of parts.</param>
/// <param name="Version">Version of the facility, the same as the ETag; not in lists.</param>
internal sealed record FacilityAnswer(
    string Code,
    string Site,
    int? Floor,
    LocalizedText Name,
    string? ServiceLine,
    FacilityKind Kind,
    int Capacity,
    int Units,
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Parts,
    string? PartOf,
    OpeningHours? OpeningHours = null,
    IReadOnlyList<ClosureAnswer>? Closures = null,
    JsonObject? Definition = null,
    long? Version = null
)
{
    public static FacilityAnswer Of(Bookable place) =>
        new(
            place.Code,
            place.Site,
            place.Floor,
            place.Name,
            place.ServiceLine,
            place.Kind,
            place.Capacity,
            place.Kind == FacilityKind.Room ? 1 : place.UnitCodes.Count,
            place.Features,
            place.Parts,
            place.IsPart ? place.Facility : null
        );

    /// <summary>One facility or part with all that is known about it.</summary>
    public static FacilityAnswer InFull(Bookable place, CentreBook book, long version)
    {
        var facility = book.FindFacility(place.Facility)!;
        return Of(place) with
        {
            OpeningHours = facility.Hours ?? book.FindSite(place.Site)?.Hours ?? book.Centre?.OpeningHours,
            Closures = [.. facility.Closures.Select(ClosureAnswer.Of)],
            Definition = place.IsPart ? null : Written(facility),
            Version = version,
        };
    }

    private static JsonObject Written(Facility facility)
    {
        var definition = Json(facility);
        definition.Remove("hours");
        definition.Remove("rules");
        definition.Remove("closures");
        if (facility.Hours is not null)
        {
            definition["openingHours"] = Json(facility.Hours);
        }

        if (facility.Rules is { } rules)
        {
            definition["bookingRules"] = Written(rules);
        }

        return definition;
    }

    // In a definition, null lifts a rule.
    private static JsonObject Written(RuleOverrides rules)
    {
        var written = Json(rules);
        written.Remove("lifted");
        foreach (var lifted in rules.Lifted ?? [])
        {
            written[JsonNamingPolicy.CamelCase.ConvertName(lifted.ToString())] = null;
        }

        return written;
    }

    private static JsonObject Json<T>(T value) => JsonSerializer.SerializeToNode(value, CenterJson.Options)!.AsObject();
}
