using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class VolunteerStatementTests
{
    private static VolunteerStatement Of(params object[] events) =>
        VolunteerStatement.Of([new DayOfService(Date, Given(events).State)]);

    [Fact]
    public void the_stronger_class_keeps_the_shared_time()
    {
        var statement = Of(
            Backfilled(1, 8, 11),
            Credited(1),
            Credited(1, Second),
            Recorded(2, 10, 12, Evidence.Scans),
            Credited(2)
        );
        statement.CreditedMinutes.Value.ShouldBe(240);
        statement.ByEvidence[EvidenceClass.A].Value.ShouldBe(120);
        statement.ByEvidence[EvidenceClass.E].Value.ShouldBe(120);
        statement.ByEvidence[EvidenceClass.C].Value.ShouldBe(0);
    }

    [Fact]
    public void what_the_cap_cuts_off_is_the_weakest()
    {
        var statement = Of(SelfReported(1, 6, 12), Credited(1), Recorded(2, 12, 18, Evidence.Scans), Credited(2));
        statement.ByEvidence[EvidenceClass.A].Value.ShouldBe(360);
        statement.ByEvidence[EvidenceClass.D].Value.ShouldBe(120);
    }

    [Fact]
    public void an_adjustment_stays_with_its_entry_and_is_listed()
    {
        var adjusted = new ServiceAdjusted(Id(1), Adjustment(7), -20, ServiceReason.Absent, Second);
        var statement = Of(Recorded(1, 9, 11), Credited(1), Recorded(2, 14, 15), Credited(2), adjusted);
        statement.Entries.Select(line => line.CreditedMinutes.Value).ShouldBe([100, 60]);
        statement.Corrections.ShouldBe([
            new StatementCorrection(Date, Id(1), new ServiceAdjustment(Adjustment(7), -20, ServiceReason.Absent)),
        ]);
    }

    [Fact]
    public void what_does_not_count_is_listed_with_no_minutes()
    {
        var statement = Of(Recorded(1, 9, 11), Recorded(2, 10, 12), Credited(2));
        statement.Entries.Select(line => line.CreditedMinutes.Value).ShouldBe([0, 120]);
    }

    [Fact]
    public void lines_are_cut_by_service_line_and_organisation()
    {
        var other = Recorded(2, 10, 12);
        var day = Given(
            Recorded(1, 9, 11),
            Credited(1),
            other with
            {
                Service = other.Service with { ServiceLine = "convenience", Organisation = "street-office" },
            },
            Credited(2)
        );
        VolunteerDay
            .CreditedMinutesByLine(day.State)
            .ShouldBe([
                new CreditedLine("convenience", "street-office", "lvcheng-social-work-station", new Minutes(60)),
                new CreditedLine(
                    "social-work-and-volunteering",
                    "lvcheng-social-work-station",
                    "lvcheng-social-work-station",
                    new Minutes(120)
                ),
            ]);
    }
}
