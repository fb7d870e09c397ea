using System;
using Center.Domain.Facilities;
using Center.Domain.Volunteering;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Volunteering;

public sealed class RecordingTimeTests
{
    private static readonly DateOnly Friday = new(2026, 3, 13);

    private static readonly HolidayCalendar Calendar = new([
        new HolidayYear(2026, [new(2026, 3, 31)], [new(2026, 3, 28)]),
    ]);

    private static int Late(DateOnly recordedOn) =>
        RecordingTime.WorkingDaysLate(Friday, recordedOn, DayOfVolunteer.Rules, Calendar);

    [Theory]
    [InlineData("2026-03-13", 0)]
    [InlineData("2026-03-27", 0)]
    [InlineData("2026-03-28", 1)]
    [InlineData("2026-03-29", 1)]
    [InlineData("2026-03-31", 2)]
    [InlineData("2026-04-01", 3)]
    [InlineData("2026-03-01", 0)]
    public void ten_working_days_after_the_day_are_in_time(string recordedOn, int late) =>
        Late(DateOnly.Parse(recordedOn, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(late);
}
