using System;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Attendance;

public sealed class RollKeyTests
{
    [Fact]
    public void a_booking_and_a_site_day_are_read_back()
    {
        var booking = RollKey.At(new BookingId(new Guid("00000000-0000-7000-8000-0000000000b0")));
        var site = RollKey.At("station-01", new DateOnly(2026, 3, 7));
        booking.Stream.ShouldBe("roll/booking-00000000-0000-7000-8000-0000000000b0");
        site.Stream.ShouldBe("roll/station-01-2026-03-07");
        RollKey.Of(booking.Stream).ShouldBe(booking);
        RollKey.Of(site.Stream).ShouldBe(site);
    }

    [Theory]
    [InlineData("booking/1")]
    [InlineData("roll/")]
    [InlineData("roll/-2026-03-07")]
    [InlineData("roll/main-2026-13-07")]
    public void other_streams_are_no_roll(string stream) => RollKey.Of(stream).ShouldBeNull();
}
