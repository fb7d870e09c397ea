using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Something that was read, with the object that it came from, so that later checks can say where it stands.</summary>
internal sealed record Placed<T>(T Value, ObjectReader Reader);

/// <summary>A definition file member by member, before its parts are checked against each other.</summary>
internal sealed record DefinitionDraft(
    List<Placed<ServiceLine>> ServiceLines,
    List<Placed<Party>> Parties,
    List<Placed<Community>> Communities,
    List<Placed<Site>> Sites,
    List<Placed<Facility>> Facilities,
    List<Placed<Organisation>> Organisations,
    List<Placed<Team>> Teams
)
{
    public static CentreDefinition? Read(JsonElement element, List<DefinitionProblem> problems)
    {
        var root = new ObjectReader(element, "$", problems);
        var centre = root.Object("centre") is { } reader ? CentreReader.Centre(reader) : null;
        var draft = Entries(root, out var home);
        var bookingRules = root.Object("bookingRules") is { } rules ? RulesReader.Version(rules, true) : null;
        draft.Facilities.AddRange(All(root.Objects("equipment"), home, equipment: true));
        var timeRules = root.Object("serviceTimeRules") is { } times ? CentreReader.ServiceTime(times) : null;
        var sizing = root.Object("sizing", required: false) is { } sizes ? CentreReader.Sizing(sizes) : null;
        root.Close();

        DefinitionChecks.Check(draft, centre?.Description.Floors, bookingRules, problems);
        return problems.Count > 0 || centre is null || bookingRules is null || timeRules is null
            ? null
            : new CentreDefinition(
                centre.Id,
                centre.Description with
                {
                    Sizing = sizing,
                },
                Values(draft.ServiceLines),
                Values(draft.Parties),
                Values(draft.Communities),
                Values(draft.Sites),
                Values(draft.Facilities),
                Values(draft.Organisations),
                Values(draft.Teams),
                bookingRules,
                timeRules
            );
    }

    private static DefinitionDraft Entries(ObjectReader root, out string? home)
    {
        var lines = All(root, "serviceLines", CentreReader.ServiceLine);
        var parties = All(root, "parties", CentreReader.Party);
        var communities = All(root, "communities", CentreReader.Community);
        var stations = new List<Placed<Facility>>();
        var sites = All(root, "sites", (site, _) => CentreReader.Site(site, stations));
        home = sites.FirstOrDefault(site => site.Value.Kind == SiteKind.StreetCentre)?.Value.Code;
        var facilities = All(root.Objects("facilities"), home, equipment: false).Concat(stations).ToList();
        var organisations = All(root, "organisations", (item, _) => CentreReader.Organisation(item));
        var teams = All(root, "teams", (item, _) => CentreReader.Team(item));
        return new DefinitionDraft(lines, parties, communities, sites, facilities, organisations, teams);
    }

    private static List<Placed<T>> All<T>(ObjectReader root, string name, Func<ObjectReader, int, T> read) =>
        root.Objects(name).Select((item, at) => new Placed<T>(read(item, at), item)).ToList();

    public static List<Placed<Facility>> All(IEnumerable<ObjectReader> items, string? home, bool equipment) =>
        items.Select(item => new Placed<Facility>(FacilityReader.Read(item, home, equipment), item)).ToList();

    private static ValueList<T> Values<T>(List<Placed<T>> items) => items.Select(item => item.Value).ToValueList();
}
