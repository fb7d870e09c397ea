using System;
using System.Collections.Generic;
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
    /// <param name="json">
    /// An object as in <c>facilities</c>; <c>code</c>, <c>site</c> and the kind of equipment may be left out when it exists.
    /// </param>
    /// <param name="code">Code that the facility has or is to have.</param>
    /// <param name="today">Local date; what is different here must fit every version of the rules from then on.</param>
    /// <param name="current">The centre as it is.</param>
    public static DefinitionReading<Facility> Facility(string json, string code, DateOnly today, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return DefinitionJson.Read<Facility>(
            json,
            (element, problems) =>
            {
                var known = current.FindFacility(code);
                var reader = new ObjectReader(element, "$", problems);
                var equipment = known?.Kind == FacilityKind.Equipment && !reader.Has("kind");
                var facility = FacilityReader.Read(reader, known?.Site ?? HomeOf(current), equipment, code);
                Check(reader, facility, code, current);
                foreach (var rules in RulesFrom(today, current))
                {
                    RulesConsistency.Check(rules, facility, "$.bookingRules", problems);
                }

                ChecksOf(current, problems).Check(facility.Rules, "$.bookingRules");
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
                ChecksOf(current, problems).Check(rules, "$");
                foreach (var facility in current.Facilities)
                {
                    RulesConsistency.Check(rules, facility, $"$.{RulesConsistency.MemberOf(facility.Kind)}", problems);
                }

                return rules;
            }
        );
    }

    private static IEnumerable<BookingRuleSet> RulesFrom(DateOnly today, CentreBook current) =>
        current
            .BookingRules.Where(rules => rules.EffectiveFrom > today)
            .Prepend(BookingRuleSet.InForce(current.BookingRules, today))
            .OfType<BookingRuleSet>()
            .Distinct();

    private static EligibilityChecks ChecksOf(CentreBook book, List<DefinitionProblem> problems) =>
        new(
            book.Communities.Select(community => community.Code),
            book.Organisations.Select(organisation => organisation.Code),
            problems
        );

    private static string? HomeOf(CentreBook book) =>
        book.Sites.FirstOrDefault(site => site.Kind == SiteKind.StreetCentre)?.Code;

    private static void Check(ObjectReader reader, Facility facility, string code, CentreBook current)
    {
        CheckCode(reader, facility, code, current);
        CheckPlace(reader, facility, current);
        var codes = facility.Parts.Select(part => part.Code).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal) { code };
        for (var at = 0; at < codes.Count; at++)
        {
            var taken = current.Find(codes[at]) is { } other && other.Facility != code;
            if (!seen.Add(codes[at]) || taken)
            {
                reader.Complain($"parts[{at}].code", "is the code of something else already");
            }
        }
    }

    private static void CheckCode(ObjectReader reader, Facility facility, string code, CentreBook current)
    {
        if (!ObjectReader.IsCode(code))
        {
            reader.Complain("code", ObjectReader.NoCode);
        }

        if (facility.Code.Length > 0 && facility.Code != code)
        {
            reader.Complain("code", $"must be {code}");
        }

        if (current.Find(code) is { IsPart: true } part)
        {
            reader.Complain("code", $"is the code of a part of {part.Facility}");
        }
    }

    private static void CheckPlace(ObjectReader reader, Facility facility, CentreBook current)
    {
        if (facility.Site.Length > 0 && current.FindSite(facility.Site) is null)
        {
            reader.Complain("site", $"names {facility.Site}, which the centre does not have");
        }

        if (facility.ServiceLine is { Length: > 0 } line && current.ServiceLines.All(item => item.Code != line))
        {
            reader.Complain("serviceLine", $"names {line}, which the centre does not have");
        }

        var floors = current.FindSite(facility.Site)?.Kind == SiteKind.StreetCentre ? current.Centre?.Floors : null;
        if (facility.Floor > floors)
        {
            reader.Complain("floor", $"must not be above the {floors} floors of the centre");
        }
    }
}
