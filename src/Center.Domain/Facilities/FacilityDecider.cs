using System;
using System.Collections.Generic;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Decides changes of one facility; the events go to <c>facility/{code}</c>.</summary>
public static class FacilityDecider
{
    /// <summary>Makes a facility what is wanted: opens it when there is none, else changes just what differs.</summary>
    /// <param name="wanted">The facility as it is to be, read and checked.</param>
    /// <param name="current">The centre as it is.</param>
    public static Decision Describe(Facility wanted, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(current);
        return Decision.Accept(Differences(current.FindFacility(wanted.Code), wanted));
    }

    /// <summary>Gives a facility its opening hours.</summary>
    /// <param name="code">Code of the facility.</param>
    /// <param name="hours">The hours; null when it is to keep its site's.</param>
    /// <param name="current">The centre as it is.</param>
    /// <returns>Refused with <c>not-found</c> when there is no such facility.</returns>
    public static Decision SetHours(string code, OpeningHours? hours, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return current.FindFacility(code) is { } facility
            ? Describe(facility with { Hours = hours }, current)
            : Decision.Refuse("not-found", "There is no such facility.");
    }

    internal static List<object> Differences(Facility? current, Facility wanted)
    {
        if (current is null)
        {
            return [Opened(wanted)];
        }

        var events = new List<object>();
        if (Described(current) != Described(wanted))
        {
            events.Add(Described(wanted));
        }

        if (Units(current) != Units(wanted))
        {
            events.Add(Units(wanted));
        }

        if (current.Hours != wanted.Hours)
        {
            events.Add(new FacilityHoursSet(wanted.Hours));
        }

        if (current.Rules != wanted.Rules)
        {
            events.Add(new FacilityRulesOverridden(wanted.Rules));
        }

        return events;
    }

    private static FacilityOpened Opened(Facility facility) =>
        new(
            facility.Site,
            facility.ServiceLine,
            facility.Kind,
            facility.Floor,
            facility.Name,
            facility.Capacity,
            facility.Units,
            facility.Features,
            facility.Parts,
            facility.Hours,
            facility.Rules,
            facility.Source
        );

    private static FacilityDescribed Described(Facility facility) =>
        new(
            facility.Site,
            facility.ServiceLine,
            facility.Floor,
            facility.Name,
            facility.Capacity,
            facility.Features,
            facility.Source
        );

    private static FacilityUnitsChanged Units(Facility facility) => new(facility.Kind, facility.Units, facility.Parts);
}
