using System.Collections.Generic;
using System.Globalization;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Reads booking rules: a whole version, and what a facility has different.</summary>
internal static class RulesReader
{
    private const int YearOfMinutes = 366 * 1440;
    private const int TenYearsOfDays = 3660;

    /// <summary>Reads a version.</summary>
    /// <param name="rules">The object.</param>
    /// <param name="versionRequired">Whether it must have a name; else its date is its name.</param>
    public static BookingRuleSet Version(ObjectReader rules, bool versionRequired)
    {
        var version = rules.OptionalText("version", versionRequired);
        var from = rules.Date("effectiveFrom");
        var set = new BookingRuleSet(
            version ?? from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            from,
            Everywhere(rules.Object("everywhere")),
            Kind(rules.Object("room")),
            Kind(rules.Object("seats")),
            Kind(rules.Object("counter")),
            Kind(rules.Object("equipment"))
        );
        rules.Close();
        return set;
    }

    public static RuleOverrides? Overrides(ObjectReader? rules)
    {
        if (rules is null)
        {
            return null;
        }

        var overrides = new RuleOverrides(
            rules.OptionalWhole("grid", 1, OpenRange.DayLength),
            rules.OptionalWhole("shortest", 1, YearOfMinutes),
            rules.OptionalWhole("longest", 1, YearOfMinutes),
            rules.OptionalWhole("earliestDaysAhead", 0, TenYearsOfDays),
            rules.OptionalWhole("latestBeforeStart", 0, YearOfMinutes),
            rules.OptionalFlag("walkIn"),
            QuotaOf(rules.Object("perPerson", required: false)),
            QuotaOf(rules.Object("perOrganisation", required: false)),
            rules.OptionalFlag("organisationNeedsApproval"),
            rules.OptionalWhole("bufferBefore", 0, OpenRange.DayLength),
            rules.OptionalWhole("bufferAfter", 0, OpenRange.DayLength),
            NoShow(rules.Object("noShow", required: false)),
            rules.OptionalFlag("onlyWithABooking"),
            rules.OptionalWhole("holdFor", 1, OpenRange.DayLength),
            rules.OptionalWhole("approvalLapsesAfterHours", 1, YearOfMinutes / 60),
            rules.OptionalWhole("approvalLapsesBeforeStart", 0, YearOfMinutes),
            rules.OptionalWhole("checkInOpensBefore", 0, OpenRange.DayLength),
            rules.OptionalWhole("releaseNoShowAfter", 0, OpenRange.DayLength),
            rules.OptionalChoice<OutsideHours>("outsideOpeningHours"),
            rules.OptionalFlag("onePersonOnePlaceAtATime"),
            Lifted(rules),
            EligibilityReader.Read(rules)
        );
        rules.Close();
        return overrides == new RuleOverrides() ? null : overrides;
    }

    private static EverywhereRules Everywhere(ObjectReader? rules)
    {
        if (rules is null)
        {
            return new EverywhereRules(1, 1, 0, 0, 0, OutsideHours.Approval, true);
        }

        var everywhere = new EverywhereRules(
            rules.Whole("holdFor", 1, OpenRange.DayLength),
            rules.Whole("approvalLapsesAfterHours", 1, YearOfMinutes / 60),
            rules.Whole("approvalLapsesBeforeStart", 0, YearOfMinutes),
            rules.Whole("checkInOpensBefore", 0, OpenRange.DayLength),
            rules.Whole("releaseNoShowAfter", 0, OpenRange.DayLength),
            rules.Choice<OutsideHours>("outsideOpeningHours"),
            rules.Flag("onePersonOnePlaceAtATime")
        );
        rules.Close();
        return everywhere;
    }

    private static KindRules Kind(ObjectReader? rules)
    {
        if (rules is null)
        {
            return new KindRules(1, 1, 1, 0, 0);
        }

        var kind = new KindRules(
            rules.Whole("grid", 1, OpenRange.DayLength),
            rules.Whole("shortest", 1, YearOfMinutes),
            rules.Whole("longest", 1, YearOfMinutes),
            rules.Whole("earliestDaysAhead", 0, TenYearsOfDays),
            rules.Whole("latestBeforeStart", 0, YearOfMinutes),
            rules.OptionalFlag("walkIn") ?? false,
            QuotaOf(rules.Object("perPerson", required: false)),
            QuotaOf(rules.Object("perOrganisation", required: false)),
            rules.OptionalFlag("organisationNeedsApproval") ?? false,
            rules.OptionalWhole("bufferBefore", 0, OpenRange.DayLength) ?? 0,
            rules.OptionalWhole("bufferAfter", 0, OpenRange.DayLength) ?? 0,
            NoShow(rules.Object("noShow", required: false)),
            rules.OptionalFlag("onlyWithABooking") ?? false,
            EligibilityReader.Read(rules)
        );
        rules.Close();
        return kind;
    }

    private static Quota? QuotaOf(ObjectReader? quota)
    {
        if (quota is null)
        {
            return null;
        }

        var value = new Quota(
            quota.OptionalWhole("count", 1, int.MaxValue),
            quota.OptionalWhole("minutes", 1, int.MaxValue),
            quota.Choice<QuotaPeriod>("per")
        );
        quota.Close();
        if (!quota.Has("count") && !quota.Has("minutes"))
        {
            quota.Complain("must say count or minutes");
        }

        return value;
    }

    private static NoShowRule? NoShow(ObjectReader? rule)
    {
        if (rule is null)
        {
            return null;
        }

        var value = new NoShowRule(
            rule.Whole("strikes", 1, int.MaxValue),
            rule.Whole("withinDays", 1, TenYearsOfDays),
            rule.Whole("suspendDays", 1, TenYearsOfDays)
        );
        rule.Close();
        return value;
    }

    private static ValueList<LiftableRule>? Lifted(ObjectReader rules)
    {
        var lifted = new List<LiftableRule>();
        Note("perPerson", LiftableRule.PerPerson);
        Note("perOrganisation", LiftableRule.PerOrganisation);
        Note("noShow", LiftableRule.NoShow);
        Note("eligibility", LiftableRule.Eligibility);
        return lifted.Count == 0 ? null : lifted.ToValueList();

        void Note(string name, LiftableRule rule)
        {
            if (rules.IsNull(name))
            {
                lifted.Add(rule);
            }
        }
    }
}
