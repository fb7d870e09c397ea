using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.Organisations;

namespace Center.Domain.Facilities;

/// <summary>Decides what a definition file changes: just the differences to what the centre is now.</summary>
public static class DefinitionImport
{
    /// <summary>Compares the file with the centre.</summary>
    /// <param name="definition">The file, read and checked.</param>
    /// <param name="calendar">Announced holidays; null leaves those that were adopted.</param>
    /// <param name="current">The centre as it is; <see cref="CentreBook.Empty"/> before the first import.</param>
    /// <returns>
    /// One change a stream, none when nothing differs; refused with <c>invalid-definition</c> when the file is of another
    /// centre or changes rules without giving them a new version.
    /// </returns>
    public static DefinitionDecision Decide(CentreDefinition definition, HolidayCalendar? calendar, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(current);
        var problems = new List<DefinitionProblem>();
        if (current.CentreId is { } id && id != definition.CentreId)
        {
            problems.Add(new DefinitionProblem("$.centre.id", $"must stay {id}"));
        }

        var centre = definition.CentreId;
        var changes = new List<StreamChange>();
        Add(changes, $"centre/{centre}", CentreEvents(definition, current));
        Add(changes, $"policy/{centre}", PolicyDecider.Differences(definition, calendar, current, problems));
        Entries(changes, "site", definition.Sites, current.Sites, SiteEvents, new SiteClosedDown());
        Entries(
            changes,
            "organisation",
            definition.Organisations,
            current.Organisations,
            OrganisationEvents,
            new OrganisationWithdrawn()
        );
        Entries(changes, "team", definition.Teams, current.Teams, TeamEvents, new TeamDisbanded());
        Entries(
            changes,
            "facility",
            definition.Facilities,
            current.Facilities,
            FacilityDecider.Differences,
            new FacilityRetired()
        );
        return problems.Count == 0
            ? new DefinitionDecision(changes, null)
            : new DefinitionDecision([], DefinitionRefusal.Of(problems.ToValueList()));
    }

    private static List<object> CentreEvents(CentreDefinition definition, CentreBook current)
    {
        var events = new List<object>();
        if (current.Centre != definition.Centre)
        {
            events.Add(new CentreDescribed(definition.Centre));
        }

        events.AddRange(
            definition
                .ServiceLines.Except(current.ServiceLines)
                .Select(line => new ServiceLineDescribed(line.Code, line.Name, line.Rank))
        );
        events.AddRange(
            definition
                .Parties.Except(current.Parties)
                .Select(party => new PartyDescribed(party.Code, party.Name, party.Rank))
        );
        events.AddRange(
            definition
                .Communities.Except(current.Communities)
                .Select(community => new CommunityDescribed(community.Code, community.Name))
        );
        events.AddRange(
            Gone(current.ServiceLines, definition.ServiceLines).Select(code => new ServiceLineWithdrawn(code))
        );
        events.AddRange(Gone(current.Parties, definition.Parties).Select(code => new PartyWithdrawn(code)));
        events.AddRange(Gone(current.Communities, definition.Communities).Select(code => new CommunityWithdrawn(code)));
        return events;
    }

    private static List<object> SiteEvents(Site? current, Site wanted)
    {
        if (current is null)
        {
            return [new SiteOpened(wanted.Kind, wanted.Community, wanted.Name, wanted.Hours)];
        }

        var events = new List<object>();
        if (current with { Hours = wanted.Hours } != wanted)
        {
            events.Add(new SiteDescribed(wanted.Kind, wanted.Community, wanted.Name));
        }

        if (current.Hours != wanted.Hours)
        {
            events.Add(new SiteHoursSet(wanted.Hours));
        }

        return events;
    }

    private static List<object> OrganisationEvents(Organisation? current, Organisation wanted) =>
        current is null ? [new OrganisationRegistered(wanted.Party, wanted.Community, wanted.Name)]
        : current == wanted ? []
        : [new OrganisationDescribed(wanted.Party, wanted.Community, wanted.Name)];

    private static List<object> TeamEvents(Team? current, Team wanted) =>
        current is null ? [new TeamFormed(wanted.Organisation, wanted.Name)]
        : current == wanted ? []
        : [new TeamDescribed(wanted.Organisation, wanted.Name)];

    private static void Entries<T>(
        List<StreamChange> changes,
        string kind,
        ValueList<T> wanted,
        ValueList<T> current,
        Func<T?, T, List<object>> differences,
        object gone
    )
        where T : class, ICoded
    {
        var known = current.ToDictionary(item => item.Code, StringComparer.Ordinal);
        foreach (var item in wanted)
        {
            Add(changes, $"{kind}/{item.Code}", differences(known.GetValueOrDefault(item.Code), item));
        }

        foreach (var code in Gone(current, wanted))
        {
            Add(changes, $"{kind}/{code}", [gone]);
        }
    }

    private static IEnumerable<string> Gone<T>(ValueList<T> current, ValueList<T> wanted)
        where T : ICoded => current.Select(item => item.Code).Except(wanted.Select(item => item.Code));

    private static void Add(List<StreamChange> changes, string key, List<object> events)
    {
        if (events.Count > 0)
        {
            changes.Add(new StreamChange(key, events.ToValueList()));
        }
    }
}
