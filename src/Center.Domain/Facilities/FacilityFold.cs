using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>What the events of one facility make of it.</summary>
internal static class FacilityFold
{
    public static Facility Open(string code, FacilityOpened e) =>
        new(
            code,
            e.Site,
            e.ServiceLine,
            e.Kind,
            e.Floor,
            e.Name,
            e.Capacity,
            e.Units,
            e.Features,
            e.Parts,
            e.Hours,
            e.Rules,
            e.Source
        );

    public static Facility Evolve(Facility facility, object @event) =>
        @event switch
        {
            FacilityDescribed e => facility with
            {
                Site = e.Site,
                ServiceLine = e.ServiceLine,
                Floor = e.Floor,
                Name = e.Name,
                Capacity = e.Capacity,
                Features = e.Features,
                Source = e.Source,
            },
            FacilityUnitsChanged e => facility with { Kind = e.Kind, Units = e.Units, Parts = e.Parts },
            FacilityHoursSet e => facility with { Hours = e.Hours },
            FacilityRulesOverridden e => facility with { Rules = e.Rules },
            ClosureAnnounced e => facility with
            {
                Closures = facility.Closures.Add(new(e.Closure, e.Window, e.Part, e.ReasonCode)),
            },
            ClosureWithdrawn e => facility with
            {
                Closures = facility.Closures.Where(closure => closure.Id != e.Closure).ToValueList(),
            },
            _ => facility,
        };
}
