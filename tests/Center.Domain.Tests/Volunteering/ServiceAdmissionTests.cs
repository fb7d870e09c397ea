using System;
using System.Linq;
using Center.Domain.Volunteering;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class ServiceAdmissionTests
{
    private static AdmittedService Split(ServiceDone service, DateTimeOffset? now = null) =>
        ServiceAdmission.Split(service, now ?? At(72), Rules, Zone);

    [Fact]
    public void a_day_is_one_part()
    {
        var service = Service(At(9), At(11), breakMinutes: 20);
        Split(service).Parts.ShouldBe([new ServicePart(Date, service)]);
    }

    [Fact]
    public void an_entry_over_midnight_is_one_part_a_day() =>
        Split(Service(At(22), At(25), breakMinutes: 10))
            .Parts.ShouldBe([
                new ServicePart(Date, Service(At(22), At(24))),
                new ServicePart(Date.AddDays(1), Service(At(24), At(25), breakMinutes: 10)),
            ]);

    [Fact]
    public void a_day_that_is_all_break_gets_no_part() =>
        Split(Service(At(22), At(24, 30), breakMinutes: 60))
            .Parts.ShouldBe([new ServicePart(Date, Service(At(22), At(24), breakMinutes: 30))]);

    [Fact]
    public void midnight_as_the_end_makes_no_empty_part() => Split(Service(At(22), At(24))).Parts.Count.ShouldBe(1);

    [Theory]
    [InlineData(14, 0, "policy-too-short")]
    [InlineData(15, 0, null)]
    [InlineData(30, 16, "policy-too-short")]
    [InlineData(24 * 60, 0, null)]
    [InlineData((24 * 60) + 1, 0, "policy-too-long")]
    public void the_time_served_has_bounds(int minutes, int breakMinutes, string? code) =>
        Split(Service(At(9), At(9, minutes), breakMinutes)).Refusal?.Code.ShouldBe(code);

    [Fact]
    public void what_has_not_ended_is_refused()
    {
        Split(Service(At(9), At(11)), now: At(10, 59)).Refusal!.Code.ShouldBe("policy-not-ended");
        Split(Service(At(9), At(11)), now: At(11)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void parts_of_a_short_night_may_be_shorter_than_the_shortest_entry() =>
        Split(Service(At(23, 50), At(24, 5)))
            .Parts.Select(part => ServiceTime.Served(part.Service).Length)
            .ShouldBe([10, 5]);
}
