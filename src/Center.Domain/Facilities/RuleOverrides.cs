using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Rules that have no value at all once they are lifted.</summary>
public enum LiftableRule
{
    /// <summary>The quota of one person.</summary>
    PerPerson,

    /// <summary>The quota of one organisation.</summary>
    PerOrganisation,

    /// <summary>What no-shows lead to.</summary>
    NoShow,

    /// <summary>Who may book.</summary>
    Eligibility,
}

/// <summary>House rules that are different for one facility, member by member as in <see cref="BookingRules"/>; null leaves a rule as it is.</summary>
/// <param name="Grid">See <see cref="BookingRules.Grid"/>.</param>
/// <param name="Shortest">See <see cref="BookingRules.Shortest"/>.</param>
/// <param name="Longest">See <see cref="BookingRules.Longest"/>.</param>
/// <param name="EarliestDaysAhead">See <see cref="BookingRules.EarliestDaysAhead"/>.</param>
/// <param name="LatestBeforeStart">See <see cref="BookingRules.LatestBeforeStart"/>.</param>
/// <param name="WalkIn">See <see cref="BookingRules.WalkIn"/>.</param>
/// <param name="PerPerson">See <see cref="BookingRules.PerPerson"/>.</param>
/// <param name="PerOrganisation">See <see cref="BookingRules.PerOrganisation"/>.</param>
/// <param name="OrganisationNeedsApproval">See <see cref="BookingRules.OrganisationNeedsApproval"/>.</param>
/// <param name="BufferBefore">See <see cref="BookingRules.BufferBefore"/>.</param>
/// <param name="BufferAfter">See <see cref="BookingRules.BufferAfter"/>.</param>
/// <param name="NoShow">See <see cref="BookingRules.NoShow"/>.</param>
/// <param name="OnlyWithABooking">See <see cref="BookingRules.OnlyWithABooking"/>.</param>
/// <param name="HoldFor">See <see cref="BookingRules.HoldFor"/>.</param>
/// <param name="ApprovalLapsesAfterHours">See <see cref="BookingRules.ApprovalLapsesAfterHours"/>.</param>
/// <param name="ApprovalLapsesBeforeStart">See <see cref="BookingRules.ApprovalLapsesBeforeStart"/>.</param>
/// <param name="CheckInOpensBefore">See <see cref="BookingRules.CheckInOpensBefore"/>.</param>
/// <param name="ReleaseNoShowAfter">See <see cref="BookingRules.ReleaseNoShowAfter"/>.</param>
/// <param name="OutsideOpeningHours">See <see cref="BookingRules.OutsideOpeningHours"/>.</param>
/// <param name="OnePersonOnePlaceAtATime">See <see cref="BookingRules.OnePersonOnePlaceAtATime"/>.</param>
/// <param name="Lifted">Rules that do not hold here at all, in order; null when none is lifted.</param>
/// <param name="Eligibility">See <see cref="BookingRules.Eligibility"/>.</param>
public sealed record RuleOverrides(
    int? Grid = null,
    int? Shortest = null,
    int? Longest = null,
    int? EarliestDaysAhead = null,
    int? LatestBeforeStart = null,
    bool? WalkIn = null,
    Quota? PerPerson = null,
    Quota? PerOrganisation = null,
    bool? OrganisationNeedsApproval = null,
    int? BufferBefore = null,
    int? BufferAfter = null,
    NoShowRule? NoShow = null,
    bool? OnlyWithABooking = null,
    int? HoldFor = null,
    int? ApprovalLapsesAfterHours = null,
    int? ApprovalLapsesBeforeStart = null,
    int? CheckInOpensBefore = null,
    int? ReleaseNoShowAfter = null,
    OutsideHours? OutsideOpeningHours = null,
    bool? OnePersonOnePlaceAtATime = null,
    ValueList<LiftableRule>? Lifted = null,
    Eligibility? Eligibility = null
)
{
    /// <summary>The rules with what is different here.</summary>
    /// <param name="rules">House rules of the facility's kind.</param>
    public BookingRules Over(BookingRules rules) =>
        new(
            rules.Version,
            Grid ?? rules.Grid,
            Shortest ?? rules.Shortest,
            Longest ?? rules.Longest,
            EarliestDaysAhead ?? rules.EarliestDaysAhead,
            LatestBeforeStart ?? rules.LatestBeforeStart,
            WalkIn ?? rules.WalkIn,
            Lifts(LiftableRule.PerPerson) ? null : PerPerson ?? rules.PerPerson,
            Lifts(LiftableRule.PerOrganisation) ? null : PerOrganisation ?? rules.PerOrganisation,
            OrganisationNeedsApproval ?? rules.OrganisationNeedsApproval,
            BufferBefore ?? rules.BufferBefore,
            BufferAfter ?? rules.BufferAfter,
            Lifts(LiftableRule.NoShow) ? null : NoShow ?? rules.NoShow,
            OnlyWithABooking ?? rules.OnlyWithABooking,
            HoldFor ?? rules.HoldFor,
            ApprovalLapsesAfterHours ?? rules.ApprovalLapsesAfterHours,
            ApprovalLapsesBeforeStart ?? rules.ApprovalLapsesBeforeStart,
            CheckInOpensBefore ?? rules.CheckInOpensBefore,
            ReleaseNoShowAfter ?? rules.ReleaseNoShowAfter,
            OutsideOpeningHours ?? rules.OutsideOpeningHours,
            OnePersonOnePlaceAtATime ?? rules.OnePersonOnePlaceAtATime,
            Lifts(LiftableRule.Eligibility) ? null : Eligibility ?? rules.Eligibility
        );

    private bool Lifts(LiftableRule rule) => Lifted?.Contains(rule) ?? false;
}
