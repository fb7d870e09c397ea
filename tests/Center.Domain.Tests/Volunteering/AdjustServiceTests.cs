using Center.Domain.Volunteering;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class AdjustServiceTests
{
    private static AdjustService Adjust(int minutes, Signatory? by = null) =>
        new(Id(1), Adjustment(7), Volunteer, minutes, ServiceReason.WrongTime, by ?? Second);

    private static ServiceAdjusted Adjusted(int minutes) =>
        new(Id(1), Adjustment(7), minutes, ServiceReason.WrongTime, Second);

    [Theory]
    [InlineData(-30, 90)]
    [InlineData(30, 150)]
    [InlineData(-500, 0)]
    [InlineData(500, 480)]
    public void signed_minutes_count_between_zero_and_the_cap(int minutes, int credited) =>
        Given(Recorded(1, 9, 11), Credited(1))
            .When(Adjust(minutes))
            .Then(Adjusted(minutes))
            .CreditedMinutes.Value.ShouldBe(credited);

    [Theory]
    [InlineData(0)]
    [InlineData(1441)]
    [InlineData(-1441)]
    [InlineData(int.MinValue)]
    public void nothing_and_more_than_a_day_are_no_adjustment(int minutes) =>
        Given(Recorded(1, 9, 11), Credited(1)).When(Adjust(minutes)).ThenRefused("invalid-value");

    [Fact]
    public void the_approver_does_not_adjust() =>
        Given(Recorded(1, 9, 11), Credited(1)).When(Adjust(-30, Approver)).ThenRefused("self-approval");

    [Fact]
    public void the_volunteer_does_not_adjust() =>
        Given(Recorded(1, 9, 11), Credited(1))
            .When(Adjust(-30, new Signatory("key:own", Volunteer)))
            .ThenRefused("self-approval");

    [Fact]
    public void the_recorder_takes_minutes_back_but_adds_none()
    {
        var day = Given(Recorded(1, 9, 11), Credited(1));
        day.When(Adjust(30, Recorder)).ThenRefused("self-approval");
        day.When(Adjust(-30, Recorder)).Then(Adjusted(-30) with { AdjustedBy = Recorder });
    }

    [Fact]
    public void what_is_not_credited_is_not_adjusted() =>
        Given(Recorded(1, 9, 11)).When(Adjust(-30)).ThenRefused("wrong-state");

    [Fact]
    public void an_unknown_entry_is_not_found() => Given().When(Adjust(-30)).ThenRefused("not-found");
}
