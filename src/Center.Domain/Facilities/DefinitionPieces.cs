using System;
using System.Linq;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Opening hours that a facility is to have.</summary>
/// <param name="Hours">The hours; null when it is to keep its site's.</param>
public sealed record HoursWanted(OpeningHours? Hours);

/// <summary>Reads pieces of a definition, each in the shape of the file and checked against what the centre has.</summary>
public static class DefinitionPieces
{
    /// <summary>Reads one facility.</summary>
    /// <param name="json">An object as in <c>facilities</c>; <c>code</c> and <c>site</c> may be left out when it exists.</param>
    /// <param name="code">Code that the facility has or is to have.</param>
    /// <param name="current">The centre as it is.</param>
    public static DefinitionReading<Facility> Facility(string json, string code, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return DefinitionJson.Read<Facility>(
            json,
            (element, problems) =>
            {
                var home = current.FindFacility(code)?.Site ?? HomeOf(current);
                var reader = new ObjectReader(element, "$", problems);
                var facility = FacilityReader.Read(reader, home, equipment: false, code);
                Check(reader, facility, code, current);
                if (current.BookingRules.Count > 0)
                {
                    RulesConsistency.Check(current.BookingRules[^1], facility, "$.bookingRules", problems);
                }

                return facility;
            }
        );
    }

    /// <summary>Reads opening hours.</summary>
    /// <param name="json">An object as in <c>openingHours</c>, or null for the hours of the site.</param>
    public static DefinitionReading<HoursWanted> Hours(string json) =>
        DefinitionJson.Read(
            json,
            (element, problems) =>
                new HoursWanted(
                    element.ValueKind == JsonValueKind.Null
                        ? null
                        : HoursReader.Read(new ObjectReader(element, "$", problems))
                )
        );

    /// <summary>Reads a version of the booking rules.</summary>
    /// <param name="json">An object as <c>bookingRules</c>; without <c>version</c> its date is its name.</param>
    /// <param name="current">The centre as it is, whose facilities' differences must fit.</param>
    public static DefinitionReading<BookingRuleSet> BookingRules(string json, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return DefinitionJson.Read<BookingRuleSet>(
            json,
            (element, problems) =>
            {
                var rules = RulesReader.Version(new ObjectReader(element, "$", problems), versionRequired: false);
                RulesConsistency.Check(rules, "$", problems);
                foreach (var facility in current.Facilities)
                {
                    RulesConsistency.Check(rules, facility, $"$.{RulesConsistency.MemberOf(facility.Kind)}", problems);
                }

                return rules;
            }
        );
    }

    private static string? HomeOf(CentreBook book) =>
        book.Sites.FirstOrDefault(site => site.Kind == SiteKind.StreetCentre)?.Code;

    private static void Check(ObjectReader reader, Facility facility, string code, CentreBook current)
    {
        if (facility.Code.Length > 0 && facility.Code != code)
        {
            reader.Complain("code", $"must be {code}");
        }

        if (facility.Site.Length > 0 && current.FindSite(facility.Site) is null)
        {
            reader.Complain("site", $"names {facility.Site}, which the centre does not have");
        }

        if (facility.ServiceLine is { Length: > 0 } line && current.ServiceLines.All(item => item.Code != line))
        {
            reader.Complain("serviceLine", $"names {line}, which the centre does not have");
        }

        if (current.Find(code) is { IsPart: true } part)
        {
            reader.Complain("code", $"is the code of a part of {part.Facility}");
        }

        var codes = facility.Parts.Select(part => part.Code).ToList();
        for (var at = 0; at < codes.Count; at++)
        {
            var taken = current.Find(codes[at]) is { } other && other.Facility != code;
            if (codes[at] == code || taken || codes.IndexOf(codes[at]) < at)
            {
                reader.Complain($"parts[{at}].code", "is the code of something else already");
            }
        }
    }
}
