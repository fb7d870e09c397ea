using Center.Domain.Attendance;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Attendance.RollStory;

namespace Center.Domain.Tests.Attendance;

public sealed class RollFoldTests
{
    [Fact]
    public void an_in_and_its_out_are_a_stay()
    {
        var line = new RollStory().Given(In("a", 0), Out("b", 90)).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), At(90), new(90), false, false, []));
    }

    [Fact]
    public void an_offline_upload_pairs_an_out_that_came_before_its_in()
    {
        var line = new RollStory().Given(Out("b", 90), In("a", 0)).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), At(90), new(90), false, false, []));
    }

    [Fact]
    public void an_out_without_an_in_stays_unpaired()
    {
        var line = new RollStory().Given(Out("b", 90)).LineOf(Li);
        line.ShouldBe(new RollLine(Li, null, At(90), new(0), true, false, [ScanFlag.UnpairedOut]));
    }

    [Fact]
    public void of_two_ins_the_first_stay_ends_provisionally_and_counts_nothing()
    {
        var line = new RollStory().Given(In("a", 0), In("b", 30), Out("c", 45)).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), At(45), new(15), true, false, [ScanFlag.DoubleIn]));
    }

    [Fact]
    public void somebody_who_forgot_to_scan_out_is_present_and_credited_nothing()
    {
        var line = new RollStory().Given(In("a", 0)).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), null, new(0), true, true, []));
    }

    [Fact]
    public void a_repeat_changes_nothing_but_is_told()
    {
        var again = Scan("b", ScanDirection.In, At(1, 59)) with { Device = Gate };
        var line = new RollStory().Given(In("a", 0), again, Out("c", 10)).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), At(10), new(10), false, false, [ScanFlag.Repeat]));
    }

    [Fact]
    public void going_out_and_in_again_within_two_minutes_is_no_repeat()
    {
        var line = new RollStory().Given(In("a", 0), Out("b", 1), Scan("c", ScanDirection.In, At(1, 30))).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), At(1), new(1), true, true, []));
    }

    [Fact]
    public void evidence_that_needs_a_person_moves_nobody()
    {
        var odd = Out("b", 60) with { Flags = [ScanFlag.NeedsPerson] };
        var line = new RollStory().Given(In("a", 0), odd).LineOf(Li);
        line.ShouldBe(new RollLine(Li, At(0), null, new(0), true, true, [ScanFlag.NeedsPerson]));
        new RollStory().Given(odd).LineOf(Li).Counted.ShouldBeFalse();
    }

    [Fact]
    public void seconds_are_summed_before_they_are_rounded_down()
    {
        var line = new RollStory()
            .Given(In("a", 0), Scan("b", ScanDirection.Out, At(3, 40)), In("c", 10))
            .Given(Scan("d", ScanDirection.Out, At(13, 40)))
            .LineOf(Li);
        line.Minutes.Value.ShouldBe(7);
    }

    [Fact]
    public void what_was_told_on_arrival_is_worked_out_again()
    {
        var early = Out("b", 90) with { Flags = [ScanFlag.Late, ScanFlag.UnpairedOut] };
        var line = new RollStory().Given(early, In("a", 0)).LineOf(Li);
        line.Flags.ShouldBe([ScanFlag.Late]);
    }

    private static ScanRecorded In(string id, int minute) => Scan(id, ScanDirection.In, At(minute));

    private static ScanRecorded Out(string id, int minute) => Scan(id, ScanDirection.Out, At(minute));
}
