using System;
using System.Globalization;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class HolidayCalendarTests
{
    [Theory]
    [InlineData("2026-02-13", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-16", false)]
    [InlineData("2026-03-07", false)]
    [InlineData("2026-03-09", true)]
    [InlineData("2018-12-29", true)]
    [InlineData("2018-12-31", false)]
    [InlineData("2030-01-01", true)]
    public void working_days_follow_the_announcements(string date, bool working) =>
        ShippedDefinition.Book.IsWorkingDay(Date(date)).ShouldBe(working);

    [Theory]
    [InlineData("2026-03-06", "2026-03-06", 0)]
    [InlineData("2026-03-06", "2026-03-05", 0)]
    [InlineData("2026-03-06", "2026-03-09", 1)]
    [InlineData("2026-03-02", "2026-03-16", 10)]
    [InlineData("2026-02-13", "2026-02-24", 2)]
    public void working_days_are_counted_after_the_first_date(string from, string to, int days) =>
        ShippedDefinition.Book.WorkingDaysBetween(Date(from), Date(to)).ShouldBe(days);

    [Fact]
    public void a_year_without_announcement_is_provisional()
    {
        ShippedDefinition.Holidays.IsProvisional(new(2027, 5, 3)).ShouldBeTrue();
        ShippedDefinition.Holidays.IsProvisional(new(2026, 5, 3)).ShouldBeFalse();
    }

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
