using System;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Attendance;

public sealed class ScanDayTests
{
    private static readonly CentreZone Zhengzhou = new("Asia/Shanghai");
    private static readonly DateTimeOffset JustAfterMidnight = new(2026, 3, 6, 16, 0, 30, TimeSpan.Zero);

    [Fact]
    public void a_scan_counts_for_the_local_day_when_it_happened() =>
        ScanClock
            .Read(JustAfterMidnight, TimeSpan.FromMinutes(-1), JustAfterMidnight)
            .DayIn(Zhengzhou)
            .ShouldBe(new DateOnly(2026, 3, 6));

    [Fact]
    public void a_scan_from_the_future_is_filed_when_it_arrived() =>
        ScanClock
            .Read(JustAfterMidnight.AddYears(3), TimeSpan.Zero, JustAfterMidnight)
            .DayIn(Zhengzhou)
            .ShouldBe(new DateOnly(2026, 3, 7));
}
