using Center.Domain.Attendance;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Attendance.RollStory;

namespace Center.Domain.Tests.Attendance;

public sealed class AnnulScanTests
{
    private static readonly ScanKey Key = new(Door, "a");

    [Fact]
    public void a_device_takes_back_what_it_sent_within_15_minutes() =>
        new RollStory()
            .Given(Scan("a", ScanDirection.In, At(0)))
            .When(new AnnulScan(Key, AnnulReason.WrongPerson, At(15), Door))
            .Then(Annulled("a", AnnulReason.WrongPerson));

    [Fact]
    public void later_it_takes_a_steward()
    {
        var story = new RollStory().Given(Scan("a", ScanDirection.In, At(0)));
        story.When(new AnnulScan(Key, AnnulReason.Test, At(15, 1), Door)).ThenRefused("lapsed");
        story.When(new AnnulScan(Key, AnnulReason.Test, At(15, 1), null)).Then(Annulled("a", AnnulReason.Test));
    }

    [Fact]
    public void another_device_may_not() =>
        new RollStory()
            .Given(Scan("a", ScanDirection.In, At(0)))
            .When(new AnnulScan(Key, AnnulReason.Test, At(1), Gate))
            .ThenRefused("forbidden");

    [Fact]
    public void an_unknown_scan_is_not_found() =>
        new RollStory().When(new AnnulScan(Key, AnnulReason.Test, At(1), null)).ThenRefused("not-found");

    [Fact]
    public void a_scan_on_no_roll_cannot_be_annulled() =>
        new RollStory()
            .Given(
                new ScanRefused(
                    "a",
                    Door,
                    1,
                    null,
                    ScanDirection.In,
                    "main",
                    new(2026, 3, 7),
                    At(0),
                    At(0),
                    At(0),
                    [],
                    ScanRefusalReason.UnknownToken
                )
            )
            .When(new AnnulScan(Key, AnnulReason.Test, At(1), null))
            .ThenRefused("wrong-state");

    [Fact]
    public void annulling_twice_writes_nothing() =>
        new RollStory()
            .Given(Scan("a", ScanDirection.In, At(0)), Annulled("a", AnnulReason.Test))
            .When(new AnnulScan(Key, AnnulReason.Test, At(20), Door))
            .ThenNothing();

    [Fact]
    public void an_annulled_scan_counts_no_longer() =>
        RollFold
            .Of(
                new RollStory().Given(Scan("a", ScanDirection.In, At(0)), Annulled("a", AnnulReason.Test)).Roll,
                RepeatWithin
            )
            .ShouldBeEmpty();
}
