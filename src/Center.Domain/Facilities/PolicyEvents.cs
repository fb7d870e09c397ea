using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>A version of the booking rules was adopted. Stream <c>policy/{centre}</c>.</summary>
/// <param name="Rules">The whole version with the date from which it counts.</param>
[EventName("booking-rules.adopted", 1)]
public sealed record BookingRulesAdopted(BookingRuleSet Rules);

/// <summary>A version of the rules of credited service time was adopted. Stream <c>policy/{centre}</c>.</summary>
/// <param name="Rules">The whole version with the date from which it counts.</param>
[EventName("service-time-rules.adopted", 1)]
public sealed record ServiceTimeRulesAdopted(ServiceTimeRules Rules);

/// <summary>
/// Public holidays and make-up working days were adopted as announced. Stream <c>policy/{centre}</c>.
/// </summary>
/// <param name="Years">Each replaces what was adopted for the same year; other years stay.</param>
[EventName("holiday-calendar.adopted", 1)]
public sealed record HolidayCalendarAdopted(ValueList<HolidayYear> Years);
