using Center.Domain.Volunteering;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class RecordServiceTests
{
    private static RecordService Record(int id, int from, int to, Evidence evidence = Evidence.Roster) =>
        new(Id(id), Service(At(from), At(to)), evidence, Recorder);

    [Fact]
    public void a_roster_is_recorded_and_counts_nothing_yet() =>
        Given().When(Record(1, 9, 11)).Then(Recorded(1, 9, 11)).CreditedMinutes.Value.ShouldBe(0);

    [Fact]
    public void a_self_report_is_its_own_event()
    {
        var own = new Signatory("key:own", Volunteer);
        var command = Record(1, 9, 11, Evidence.Self) with { By = own };
        Given().When(command).Then(SelfReported(1, 9, 11));
    }

    [Fact]
    public void what_is_filled_in_afterwards_is_its_own_event()
    {
        var command = Record(1, 9, 11, Evidence.Backfill) with { Reason = ServiceReason.PaperList };
        Given().When(command).Then(Backfilled(1, 9, 11));
    }

    [Fact]
    public void lateness_is_written_down_and_blocks_nothing() =>
        Given()
            .When(Record(1, 9, 11) with { WorkingDaysLate = 3 })
            .Then(Recorded(1, 9, 11) with { WorkingDaysLate = 3 });

    [Fact]
    public void an_overlap_is_accepted_and_names_both() =>
        Given(Recorded(1, 9, 11)).When(Record(2, 10, 12)).Then(Recorded(2, 10, 12), new OverlapDetected(Id(2), Id(1)));

    [Fact]
    public void back_to_back_is_no_overlap() =>
        Given(Recorded(1, 9, 11)).When(Record(2, 11, 12)).Then(Recorded(2, 11, 12));

    [Fact]
    public void a_rejected_entry_overlaps_nothing() =>
        Given(Recorded(1, 9, 11), new ServiceRejected(Id(1), Approver, ServiceReason.Duplicate))
            .When(Record(2, 10, 12))
            .Then(Recorded(2, 10, 12));

    [Fact]
    public void recording_the_same_entry_again_writes_nothing() =>
        Given(Recorded(1, 9, 11)).When(Record(1, 9, 11)).ThenNothing();
}
