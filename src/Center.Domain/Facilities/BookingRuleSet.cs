using System;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>One version of the house rules of booking.</summary>
/// <param name="Version">Its name; a version says one thing for ever.</param>
/// <param name="EffectiveFrom">Local date of a booking's start from which it counts, inclusive.</param>
/// <param name="Everywhere">What holds for every kind.</param>
/// <param name="Room">What holds for rooms.</param>
/// <param name="Seats">What holds for seats.</param>
/// <param name="Counter">What holds for counters.</param>
/// <param name="Equipment">What holds for equipment.</param>
public sealed record BookingRuleSet(
    string Version,
    DateOnly EffectiveFrom,
    EverywhereRules Everywhere,
    KindRules Room,
    KindRules Seats,
    KindRules Counter,
    KindRules Equipment
)
{
    /// <summary>The rules of a kind.</summary>
    /// <param name="kind">Kind of facility.</param>
    public KindRules Of(FacilityKind kind) =>
        kind switch
        {
            FacilityKind.Room => Room,
            FacilityKind.Seats => Seats,
            FacilityKind.Counter => Counter,
            _ => Equipment,
        };

    /// <summary>What holds for a facility.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="overrides">What is different there; null when nothing is.</param>
    public BookingRules For(FacilityKind kind, RuleOverrides? overrides)
    {
        var of = Of(kind);
        var house = new BookingRules(
            Version,
            of.Grid,
            of.Shortest,
            of.Longest,
            of.EarliestDaysAhead,
            of.LatestBeforeStart,
            of.WalkIn,
            of.PerPerson,
            of.PerOrganisation,
            of.OrganisationNeedsApproval,
            of.BufferBefore,
            of.BufferAfter,
            of.NoShow,
            of.OnlyWithABooking,
            Everywhere.HoldFor,
            Everywhere.ApprovalLapsesAfterHours,
            Everywhere.ApprovalLapsesBeforeStart,
            Everywhere.CheckInOpensBefore,
            Everywhere.ReleaseNoShowAfter,
            Everywhere.OutsideOpeningHours,
            Everywhere.OnePersonOnePlaceAtATime,
            of.Eligibility
        );
        return overrides is null ? house : overrides.Over(house);
    }

    /// <summary>The version in force on a date: the last that counts by then, else the first there ever was.</summary>
    /// <param name="versions">Versions in the order of their adoption.</param>
    /// <param name="date">Local date.</param>
    public static BookingRuleSet? InForce(ValueList<BookingRuleSet> versions, DateOnly date) =>
        Dated.InForce(versions, version => version.EffectiveFrom, date);
}

/// <summary>Rules that hold for every kind of facility; see <see cref="BookingRules"/> for the meaning of each.</summary>
/// <param name="HoldFor">See <see cref="BookingRules.HoldFor"/>.</param>
/// <param name="ApprovalLapsesAfterHours">See <see cref="BookingRules.ApprovalLapsesAfterHours"/>.</param>
/// <param name="ApprovalLapsesBeforeStart">See <see cref="BookingRules.ApprovalLapsesBeforeStart"/>.</param>
/// <param name="CheckInOpensBefore">See <see cref="BookingRules.CheckInOpensBefore"/>.</param>
/// <param name="ReleaseNoShowAfter">See <see cref="BookingRules.ReleaseNoShowAfter"/>.</param>
/// <param name="OutsideOpeningHours">See <see cref="BookingRules.OutsideOpeningHours"/>.</param>
/// <param name="OnePersonOnePlaceAtATime">See <see cref="BookingRules.OnePersonOnePlaceAtATime"/>.</param>
public sealed record EverywhereRules(
    int HoldFor,
    int ApprovalLapsesAfterHours,
    int ApprovalLapsesBeforeStart,
    int CheckInOpensBefore,
    int ReleaseNoShowAfter,
    OutsideHours OutsideOpeningHours,
    bool OnePersonOnePlaceAtATime
);

/// <summary>Rules of one kind of facility; see <see cref="BookingRules"/> for the meaning of each.</summary>
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
/// <param name="Eligibility">See <see cref="BookingRules.Eligibility"/>.</param>
public sealed record KindRules(
    int Grid,
    int Shortest,
    int Longest,
    int EarliestDaysAhead,
    int LatestBeforeStart,
    bool WalkIn = false,
    Quota? PerPerson = null,
    Quota? PerOrganisation = null,
    bool OrganisationNeedsApproval = false,
    int BufferBefore = 0,
    int BufferAfter = 0,
    NoShowRule? NoShow = null,
    bool OnlyWithABooking = false,
    Eligibility? Eligibility = null
);
