using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Center.Domain.Facilities;

/// <summary>Whether the numbers of booking rules fit each other, so that something can be booked at all.</summary>
internal static class RulesConsistency
{
    /// <summary>What does not fit, by member.</summary>
    /// <param name="rules">Rules of a kind or of a facility.</param>
    public static IEnumerable<(string Member, string Reason)> Misfits(BookingRules rules)
    {
        if (OpenRange.DayLength % rules.Grid != 0)
        {
            yield return ("grid", "must divide a day of 1440 minutes");
            yield break;
        }

        if (rules.Shortest % rules.Grid != 0)
        {
            yield return ("shortest", "must be a multiple of grid");
        }

        if (rules.Longest % rules.Grid != 0)
        {
            yield return ("longest", "must be a multiple of grid");
        }

        if (rules.Shortest > rules.Longest)
        {
            yield return ("shortest", "must not be more than longest");
        }

        if (rules.LatestBeforeStart > (rules.EarliestDaysAhead + 1) * OpenRange.DayLength)
        {
            yield return ("latestBeforeStart", "must not reach further than earliestDaysAhead");
        }
    }

    /// <summary>Notes what does not fit within a version.</summary>
    public static void Check(BookingRuleSet rules, string place, List<DefinitionProblem> problems)
    {
        foreach (var kind in Enum.GetValues<FacilityKind>())
        {
            var at = $"{place}.{MemberOf(kind)}";
            if (Readable(at, problems))
            {
                problems.AddRange(
                    Misfits(rules.For(kind, null))
                        .Select(misfit => new DefinitionProblem($"{at}.{misfit.Member}", misfit.Reason))
                );
            }
        }
    }

    /// <summary>Notes what does not fit once a facility's differences are laid over a version.</summary>
    public static void Check(BookingRuleSet rules, Facility facility, string place, List<DefinitionProblem> problems)
    {
        if (facility.Rules is not null && Readable(place, problems) && !Misfits(rules.For(facility.Kind, null)).Any())
        {
            problems.AddRange(
                Misfits(rules.For(facility.Kind, facility.Rules))
                    .Select(misfit => new DefinitionProblem(
                        $"{place}.{misfit.Member}",
                        $"{misfit.Reason}, with what {facility.Code} has different"
                    ))
            );
        }
    }

    /// <summary>The member of a version that holds the rules of a kind.</summary>
    public static string MemberOf(FacilityKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    // Stand-ins for what could not be read fit nothing; that has been said already.
    private static bool Readable(string place, List<DefinitionProblem> problems) =>
        !problems.Any(problem => problem.Place.StartsWith($"{place}.", StringComparison.Ordinal));
}
