using System;
using System.Globalization;
using System.Linq;
using Center.Domain.Facilities;

namespace Center.Domain.Tests.Bookings;

/// <summary>
/// The rules of one place on one date as a clerk reads them off the paper: the version whose date has come, and the
/// facility's own word before that of the house.
/// </summary>
internal sealed class ClerkRules
{
    private readonly BookingRuleSet _house;
    private readonly KindRules _kind;
    private readonly RuleOverrides? _own;

    public ClerkRules(CentreBook book, Facility facility, DateOnly day)
    {
        var inOrder = book.BookingRules.OrderBy(version => version.EffectiveFrom).ToList();
        _house = inOrder.LastOrDefault(version => version.EffectiveFrom <= day) ?? inOrder[0];
        _kind = facility.Kind switch
        {
            FacilityKind.Room => _house.Room,
            FacilityKind.Seats => _house.Seats,
            FacilityKind.Counter => _house.Counter,
            _ => _house.Equipment,
        };
        _own = facility.Rules;
    }

    public string Version => _house.Version;

    public int Grid => _own?.Grid ?? _kind.Grid;

    public int Shortest => _own?.Shortest ?? _kind.Shortest;

    public int Longest => _own?.Longest ?? _kind.Longest;

    public int DaysAhead => _own?.EarliestDaysAhead ?? _kind.EarliestDaysAhead;

    public int Notice => _own?.LatestBeforeStart ?? _kind.LatestBeforeStart;

    public bool WalkIn => _own?.WalkIn ?? _kind.WalkIn;

    public Quota? PerPerson => IsLifted(LiftableRule.PerPerson) ? null : _own?.PerPerson ?? _kind.PerPerson;

    public Quota? PerOrganisation =>
        IsLifted(LiftableRule.PerOrganisation) ? null : _own?.PerOrganisation ?? _kind.PerOrganisation;

    public bool OrganisationWaits => _own?.OrganisationNeedsApproval ?? _kind.OrganisationNeedsApproval;

    public int Before => _own?.BufferBefore ?? _kind.BufferBefore;

    public int After => _own?.BufferAfter ?? _kind.BufferAfter;

    public NoShowRule? NoShow => IsLifted(LiftableRule.NoShow) ? null : _own?.NoShow ?? _kind.NoShow;

    public bool OnlyWithABooking => _own?.OnlyWithABooking ?? _kind.OnlyWithABooking;

    public int HoldFor => _own?.HoldFor ?? _house.Everywhere.HoldFor;

    public int ApprovalHours => _own?.ApprovalLapsesAfterHours ?? _house.Everywhere.ApprovalLapsesAfterHours;

    public int ApprovalBefore => _own?.ApprovalLapsesBeforeStart ?? _house.Everywhere.ApprovalLapsesBeforeStart;

    public int CheckInOpens => _own?.CheckInOpensBefore ?? _house.Everywhere.CheckInOpensBefore;

    public int ReleaseAfter => _own?.ReleaseNoShowAfter ?? _house.Everywhere.ReleaseNoShowAfter;

    public OutsideHours Outside => _own?.OutsideOpeningHours ?? _house.Everywhere.OutsideOpeningHours;

    public bool OnePlace => _own?.OnePersonOnePlaceAtATime ?? _house.Everywhere.OnePersonOnePlaceAtATime;

    public Eligibility? Eligible => IsLifted(LiftableRule.Eligibility) ? null : _own?.Eligibility ?? _kind.Eligibility;

    private bool IsLifted(LiftableRule rule) => _own?.Lifted is { } lifted && lifted.Any(one => one == rule);
}

/// <summary>The clock and the calendar on the clerk's wall; he looks at them every five minutes.</summary>
/// <param name="book">Tells zone, hours and holidays.</param>
internal sealed class ClerkCalendar(CentreBook book)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(book.Centre!.TimeZone);

    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTimeFromUtc(instant.UtcDateTime, _zone);

    public DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    public bool IsOnGrid(DateTimeOffset instant, int grid) => Local(instant).TimeOfDay.TotalMinutes % grid == 0;

    public bool IsSamePeriod(DateTimeOffset one, DateTimeOffset other, QuotaPeriod per)
    {
        var (a, b) = (Local(one), Local(other));
        return per switch
        {
            QuotaPeriod.Day => a.Date == b.Date,
            QuotaPeriod.Week => (ISOWeek.GetYear(a), ISOWeek.GetWeekOfYear(a))
                == (ISOWeek.GetYear(b), ISOWeek.GetWeekOfYear(b)),
            _ => (a.Year, a.Month) == (b.Year, b.Month),
        };
    }

    public bool IsOpen(Facility facility, DateTimeOffset start, DateTimeOffset end)
    {
        for (var instant = start; instant < end; instant = instant.AddMinutes(5))
        {
            var local = Local(instant);
            var minute = (local.Hour * 60) + local.Minute;
            if (!RangesOf(facility, local).Any(range => range.From <= minute && minute < range.To))
            {
                return false;
            }
        }

        return true;
    }

    private OpenRange[] RangesOf(Facility facility, DateTime local)
    {
        var hours = facility.Hours ?? book.Sites[0].Hours ?? book.Centre!.OpeningHours;
        var isHoliday = book.HolidayCalendar.Years[0].Holidays.Contains(DateOnly.FromDateTime(local));
        OpenRange[][] week =
        [
            [.. hours.Sunday],
            [.. hours.Monday],
            [.. hours.Tuesday],
            [.. hours.Wednesday],
            [.. hours.Thursday],
            [.. hours.Friday],
            [.. hours.Saturday],
        ];
        return isHoliday && hours.PublicHolidays is { } instead ? [.. instead] : week[(int)local.DayOfWeek];
    }
}
