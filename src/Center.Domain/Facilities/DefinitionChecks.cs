using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Checks the parts of a definition against each other: codes that are used twice or that nothing has.</summary>
internal static class DefinitionChecks
{
    public static void Check(
        DefinitionDraft draft,
        int? floors,
        BookingRuleSet? rules,
        List<DefinitionProblem> problems
    )
    {
        Unique(draft.ServiceLines.Select(Key));
        Unique(draft.Parties.Select(Key));
        Unique(draft.Communities.Select(Key));
        Unique(draft.Sites.Select(Key));
        Unique(draft.Organisations.Select(Key));
        Unique(draft.Teams.Select(Key));
        Unique(draft.Facilities.SelectMany(KeysWithParts));
        References(draft);
        OneStreetCentre(draft.Sites);
        Floors(draft, floors);
        if (rules is not null)
        {
            RulesConsistency.Check(rules, "$.bookingRules", problems);
            foreach (var facility in draft.Facilities)
            {
                RulesConsistency.Check(rules, facility.Value, $"{facility.Reader.Place}.bookingRules", problems);
            }
        }

        Eligible(draft, rules, problems);
    }

    private static void Eligible(DefinitionDraft draft, BookingRuleSet? rules, List<DefinitionProblem> problems)
    {
        var checks = new EligibilityChecks(Codes(draft.Communities), Codes(draft.Organisations), problems);
        if (rules is not null)
        {
            checks.Check(rules, "$.bookingRules");
        }

        foreach (var facility in draft.Facilities)
        {
            checks.Check(facility.Value.Rules, $"{facility.Reader.Place}.bookingRules");
        }
    }

    private static void References(DefinitionDraft draft)
    {
        var lines = Codes(draft.ServiceLines);
        var parties = Codes(draft.Parties);
        var communities = Codes(draft.Communities);
        var sites = Codes(draft.Sites);
        var organisations = Codes(draft.Organisations);
        foreach (var site in draft.Sites)
        {
            Known(site.Reader, "community", site.Value.Community, communities);
        }

        foreach (var facility in draft.Facilities)
        {
            Known(facility.Reader, "serviceLine", facility.Value.ServiceLine, lines);
            Known(facility.Reader, "site", facility.Value.Site, sites);
        }

        foreach (var organisation in draft.Organisations)
        {
            Known(organisation.Reader, "party", organisation.Value.Party, parties);
            Known(organisation.Reader, "community", organisation.Value.Community, communities);
        }

        foreach (var team in draft.Teams)
        {
            Known(team.Reader, "organisation", team.Value.Organisation, organisations);
        }
    }

    // An empty code was not readable and has been complained about already.
    private static void Known(ObjectReader reader, string member, string? code, HashSet<string> codes)
    {
        if (!string.IsNullOrEmpty(code) && !codes.Contains(code))
        {
            reader.Complain(member, $"names {code}, which this definition does not have");
        }
    }

    private static void Unique(IEnumerable<(string Code, string Place, ObjectReader Reader)> keys)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (code, place, reader) in keys.Where(key => key.Code.Length > 0))
        {
            if (!seen.TryAdd(code, place))
            {
                reader.ComplainAt($"{place}.code", $"is also the code of {seen[code]}");
            }
        }
    }

    private static void OneStreetCentre(List<Placed<Site>> sites)
    {
        foreach (var site in sites.Where(site => site.Value.Kind == SiteKind.StreetCentre && HasKind(site)).Skip(1))
        {
            site.Reader.Complain("kind", "must be street-centre for one site only");
        }
    }

    private static void Floors(DefinitionDraft draft, int? floors)
    {
        var home = draft.Sites.FirstOrDefault(site => site.Value.Kind == SiteKind.StreetCentre)?.Value.Code;
        foreach (var facility in draft.Facilities.Where(item => item.Value.Site == home && item.Value.Floor > floors))
        {
            facility.Reader.Complain("floor", $"must not be above the {floors} floors of the centre");
        }
    }

    private static bool HasKind(Placed<Site> site) => site.Reader.Has("kind");

    private static IEnumerable<(string Code, string Place, ObjectReader Reader)> KeysWithParts(
        Placed<Facility> facility
    ) =>
        facility
            .Value.Parts.Select((part, at) => (part.Code, $"{facility.Reader.Place}.parts[{at}]", facility.Reader))
            .Prepend(Key(facility));

    private static (string Code, string Place, ObjectReader Reader) Key<T>(Placed<T> item)
        where T : ICoded => (item.Value.Code, item.Reader.Place, item.Reader);

    private static HashSet<string> Codes<T>(List<Placed<T>> items)
        where T : ICoded => items.Select(item => item.Value.Code).ToHashSet(StringComparer.Ordinal);
}
