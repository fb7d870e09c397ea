using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>
/// All that is defined about one centre, folded from its streams <c>centre/…</c>, <c>site/…</c>, <c>facility/…</c>,
/// <c>policy/…</c>, <c>organisation/…</c> and <c>team/…</c>. Every decision reads it. Equal by value; lists are in order
/// of code and hold only what exists now.
/// </summary>
public sealed partial record CentreBook
{
    /// <summary>Nothing is defined yet.</summary>
    public static CentreBook Empty { get; } = new();

    /// <summary>The centre's id; null before it was described.</summary>
    public string? CentreId { get; init; }

    /// <summary>What the centre says about itself; null before it was described.</summary>
    public CentreDescription? Centre { get; init; }

    /// <summary>Lines of service, by rank.</summary>
    public ValueList<ServiceLine> ServiceLines { get; init; } = [];

    /// <summary>Parties, by rank.</summary>
    public ValueList<Party> Parties { get; init; } = [];

    /// <summary>Communities of the street.</summary>
    public ValueList<Community> Communities { get; init; } = [];

    /// <summary>Sites that are open.</summary>
    public ValueList<Site> Sites { get; init; } = [];

    /// <summary>Facilities in use, equipment too.</summary>
    public ValueList<Facility> Facilities { get; init; } = [];

    /// <summary>Organisations.</summary>
    public ValueList<Organisation> Organisations { get; init; } = [];

    /// <summary>Teams.</summary>
    public ValueList<Team> Teams { get; init; } = [];

    /// <summary>Versions of the booking rules in the order of their adoption.</summary>
    public ValueList<BookingRuleSet> BookingRules { get; init; } = [];

    /// <summary>Versions of the rules of service time in the order of their adoption.</summary>
    public ValueList<ServiceTimeRules> ServiceTimeRules { get; init; } = [];

    /// <summary>Public holidays and make-up working days.</summary>
    public HolidayCalendar HolidayCalendar { get; init; } = HolidayCalendar.Empty;

    /// <summary>What the centre had once, so that its history can be read by name.</summary>
    public ValueList<FormerEntry> Former { get; init; } = [];

    /// <summary>The centre's time zone.</summary>
    [JsonIgnore]
    public CentreZone Zone => BookIndex.Of(this).Zone;

    /// <summary>A facility or a part of one that can be booked; null when there is none of that code.</summary>
    /// <param name="code">Code of the facility or part.</param>
    public Bookable? Find(string code) => BookIndex.Of(this).ByCode.GetValueOrDefault(code);

    /// <summary>All that can be booked, in order of facility, a whole before its parts.</summary>
    /// <param name="withParts">Whether parts of divisible rooms are listed too.</param>
    public IEnumerable<Bookable> Bookables(bool withParts) =>
        BookIndex.Of(this).Bookables.Where(bookable => withParts || !bookable.IsPart);

    /// <summary>A facility; null when there is none of that code.</summary>
    /// <param name="code">Code of the facility, not of a part.</param>
    public Facility? FindFacility(string code) => BookIndex.Of(this).Facilities.GetValueOrDefault(code);

    /// <summary>A site; null when there is none of that code.</summary>
    /// <param name="code">Code of the site.</param>
    public Site? FindSite(string code) => BookIndex.Of(this).Sites.GetValueOrDefault(code);

    /// <summary>What holds for a bookable on a local date.</summary>
    /// <param name="bookable">From this book.</param>
    /// <param name="date">Local date of the booking's start.</param>
    /// <exception cref="InvalidOperationException">No booking rules were ever adopted.</exception>
    public BookingRules RulesFor(Bookable bookable, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(bookable);
        var version =
            BookingRuleSet.InForce(BookingRules, date)
            ?? throw new InvalidOperationException("No booking rules were ever adopted.");
        return version.For(bookable.Kind, FindFacility(bookable.Facility)?.Rules);
    }

    /// <summary>
    /// A stretch of time widened as far as the set-up and tear-down of any place reach, by any rules: what is held within it
    /// decides what is free within the stretch.
    /// </summary>
    /// <param name="range">The stretch.</param>
    public TimeWindow Reach(TimeWindow range)
    {
        var kinds = BookingRules.SelectMany(version => Enum.GetValues<FacilityKind>().Select(version.Of)).ToList();
        var own = Facilities.Select(facility => facility.Rules).OfType<RuleOverrides>().ToList();
        var before = kinds.Select(kind => kind.BufferBefore).Concat(own.Select(rules => rules.BufferBefore ?? 0));
        var after = kinds.Select(kind => kind.BufferAfter).Concat(own.Select(rules => rules.BufferAfter ?? 0));
        return range.Widen(
            TimeSpan.FromMinutes(before.DefaultIfEmpty().Max()),
            TimeSpan.FromMinutes(after.DefaultIfEmpty().Max())
        );
    }

    /// <summary>The rules of service time on a local date; null when none were ever adopted.</summary>
    /// <param name="date">Local date of the service.</param>
    public ServiceTimeRules? ServiceTimeRulesOn(DateOnly date) =>
        Dated.InForce(ServiceTimeRules, version => version.EffectiveFrom, date);

    /// <summary>Whether the date is a working day by the holiday calendar.</summary>
    /// <param name="date">Local date.</param>
    public bool IsWorkingDay(DateOnly date) => HolidayCalendar.IsWorkingDay(date);

    /// <summary>Number of working days after one date up to and including another.</summary>
    /// <param name="from">Local date, not counted.</param>
    /// <param name="to">Local date, counted.</param>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) => HolidayCalendar.WorkingDaysBetween(from, to);
}
