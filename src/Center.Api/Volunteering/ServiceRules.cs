using System;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Volunteering;

/// <summary>The rules of service time as volunteering reads them: nothing counts before the first ones.</summary>
internal static class ServiceRules
{
    public static Refusal BeforeAny { get; } =
        new("policy-before-rules", "No rules of service time were in force on that day.");

    /// <summary>The rules in force on a day; null before the first.</summary>
    public static ServiceTimeRules? On(CentreBook book, DateOnly day) =>
        FirstDay(book) is { } first && first <= day ? book.ServiceTimeRulesOn(day) : null;

    /// <summary>The first local date that anything counts on; null where rules were never adopted.</summary>
    public static DateOnly? FirstDay(CentreBook book) =>
        book.ServiceTimeRules.Select(rules => (DateOnly?)rules.EffectiveFrom).Min();
}
