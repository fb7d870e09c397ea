using System;
using System.Linq;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Attendance;

public sealed class DeviceTests
{
    private static readonly EnrolDevice Enrol = new("main", true, -1500);

    [Fact]
    public void a_device_is_enrolled() =>
        DeviceDecider.Decide(Enrol, DeviceDecider.Initial).Events.ShouldBe([new DeviceEnrolled("main", -1500)]);

    [Fact]
    public void enrolling_twice_writes_nothing() => DeviceDecider.Decide(Enrol, Enrolled()).ShouldBe(Decision.Nothing);

    [Fact]
    public void its_offset_is_known_to_the_millisecond() =>
        Enrolled().ClockOffset.ShouldBe(TimeSpan.FromMilliseconds(-1500, 0));

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 86_400_001)]
    [InlineData(true, long.MinValue)]
    public void a_device_without_a_site_or_with_an_absurd_offset_is_refused(bool known, long offset) =>
        DeviceDecider
            .Decide(new EnrolDevice("main", known, offset), DeviceDecider.Initial)
            .Refusal.ShouldNotBeNull()
            .Code.ShouldBe("invalid-value");

    [Fact]
    public void enrolling_elsewhere_is_refused() =>
        DeviceDecider
            .Decide(Enrol with { Site = "station-01" }, Enrolled())
            .Refusal.ShouldNotBeNull()
            .Code.ShouldBe("wrong-state");

    [Fact]
    public void a_device_is_retired_once()
    {
        DeviceDecider.Decide(new RetireDevice(), Enrolled()).Events.ShouldBe([new DeviceRetired()]);
        DeviceDecider.Decide(new RetireDevice(), Enrolled(new DeviceRetired())).ShouldBe(Decision.Nothing);
    }

    private static Device Enrolled(params object[] later) =>
        later.Prepend(new DeviceEnrolled("main", -1500)).Aggregate(DeviceDecider.Initial, DeviceDecider.Evolve);
}
