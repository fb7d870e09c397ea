using System;
using Center.Domain.Volunteering;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Volunteering;

public sealed class RecordingTimeTests
{
    private static readonly DateOnly Friday = new(2026, 3, 13);

    private static int Late(DateOnly recordedOn) =>
        RecordingTime.WorkingDaysLate(
            Friday,
            recordedOn,
            10,
            date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        );

    [Theory]
    [InlineData("2026-03-13", 0)]
    [InlineData("2026-03-27", 0)]
    [InlineData("2026-03-29", 0)]
    [InlineData("2026-03-30", 1)]
    [InlineData("2026-04-03", 5)]
    [InlineData("2026-03-01", 0)]
    public void ten_working_days_after_the_day_are_in_time(string recordedOn, int late) =>
        Late(DateOnly.Parse(recordedOn, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(late);
}
