using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Checks that whoever may book something exists: nobody is let in, or kept out, by a slip of the pen.</summary>
/// <param name="communities">Codes of the communities.</param>
/// <param name="organisations">Codes of the organisations.</param>
/// <param name="problems">Where problems are noted.</param>
internal sealed class EligibilityChecks(
    IEnumerable<string> communities,
    IEnumerable<string> organisations,
    List<DefinitionProblem> problems
)
{
    private readonly HashSet<string> _communities = communities.ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> _organisations = organisations.ToHashSet(StringComparer.Ordinal);

    /// <summary>Checks a version of the rules.</summary>
    public void Check(BookingRuleSet rules, string place)
    {
        foreach (var kind in Enum.GetValues<FacilityKind>())
        {
            Check(rules.Of(kind).Eligibility, $"{place}.{RulesConsistency.MemberOf(kind)}");
        }
    }

    /// <summary>Checks what is different for a facility.</summary>
    public void Check(RuleOverrides? rules, string place) => Check(rules?.Eligibility, place);

    private void Check(Eligibility? eligibility, string place)
    {
        Known(eligibility?.Communities, $"{place}.eligibility.communities", _communities);
        Known(eligibility?.Organisations, $"{place}.eligibility.organisations", _organisations);
    }

    private void Known(ValueList<string>? codes, string place, HashSet<string> known)
    {
        foreach (var code in (codes ?? []).Where(code => !known.Contains(code)))
        {
            problems.Add(new DefinitionProblem(place, $"names {code}, which the centre does not have"));
        }
    }
}
