using System;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>What holds for one bookable on one date: its kind's house rules with its own differences. Minutes unless named otherwise.</summary>
/// <param name="Version">Version of the house rules, written into every event decided by them.</param>
/// <param name="Grid">Starts and ends lie on multiples of this after local midnight; divides 1440.</param>
/// <param name="Shortest">Shortest booking, inclusive.</param>
/// <param name="Longest">Longest booking, inclusive.</param>
/// <param name="EarliestDaysAhead">How many local days ahead a booking may start, inclusive.</param>
/// <param name="LatestBeforeStart">Notice needed before the start; 0 when it can be taken at once.</param>
/// <param name="WalkIn">Whether whoever stands there may take it without notice.</param>
/// <param name="PerPerson">Quota of one person; null when there is none.</param>
/// <param name="PerOrganisation">Quota of one organisation; null when there is none.</param>
/// <param name="OrganisationNeedsApproval">Whether an organisation's booking waits for approval.</param>
/// <param name="BufferBefore">Set-up time held before a booking.</param>
/// <param name="BufferAfter">Tear-down time held after a booking.</param>
/// <param name="NoShow">What no-shows lead to; null when they are not counted.</param>
/// <param name="OnlyWithABooking">Whether it is lent only together with a booking of a room, seats or a counter.</param>
/// <param name="HoldFor">How long a hold lives.</param>
/// <param name="ApprovalLapsesAfterHours">Hours after which a request that nobody decided lapses.</param>
/// <param name="ApprovalLapsesBeforeStart">Minutes before its start at which a request lapses at the latest.</param>
/// <param name="CheckInOpensBefore">How long before the start check-in opens.</param>
/// <param name="ReleaseNoShowAfter">How long after the start a booking is released when nobody came.</param>
/// <param name="OutsideOpeningHours">What becomes of a booking outside opening hours.</param>
/// <param name="OnePersonOnePlaceAtATime">Whether bookings of one person may not overlap.</param>
/// <param name="Eligibility">Who may book it; null for everybody.</param>
public sealed record BookingRules(
    string Version,
    int Grid,
    int Shortest,
    int Longest,
    int EarliestDaysAhead,
    int LatestBeforeStart,
    bool WalkIn,
    Quota? PerPerson,
    Quota? PerOrganisation,
    bool OrganisationNeedsApproval,
    int BufferBefore,
    int BufferAfter,
    NoShowRule? NoShow,
    bool OnlyWithABooking,
    int HoldFor,
    int ApprovalLapsesAfterHours,
    int ApprovalLapsesBeforeStart,
    int CheckInOpensBefore,
    int ReleaseNoShowAfter,
    OutsideHours OutsideOpeningHours,
    bool OnePersonOnePlaceAtATime,
    Eligibility? Eligibility = null
);

/// <summary>How much may be booked in a period; at least one of count and minutes is given.</summary>
/// <param name="Count">Number of bookings, at least 1; null when not limited.</param>
/// <param name="Minutes">Booked minutes, at least 1; null when not limited.</param>
/// <param name="Per">The period, in local dates.</param>
public sealed record Quota(int? Count, int? Minutes, QuotaPeriod Per)
{
    /// <summary>The period that a booking counts in: the one of the local date of its start.</summary>
    /// <param name="quota">The quota; null, where there is none, gives the local day.</param>
    /// <param name="start">Start of the booking.</param>
    /// <param name="zone">The centre's time zone.</param>
    public static TimeWindow PeriodOf(Quota? quota, DateTimeOffset start, CentreZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var date = zone.DateOf(start);
        var (first, next) = quota?.Per switch
        {
            QuotaPeriod.Week => (CentreZone.MondayOf(date), CentreZone.MondayOf(date).AddDays(7)),
            QuotaPeriod.Month => (date.AddDays(1 - date.Day), date.AddDays(1 - date.Day).AddMonths(1)),
            _ => (date, date.AddDays(1)),
        };
        return new TimeWindow(zone.DayOf(first).Start, zone.DayOf(next).Start);
    }
}

/// <summary>The period that a quota counts over.</summary>
public enum QuotaPeriod
{
    /// <summary>A local day.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>How no-shows lead to a pause.</summary>
/// <param name="Strikes">Number of no-shows, at least 1.</param>
/// <param name="WithinDays">Days within which they count.</param>
/// <param name="SuspendDays">Days of pause.</param>
public sealed record NoShowRule(int Strikes, int WithinDays, int SuspendDays);

/// <summary>What becomes of a booking outside opening hours.</summary>
public enum OutsideHours
{
    /// <summary>It waits for approval.</summary>
    Approval,

    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>It is treated like any other.</summary>
    Allow,
}
