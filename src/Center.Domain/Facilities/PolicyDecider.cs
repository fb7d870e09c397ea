using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Decides which rules a centre adopts; the events go to <c>policy/{centre}</c>.</summary>
public static class PolicyDecider
{
    /// <summary>Adopts a version of the booking rules; one that is adopted already changes nothing.</summary>
    /// <param name="rules">The version, read and checked.</param>
    /// <param name="current">The centre as it is.</param>
    /// <returns>Refused with <c>invalid-definition</c> when the version was adopted with other rules.</returns>
    public static Decision Adopt(BookingRuleSet rules, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(current);
        var adopted = current.BookingRules.FirstOrDefault(version => version.Version == rules.Version);
        return Decide(adopted, rules, "$", rules.Version, () => new BookingRulesAdopted(rules));
    }

    /// <summary>
    /// Rules that were made by editing an adopted version and giving it another date still carry that version's name:
    /// they get their date as name. Under the same date a version keeps its name, so that it cannot be changed unseen.
    /// </summary>
    /// <param name="rules">The version, read and checked.</param>
    /// <param name="current">The centre as it is.</param>
    public static BookingRuleSet NamedAnew(BookingRuleSet rules, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(current);
        return current.BookingRules.Any(adopted =>
            adopted.Version == rules.Version && adopted.EffectiveFrom != rules.EffectiveFrom
        )
            ? rules with
            {
                Version = rules.EffectiveFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }
            : rules;
    }

    /// <summary>All that a definition file changes, or every problem with it.</summary>
    internal static List<object> Differences(
        CentreDefinition definition,
        HolidayCalendar? calendar,
        CentreBook current,
        List<DefinitionProblem> problems
    )
    {
        var rules = definition.BookingRules;
        var times = definition.ServiceTimeRules;
        var adoptedTimes = current.ServiceTimeRules.FirstOrDefault(version => version.Version == times.Version);
        var events = new List<object>();
        Take(
            Decide(
                current.BookingRules.FirstOrDefault(version => version.Version == rules.Version),
                rules,
                "$.bookingRules",
                rules.Version,
                () => new BookingRulesAdopted(rules)
            )
        );
        Take(
            Decide(adoptedTimes, times, "$.serviceTimeRules", times.Version, () => new ServiceTimeRulesAdopted(times))
        );
        if (calendar?.NotIn(current.HolidayCalendar) is { Count: > 0 } years)
        {
            events.Add(new HolidayCalendarAdopted(years));
        }

        return events;

        void Take(Decision decision)
        {
            events.AddRange(decision.Events);
            problems.AddRange(decision.Refusal?.Data["problems"] as IEnumerable<DefinitionProblem> ?? []);
        }
    }

    // A version is written into every decision made by it, so it can never come to mean something else.
    private static Decision Decide<T>(T? adopted, T wanted, string place, string version, Func<object> adopt)
        where T : class =>
        adopted is null ? Decision.Accept(adopt())
        : adopted.Equals(wanted) ? Decision.Nothing
        : DefinitionRefusal.Of([
            new DefinitionProblem(
                $"{place}.version",
                $"{version} was adopted with other rules; give the new rules a new version"
            ),
        ])!;
}
